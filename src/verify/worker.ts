import { parentPort, workerData } from 'node:worker_threads';
import { ModelError } from '../checker/errors.ts';
import type { Job, Report } from './pool.ts';
import { coverage, type Scope, verifyRow, verifyVariant } from './variant.ts';

const { rows, scope, interrupted } = workerData as Job;
const isInterrupted = () => Atomics.load(interrupted, 0) !== 0;
const report = (message: Report) => parentPort?.postMessage(message);

try {
  for (const row of rows) {
    if (isInterrupted()) break;
    const result =
      'system' in row ? verifyVariant(row, scope, isInterrupted) : verifyRow(row, scope as Scope, isInterrupted);
    report({ kind: 'row', result });
  }
  report({ kind: 'coverage', ...coverage() });
} catch (error) {
  if (!(error instanceof ModelError)) throw error;
  report({ kind: 'refused', message: error.message });
}
