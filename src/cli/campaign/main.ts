import type { Study } from '../../checker/study/study.ts';
import { InputError } from '../../files/input.ts';
import { PLAN, readPlan, shardFile } from './folder.ts';
import { UNFINISHED } from './pool-files.ts';
import { runShard } from './shard.ts';

/**
 * What the bundle of a campaign does, in a folder with its plan: `node campaign.mjs SHARD [--minutes T]`. It writes what it
 * has done to the shard's file, and goes on from there if it is started again. Exit code: 0 all is done, 75 there is more to do, 2 it cannot.
 */
export async function main(study: Study, args: readonly string[]): Promise<void> {
  const [shardText = '', flag, minutesText] = args;
  try {
    const shard = whole(shardText, 'the number of a shard');
    const minutes = flag === '--minutes' ? whole(minutesText ?? '', 'a number of minutes') : undefined;
    if (flag !== undefined && minutes === undefined)
      throw new InputError(`'${flag}' is no option: --minutes was expected`);
    const plan = readPlan('.', study);
    if (shard >= plan.shards) throw new InputError(`${PLAN}: there are ${plan.shards} shards, and no shard ${shard}`);
    let isStopped = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => (isStopped = true));
    const options = { ...(minutes !== undefined && { minutes }), isStopped: () => isStopped };
    process.exitCode = (await runShard({ study, plan }, shard, shardFile(shard), options)) ? 0 : UNFINISHED;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(`campaign: ${error.message}`);
    process.exitCode = 2;
  }
}

/** @throws {InputError} that says what was expected */
function whole(text: string, expected: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InputError(`'${text}': ${expected} was expected`);
}
