import { parentPort, workerData } from 'node:worker_threads';
import type { Job, Report } from './pool.ts';
import { coverage, verifyRow } from './variant.ts';

const { rows, scope } = workerData as Job;
const report = (message: Report) => parentPort?.postMessage(message);

for (const row of rows) report({ kind: 'row', result: verifyRow(row, scope) });
report({ kind: 'coverage', ...coverage() });
