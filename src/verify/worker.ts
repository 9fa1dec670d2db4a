import { workerData } from 'node:worker_threads';
import { ModelError } from '../checker/errors.ts';
import { Models } from '../checker/study/models.ts';
import type { Row } from '../checker/study/system-entry.ts';
import { loadStudy } from './load-study.ts';
import { type Answer, DONE, INTERRUPTED, type ThreadData } from './pool.ts';
import { coverageOf, type RowResult, searchRow } from './search-row.ts';

const { config, scope, shared } = workerData as ThreadData;
const isInterrupted = () => Atomics.load(shared, INTERRUPTED) !== 0;

/** Searches a share of the rows; no further one after Ctrl-C. */
export default async function answer(rows: readonly Row[]): Promise<Answer> {
  const { study } = await loadStudy(config);
  const models = new Models(study);
  const results: RowResult[] = [];
  try {
    for (const row of rows) {
      if (isInterrupted()) break;
      results.push(searchRow(models, row, scope, isInterrupted));
      Atomics.add(shared, DONE, 1);
    }
    return { results, ...coverageOf(models) };
  } catch (error) {
    if (error instanceof ModelError) return { refused: error.message };
    throw error;
  }
}
