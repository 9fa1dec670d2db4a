import { availableParallelism } from 'node:os';
import { keyOf } from '../checker/study/rows.ts';
import type { Row } from '../checker/study/system-entry.ts';
import { InputError } from '../files/input.ts';
import { ModelError } from '../checker/errors.ts';
import type { LoadedStudy } from './load-study.ts';
import type { RowResult, Scope } from './search-row.ts';
import { onThreads } from './threads.ts';

/** What a thread knows from its start: the study cannot be posted, as it holds functions. */
export interface ThreadData {
  readonly config: string | null;
  readonly scope: Scope;
  /** One number, shared by all threads: anything but 0 ends their searches. */
  readonly interrupted: Int32Array;
}

/** What a thread says of a row: its result, or why the system is refused; and the states that it has come to so far. */
export type Answer =
  | {
      readonly result: RowResult | null;
      readonly declared: readonly string[];
      readonly reached: readonly string[];
    }
  | { readonly refused: string };

export interface Results {
  /** In the order of the rows that were asked for; without those that an interruption left out. */
  readonly rows: readonly RowResult[];
  readonly interrupted: boolean;
  readonly declared: readonly string[];
  readonly reached: readonly string[];
}

/** More threads than this gain nothing: each fills its own tables first. */
const MAX_THREADS = 4;

/** So many milliseconds searches have to say what they know, once they are interrupted: a model that is still being built says nothing. */
const GRACE = 500;

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
  { config }: LoadedStudy,
  rows: readonly Row[],
  scope: Scope,
  onRow: (done: number) => void,
): Promise<Results> {
  const interrupted = new Int32Array(new SharedArrayBuffer(4));
  const stop = new AbortController();
  const interrupt = () => {
    Atomics.store(interrupted, 0, 1);
    setTimeout(() => stop.abort(), GRACE).unref();
  };
  const options = {
    module: new URL('./worker.js', import.meta.url),
    threads: Math.min(availableParallelism(), MAX_THREADS, rows.length),
    data: { config, scope, interrupted } satisfies ThreadData,
    stop: stop.signal,
  };
  process.once('SIGINT', interrupt);
  let done = 0;
  try {
    const answers = await onThreads<Row, Answer>(options, rows, (answer) => {
      if ('refused' in answer) throw new ModelError(answer.refused);
      if (answer.result) onRow(++done);
    });
    const known = answers.flatMap((answer) => (answer && 'result' in answer ? [answer] : []));
    const found = known.flatMap(({ result }) => result ?? []);
    const wasInterrupted = Atomics.load(interrupted, 0) !== 0;
    if (!wasInterrupted) requireAll(rows, found);
    return {
      rows: inOrder(rows, found),
      interrupted: wasInterrupted,
      declared: [...new Set(known.flatMap(({ declared }) => declared))],
      reached: [...new Set(known.flatMap(({ reached }) => reached))],
    };
  } finally {
    process.off('SIGINT', interrupt);
  }
}

/** @throws {InputError} if there is nothing to search, or a row that was asked for has no result: nothing checked is never as expected */
export function requireAll(rows: readonly Row[], found: readonly RowResult[]): void {
  if (rows.length === 0) throw new InputError('no row was asked for: there is nothing to search');
  const keys = new Set(found.map(keyOf));
  const missing = rows.filter((row) => !keys.has(keyOf(row))).length;
  if (missing > 0) throw new InputError(`${missing} of ${rows.length} rows were not searched`);
}

function inOrder(rows: readonly Row[], found: readonly RowResult[]): RowResult[] {
  const byKey = new Map(found.map((result) => [keyOf(result), result]));
  return rows.flatMap((row) => byKey.get(keyOf(row)) ?? []);
}
