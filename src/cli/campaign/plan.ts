import { createHash } from 'node:crypto';
import type { Row } from '../../checker/study/system-entry.ts';

/** Work that is cut into pieces which any machine can do by itself. */
export type Work = 'fuzz' | 'rows' | 'mutants';

/** All that a piece of work depends on, as plain data: what one machine finds with it, any other finds too. */
export interface Plan {
  readonly format: 'claimcheck-campaign';
  readonly version: 1;
  /** The study's name. */
  readonly study: string;
  /** The digest of the bundle: results of other machines are results of another campaign. */
  readonly bundle: string;
  readonly work: Work;
  /** The fault classes that are on; all, if not given. */
  readonly faults?: readonly string[];
  /** Of `rows`: give up a search at so many states. */
  readonly maxStates?: number;
  /** Of `fuzz`: the seed of the first random run of each row, and how many runs there are of each. */
  readonly seed?: number;
  readonly runs?: number;
  /** Of `fuzz` and `rows`: the systems that are run or searched. */
  readonly rows: readonly Row[];
  /** Of `mutants`: their ids. */
  readonly mutants: readonly string[];
  /** Into how many shards the pieces are dealt. */
  readonly shards: number;
}

/** A piece of work: what is found does not depend on the pieces done before it. */
export type Piece =
  | { readonly work: 'fuzz'; readonly row: number; readonly seed: number; readonly runs: number }
  | { readonly work: 'rows'; readonly row: number }
  | { readonly work: 'mutants'; readonly ids: readonly string[] };

/** So many random runs, or mutants, are one piece: each takes seconds at the most, and is what a lost shard loses. */
const RUNS = 200;
const MUTANTS = 20;

/** Into so many shards a campaign may be cut: their names have four digits. */
export const MOST_SHARDS = 9999;

/** More pieces than these no machine holds in its memory. */
const MOST_PIECES = 1_000_000;

/** fast-check takes 32 bits of a seed: beyond them the same runs come again. */
const SEEDS = 2 ** 32;

/** Why a plan is none that can be carried out; null if it can. */
export function objectionTo({ work, rows, mutants, seed = 0, runs = 0 }: Plan): string | null {
  const items = work === 'mutants' ? mutants : rows;
  if (items.length === 0) return `there are no ${work === 'mutants' ? work : 'rows'}, so nothing would be found`;
  if (work === 'fuzz' && seed + runs > SEEDS)
    return `there are ${SEEDS} random runs of a row, from seed 0 on, and not ${runs} from ${seed} on`;
  const pieces = work === 'fuzz' ? rows.length * Math.ceil(runs / RUNS) : items.length;
  return pieces > MOST_PIECES ? `this is cut into ${pieces} pieces: ${MOST_PIECES} at the most can be done` : null;
}

/** The pieces of a plan in their order, which is the same into however many shards they are dealt. */
export function piecesOf({ work, rows, mutants, seed = 0, runs = 0 }: Plan): Piece[] {
  if (work === 'mutants')
    return starts(mutants.length, MUTANTS).map((at) => ({ work, ids: mutants.slice(at, at + MUTANTS) }));
  if (work === 'rows') return rows.map((_, row) => ({ work, row }));
  return rows.flatMap((_, row) =>
    starts(runs, RUNS).map((at) => ({ work, row, seed: seed + at, runs: Math.min(RUNS, runs - at) })),
  );
}

const starts = (count: number, size: number): number[] =>
  Array.from({ length: Math.ceil(count / size) }, (_, i) => i * size);

/** Whose piece it is: they are dealt in turn, so that each shard has some of every row. */
export const shardOf = (piece: number, { shards }: Plan): number => piece % shards;

/** What tells a plan from every other, so that no result of another one is taken for one of its own. */
export const digestOf = (plan: Plan): string => digest(JSON.stringify(plan));

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
