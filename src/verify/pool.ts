import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { keyOf } from '../checker/study/rows.ts';
import type { Row } from '../checker/study/system-entry.ts';
import { InputError } from '../files/input.ts';
import { ModelError } from '../checker/errors.ts';
import type { LoadedStudy } from './load-study.ts';
import type { RowResult, Scope } from './search-row.ts';

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
  const threads = Math.min(availableParallelism(), MAX_THREADS, rows.length);
  const pool = new Piscina({
    filename: new URL('./worker.js', import.meta.url).href,
    workerData: { config, scope, interrupted } satisfies ThreadData,
    minThreads: threads,
    maxThreads: threads,
    atomics: 'disabled',
  });
  const interrupt = () => Atomics.store(interrupted, 0, 1);
  process.once('SIGINT', interrupt);
  let done = 0;
  try {
    const answers = await Promise.all(
      rows.map(async (row) => {
        const answer = (await pool.run(row)) as Answer;
        if ('refused' in answer) throw new ModelError(answer.refused);
        if (answer.result) onRow(++done);
        return answer;
      }),
    );
    const found = answers.flatMap(({ result }) => result ?? []);
    const wasInterrupted = Atomics.load(interrupted, 0) !== 0;
    const missing = rows.length - found.length;
    if (missing > 0 && !wasInterrupted) throw new InputError(`${missing} of ${rows.length} rows were not searched`);
    return {
      rows: inOrder(rows, found),
      interrupted: wasInterrupted,
      declared: [...new Set(answers.flatMap(({ declared }) => declared))],
      reached: [...new Set(answers.flatMap(({ reached }) => reached))],
    };
  } finally {
    process.off('SIGINT', interrupt);
    await pool.destroy();
  }
}

function inOrder(rows: readonly Row[], found: readonly RowResult[]): RowResult[] {
  const byKey = new Map(found.map((result) => [keyOf(result), result]));
  return rows.flatMap((row) => byKey.get(keyOf(row)) ?? []);
}
