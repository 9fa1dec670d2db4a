import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { BUNDLE, SAYS, STARTER } from './folder.ts';
import { EXIT } from '../parse.ts';
import { UNFINISHED } from './pool-files.ts';

/** A shard that failed, with what it said of it. */
export class ShardFailed extends Error {
  override readonly name = 'ShardFailed';
}

/**
 * Runs the shards of a campaign on this machine, so many at once, each in a process of its own; those that are done say so
 * at once. However this ends, no process of a shard is left: what they had written down is there when they are started again.
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
  const children = new Set<ChildProcess>();
  let done = 0;
  const limit = minutes === undefined ? [] : ['--minutes', String(minutes)];
  const worker = async (): Promise<void> => {
    for (let shard = left.shift(); shard !== undefined; shard = left.shift()) {
      const child = spawn(process.execPath, [BUNDLE, String(shard), ...limit], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, [STARTER]: String(process.pid) },
      });
      children.add(child);
      let said = '';
      child.stderr?.on('data', (data) => (said += String(data)));
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      children.delete(child);
      if (code !== 0 && code !== UNFINISHED) throw new ShardFailed(`shard ${shard}: ${reasonIn(said, code ?? signal)}`);
      onDone((done += 1));
    }
  };
  // In the middle of a search a shard listens to nothing else.
  const end = () => children.forEach((child) => child.kill('SIGKILL'));
  const endBySignal = (signal: NodeJS.Signals) => {
    end();
    process.kill(process.pid, signal);
  };
  process.once('exit', end).once('SIGINT', leave).once('SIGTERM', endBySignal).once('SIGHUP', endBySignal);
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, shards) }, worker));
  } finally {
    left.length = 0;
    end();
    process.off('exit', end).off('SIGINT', leave).off('SIGTERM', endBySignal).off('SIGHUP', endBySignal);
  }
}

const leave = () => process.exit(EXIT.interrupted);

/** What a shard said that cannot be done: its own line, not what Node.js says of a program that it cannot run. */
function reasonIn(said: string, end: number | string | null): string {
  const line = said.split('\n').find((one) => one.startsWith(SAYS));
  return line?.slice(SAYS.length) ?? `it ended with ${end}`;
}
