import { workerData } from 'node:worker_threads';
import { ModelError } from '../checker/errors.ts';
import { Models } from '../checker/study/models.ts';
import type { Row } from '../checker/study/system-entry.ts';
import { InputError } from '../files/input.ts';
import { loadStudy } from './load-study.ts';
import type { Answer, ThreadData } from './pool.ts';
import { coverageOf, searchRow } from './search-row.ts';

const { config, scope, interrupted } = workerData as ThreadData;
const isInterrupted = () => Atomics.load(interrupted, 0) !== 0;

let models: Promise<Models> | null = null;

const NOTHING: Answer = { result: null, declared: [], reached: [] };

/** Searches a row; no further one after Ctrl-C. */
export default async function answer(row: Row): Promise<Answer> {
  if (isInterrupted()) return NOTHING;
  try {
    const known = await (models ??= loadStudy(config).then(({ study }) => new Models(study)));
    const result = searchRow(known, row, scope, isInterrupted);
    return { result, ...coverageOf(known) };
  } catch (error) {
    // A search that was interrupted may be unable to say anything, and what it complains of is no fault of the model.
    if (isInterrupted()) return NOTHING;
    if (error instanceof ModelError || error instanceof InputError) return { refused: error.message };
    throw error;
  }
}
