import { workerData } from 'node:worker_threads';
import { ModelError } from '../checker/errors.ts';
import { Models } from '../checker/study/models.ts';
import type { Row } from '../checker/study/system-entry.ts';
import { loadStudy } from './load-study.ts';
import type { Answer, ThreadData } from './pool.ts';
import { coverageOf, searchRow } from './search-row.ts';

const { config, scope, interrupted } = workerData as ThreadData;
const isInterrupted = () => Atomics.load(interrupted, 0) !== 0;
const models = loadStudy(config).then(({ study }) => new Models(study));

/** Searches a row; no further one after Ctrl-C. */
export default async function answer(row: Row): Promise<Answer> {
  if (isInterrupted()) return { result: null, declared: [], reached: [] };
  const known = await models;
  try {
    const result = searchRow(known, row, scope, isInterrupted);
    return { result, ...coverageOf(known) };
  } catch (error) {
    if (error instanceof ModelError) return { refused: error.message };
    throw error;
  }
}
