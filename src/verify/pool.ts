import { availableParallelism } from 'node:os';
import { ModelError } from '../checker/errors.ts';
import { keyOf } from '../checker/study/rows.ts';
import type { Row } from '../checker/study/system-entry.ts';
import { InputError } from '../files/input.ts';
import type { LoadedStudy } from './load-study.ts';
import type { RowResult, Scope } from './search-row.ts';

/** What a thread knows from its start: the study cannot be posted, as it holds functions. */
export interface ThreadData {
  readonly config: string | null;
  readonly scope: Scope;
  readonly shared: Int32Array;
}

/** Two numbers that all threads share: anything but 0 in the first ends their searches; the second counts the rows that are done. */
export const INTERRUPTED = 0;
export const DONE = 1;

/** What a thread says of its share of rows: the results, those after an interruption left out; or why a system is refused. */
export type Answer =
  | {
      readonly results: readonly RowResult[];
      /** The states of the machines that the rows have declared, and passed through. */
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

/** Milliseconds between two looks at how many rows are done. */
const PATIENCE = 100;

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
  const { Piscina } = await import('piscina');
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const threads = Math.min(availableParallelism(), MAX_THREADS, rows.length);
  const pool = new Piscina({
    filename: new URL('./worker.js', import.meta.url).href,
    workerData: { config, scope, shared } satisfies ThreadData,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    atomics: 'disabled',
  });
  const interrupt = () => Atomics.store(shared, INTERRUPTED, 1);
  process.once('SIGINT', interrupt);
  const watch = setInterval(() => onRow(Atomics.load(shared, DONE)), PATIENCE);
  try {
    const shares = Array.from({ length: threads }, (_, i) => rows.filter((_row, n) => n % threads === i));
    const answers = await Promise.all(
      shares.map(async (share) => {
        const answer = (await pool.run(share)) as Answer;
        if ('refused' in answer) throw new ModelError(answer.refused);
        return answer;
      }),
    );
    const found = answers.flatMap(({ results }) => results);
    const wasInterrupted = Atomics.load(shared, INTERRUPTED) !== 0;
    const missing = rows.length - found.length;
    if (missing > 0 && !wasInterrupted) throw new InputError(`${missing} of ${rows.length} rows were not searched`);
    return {
      rows: inOrder(rows, found),
      interrupted: wasInterrupted,
      declared: [...new Set(answers.flatMap(({ declared }) => declared))],
      reached: [...new Set(answers.flatMap(({ reached }) => reached))],
    };
  } finally {
    clearInterval(watch);
    process.off('SIGINT', interrupt);
    await pool.destroy();
  }
}

function inOrder(rows: readonly Row[], found: readonly RowResult[]): RowResult[] {
  const byKey = new Map(found.map((result) => [keyOf(result), result]));
  return rows.flatMap((row) => byKey.get(keyOf(row)) ?? []);
}
