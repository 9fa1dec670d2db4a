import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Study } from '../../checker/study/study.ts';
import { writeWhole } from '../../files/output.ts';
import { type Coverage, Worker } from './piece.ts';
import { digestOf, type Plan, piecesOf, shardOf } from './plan.ts';
import { type Done, type ShardFile, readShard, sealed } from './shard-file.ts';

/** How often what has been done is written down, in ms: what is done since is lost with the process. */
const EVERY = 5000;

export interface ShardOptions {
  /** Begin no piece after so many minutes. */
  readonly minutes?: number;
  /** Asked between pieces: whether to end now. */
  readonly isStopped?: () => boolean;
}

/**
 * Does the pieces of a shard, but for those that its file has already; the file is there as a whole at any time.
 *
 * @returns whether all of them are done
 * @throws {InputError} if the file is of another campaign or shard
 */
export async function runShard(
  { study, plan }: { readonly study: Study; readonly plan: Plan },
  shard: number,
  file: string,
  { minutes = Number.POSITIVE_INFINITY, isStopped = () => false }: ShardOptions = {},
): Promise<boolean> {
  const worker = new Worker(study, plan);
  const before = existsSync(file) ? readShard(file, plan, shard) : null;
  const done = new Map<number, Done>(before?.done.map((one) => [one.piece, one]));
  const pieces = [...piecesOf(plan).entries()].filter(([i]) => shardOf(i, plan) === shard);
  const left = pieces.filter(([i]) => !done.has(i));
  const started = performance.now();
  let written = started;
  const write = (): void => {
    const coverage = union(before?.coverage, worker.coverage());
    const inOrder = [...done.values()].toSorted((a, b) => a.piece - b.piece);
    writeWhole(file, textOf(plan, shard, { complete: done.size === pieces.length, coverage, done: inOrder }));
  };
  for (const [i, piece] of left) {
    // A signal is heard between two pieces.
    await setImmediate();
    const now = performance.now();
    if (isStopped() || now - started >= minutes * 60_000) break;
    done.set(i, { piece: i, found: worker.do(piece) });
    if (performance.now() - written < EVERY) continue;
    write();
    written = performance.now();
  }
  write();
  return done.size === pieces.length;
}

function textOf(plan: Plan, shard: number, content: Pick<ShardFile, 'complete' | 'coverage' | 'done'>): string {
  const whole: ShardFile = { format: 'claimcheck-shard', version: 1, campaign: digestOf(plan), shard, ...content };
  return sealed(JSON.stringify(whole));
}

/** The file of a shard of which nothing is done: a pool hands each job what its shard has done so far. */
export const emptyShard = (plan: Plan, shard: number): string =>
  textOf(plan, shard, { complete: false, coverage: { declared: [], reached: [] }, done: [] });

/** What two processes have covered together, in the order in which the machines declare it. */
export function union(one: Coverage | undefined, other: Coverage): Coverage {
  const both = (key: keyof Coverage) => [...new Set([...(one?.[key] ?? []), ...other[key]])].toSorted();
  return { declared: both('declared'), reached: both('reached') };
}
