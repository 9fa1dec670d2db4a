import type { Study } from '../../checker/study/study.ts';
import { ModelError } from '../../checker/errors.ts';
import { escaped, InputError, printable, readText } from '../../files/input.ts';
import { BUNDLE, PLAN, readPlan, SAYS, shardFile, STARTER } from './folder.ts';
import { digest } from './plan.ts';
import { UNFINISHED } from './pool-files.ts';
import { runShard } from './shard.ts';

/** As of every command. */
const UNEXPECTED = 70;

/**
 * What the bundle of a campaign does, in a folder with its plan: `node campaign.mjs SHARD [--minutes T]`. It writes what it
 * has done to the shard's file, and goes on from there if it is started again.
 * Exit code: 0 all is done, 75 there is more to do, 2 it cannot be done, 70 nobody expected what happened.
 */
export async function main(study: Study, args: readonly string[]): Promise<void> {
  const [shardText = '', flag, minutesText] = args;
  try {
    const shard = whole(shardText, 'the number of a shard');
    const minutes = flag === '--minutes' ? whole(minutesText ?? '', 'a number of minutes') : undefined;
    if (flag !== undefined && minutes === undefined)
      throw new InputError(`'${flag}' is not an option: --minutes was expected`);
    const plan = readPlan('.', study);
    if (plan.bundle !== digest(readText(BUNDLE)))
      throw new InputError(`${BUNDLE}: the bundle of this campaign was expected, not of another`);
    if (shard >= plan.shards) throw new InputError(`${PLAN}: there are ${plan.shards} shards, and no shard ${shard}`);
    let isStopped = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => (isStopped = true));
    const starter = process.env[STARTER];
    const isOrphan = () => starter !== undefined && starter !== String(process.ppid);
    const options = { ...(minutes !== undefined && { minutes }), isStopped: () => isStopped || isOrphan() };
    process.exitCode = (await runShard({ study, plan }, shard, shardFile(shard), options)) ? 0 : UNFINISHED;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const isKnown = error instanceof InputError || error instanceof ModelError;
    console.error(`${SAYS}${isKnown ? escaped(message) : `unexpected: ${printable(`${name}: ${message}`)}`}`);
    process.exitCode = isKnown ? 2 : UNEXPECTED;
  }
}

/** @throws {InputError} that says what was expected */
function whole(text: string, expected: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InputError(`'${text}': ${expected} was expected`);
}
