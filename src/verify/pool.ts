import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { ModelError } from '../checker/errors.ts';
import { keyOf } from '../checker/study/rows.ts';
import type { Row } from '../checker/study/system-entry.ts';
import { InputError } from '../files/input.ts';
import type { LoadedStudy } from './load-study.ts';
import type { RowResult, Scope } from './search-row.ts';
import { onThreads } from './threads.ts';

/** What a thread knows from its start: the study cannot be posted, as it holds functions. */
export interface ThreadData {
  readonly config: string | null;
  readonly scope: Scope;
  readonly wanted: Wanted;
  readonly shared: Int32Array;
}

/** What is wanted beside the results of rows. */
export interface Wanted {
  /** Keep the answers of XState from one process to the next. */
  readonly isCached?: boolean;
  /** How many threads may work on one search; by default those that no other row needs. */
  readonly workers?: number;
  /** Find out which states of the machines have been passed through: that takes XState's microsteps. */
  readonly coverage?: boolean;
}

/** Three numbers that all threads share: anything but 0 in the first ends their searches; the rows that are done; the searches under way. */
export const INTERRUPTED = 0;
export const DONE = 1;
export const UNDER_WAY = 2;
const SHARED = 3;

/** What a thread says of its share of rows: the results, those after an interruption left out; or why a system is refused. */
export type Answer =
  | {
      readonly results: readonly RowResult[];
      /** The states of the machines that the rows have declared, and passed through; none if they are not wanted. */
      readonly declared: readonly string[];
      readonly reached: readonly string[];
      /** How many of the searches were alike to one before, and not carried out again. */
      readonly alike: number;
    }
  | { readonly refused: string };

export interface Results {
  /** In the order of the rows that were asked for; without those that an interruption left out. */
  readonly rows: readonly RowResult[];
  readonly interrupted: boolean;
  readonly declared: readonly string[];
  readonly reached: readonly string[];
  /** How many of the searches were alike to one before: how many are so depends on the number of threads, what they find does not. */
  readonly alike: number;
}

/** More threads than this gain nothing: each fills its own tables first. */
const MAX_THREADS = 4;

/** With fewer shares for each thread, some threads have nothing to do while others are at work. */
const FEW = 2;

/** More threads than this wait for the one that merges what they find. */
const MAX_WORKERS = 8;

/** Milliseconds between two looks at how many rows are done. */
const PATIENCE = 100;

/** So many milliseconds the threads have to answer, once they are interrupted: a model that is still being built says nothing. */
const GRACE = 500;

/** So many they have while a search is under way: it ends by itself and says what it knows, but not soon where the machine is busy. */
const GRACE_OF_A_SEARCH = 10_000;

/**
 * Explores rows on all processors. The result does not depend on how many there are.
 *
 * Ctrl-C ends the searches under way: what they know by then is reported, and no further one is begun.
 *
 * @param onRow called with the number of rows done
 * @throws {ModelError} if a system is refused
 * @throws {Error} if a thread ends before it has answered
 */
export async function searchRows(
  loaded: LoadedStudy,
  rows: readonly Row[],
  scope: Scope,
  onRow: (done: number) => void,
  wanted: Wanted = { coverage: true },
): Promise<Results> {
  requireSome(rows);
  const shared = new Int32Array(new SharedArrayBuffer(SHARED * Int32Array.BYTES_PER_ELEMENT));
  const stop = new AbortController();
  let since = Infinity;
  const interrupt = () => {
    Atomics.store(shared, INTERRUPTED, 1);
    since = performance.now();
  };
  process.once('SIGINT', interrupt);
  const here = await rowHere(loaded, rows, scope, wanted);
  if (here) {
    // A Ctrl-C that came meanwhile is looked for between one turn of the event loop and the next.
    await setImmediate();
    await setImmediate();
    process.off('SIGINT', interrupt);
    const interrupted = Atomics.load(shared, INTERRUPTED) !== 0;
    return { rows: [here], interrupted, declared: [], reached: [], alike: 0 };
  }
  const watch = setInterval(() => {
    onRow(Atomics.load(shared, DONE));
    const grace = Atomics.load(shared, UNDER_WAY) === 0 ? GRACE : GRACE_OF_A_SEARCH;
    if (performance.now() - since > grace) stop.abort();
  }, PATIENCE);
  const threads = Math.min(availableParallelism(), MAX_THREADS, rows.length);
  const shares = sharesOf(rows, threads);
  const workers = wanted.workers ?? Math.min(Math.floor(availableParallelism() / threads), MAX_WORKERS);
  // A thread that is ended has no answer, but has said what it found in the rows before.
  const said: RowResult[] = [];
  const options = {
    module: new URL('./worker.js', import.meta.url),
    threads,
    data: { config: loaded.config, scope, shared, wanted: { ...wanted, workers } } satisfies ThreadData,
    stop: stop.signal,
    onMessage: (result: unknown) => said.push(result as RowResult),
  };
  try {
    const answers = await onThreads<readonly Row[], Answer>(options, shares, (answer) => {
      if ('refused' in answer) throw new ModelError(answer.refused);
    });
    const known = answers.flatMap((answer) => (answer && 'results' in answer ? [answer] : []));
    const interrupted = Atomics.load(shared, INTERRUPTED) !== 0;
    const found = [...(interrupted ? said : []), ...known.flatMap(({ results }) => results)];
    if (!interrupted) requireAll(rows, found);
    return {
      rows: inOrder(rows, found),
      interrupted,
      declared: [...new Set(known.flatMap(({ declared }) => declared))],
      reached: [...new Set(known.flatMap(({ reached }) => reached))],
      alike: known.reduce((sum, { alike }) => sum + alike, 0),
    };
  } finally {
    clearInterval(watch);
    process.off('SIGINT', interrupt);
  }
}

/** The only row that is asked for, searched on this thread; null if that would take long, or more is wanted of it. */
async function rowHere(
  loaded: LoadedStudy,
  [row, ...others]: readonly Row[],
  scope: Scope,
  { coverage, isCached, workers }: Wanted,
): Promise<RowResult | null> {
  if (!row || others.length > 0 || !isCached || coverage || workers !== undefined) return null;
  const { searchCacheFor } = await import('./cache/search-cache.ts');
  const kept = searchCacheFor(loaded);
  return kept && (await import('./here.ts')).searchHere(loaded, row, scope, kept.storeOf);
}

/**
 * Rows that are likely to be alike go to one thread, which then searches only one of them: those of one system that are the same on its
 * outermost axis. Of a few such shares one may take much longer than the others: then the threads take the rows in turn.
 */
function sharesOf(rows: readonly Row[], threads: number): Row[][] {
  const shares = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.system, Object.values(row.choices)[0]]);
    shares.set(key, [...(shares.get(key) ?? []), row]);
  }
  const all = [...shares.values()];
  if (all.length >= FEW * threads) return all;
  return Array.from({ length: threads }, (_, thread) => all.flat().filter((__, i) => i % threads === thread));
}

/** @throws {InputError} if there is nothing to search: nothing checked is never as expected */
function requireSome(rows: readonly Row[]): void {
  if (rows.length === 0) throw new InputError('no row was asked for: there is nothing to search');
}

/** @throws {InputError} if there is nothing to search, or a row that was asked for has no result: nothing checked is never as expected */
export function requireAll(rows: readonly Row[], found: readonly RowResult[]): void {
  requireSome(rows);
  const keys = new Set(found.map(keyOf));
  const missing = rows.filter((row) => !keys.has(keyOf(row))).length;
  if (missing > 0) throw new InputError(`${missing} of ${rows.length} rows were not searched`);
}

function inOrder(rows: readonly Row[], found: readonly RowResult[]): RowResult[] {
  const byKey = new Map(found.map((result) => [keyOf(result), result]));
  return rows.flatMap((row) => byKey.get(keyOf(row)) ?? []);
}
