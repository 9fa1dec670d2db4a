import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BUNDLE } from './folder.ts';
import { UNFINISHED } from './pool-files.ts';

/** A shard that failed, with what it said of it. */
export class ShardFailed extends Error {
  override readonly name = 'ShardFailed';
}

/**
 * Runs the shards of a campaign on this machine, so many at once, each in a process of its own; those that are done say so
 * at once. Ctrl-C ends them: what they had written down is there when they are started again.
 *
 * @param onDone told after each shard how many are done
 * @throws {ShardFailed} if one cannot be done
 */
export async function runLocally(
  folder: string,
  { shards, atOnce, minutes }: { readonly shards: number; readonly atOnce: number; readonly minutes?: number },
  onDone: (done: number) => void,
): Promise<void> {
  const left = Array.from({ length: shards }, (_, i) => i);
  let done = 0;
  const limit = minutes === undefined ? [] : ['--minutes', String(minutes)];
  const worker = async (): Promise<void> => {
    for (let shard = left.shift(); shard !== undefined; shard = left.shift()) {
      const child = spawn(process.execPath, [BUNDLE, String(shard), ...limit], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (data) => (said += String(data)));
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      if (code !== 0 && code !== UNFINISHED)
        throw new ShardFailed(`shard ${shard}: ${said.trim().split('\n')[0] || `ended with ${code ?? signal}`}`);
      onDone((done += 1));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, shards) }, worker));
}
