import { parentPort, workerData } from 'node:worker_threads';
import { ModelError } from '../checker/errors.ts';
import { Models } from '../checker/study/models.ts';
import type { Row } from '../checker/study/system-entry.ts';
import { Searches } from '../checker/verify-alike.ts';
import { InputError } from '../files/input.ts';
import { loadStudy } from './load-study.ts';
import { type Answer, DONE, INTERRUPTED, type ThreadData } from './pool.ts';
import { coverageOf, type RowResult, searchRow } from './search-row.ts';

const { config, scope, shared } = workerData as ThreadData;
const isInterrupted = () => Atomics.load(shared, INTERRUPTED) !== 0;

/** Searches a share of the rows; no further one after Ctrl-C. */
export default async function answer(rows: readonly Row[]): Promise<Answer> {
  const results: RowResult[] = [];
  try {
    const { study } = await loadStudy(config);
    const models = new Models(study);
    const searches = new Searches();
    for (const row of rows) {
      if (isInterrupted()) break;
      const result = searchRow(models, row, scope, isInterrupted, searches);
      results.push(result);
      parentPort?.postMessage(result);
      Atomics.add(shared, DONE, 1);
    }
    return { results, ...coverageOf(models) };
  } catch (error) {
    // A search that was interrupted may be unable to say anything, and what it complains of is no fault of the model.
    if (isInterrupted()) return { results, declared: [], reached: [] };
    if (error instanceof ModelError || error instanceof InputError) return { refused: error.message };
    throw error;
  }
}
