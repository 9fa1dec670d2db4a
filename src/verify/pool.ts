import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ModelError } from '../checker/errors.ts';
import type { Row, VariantRow } from './row.ts';
import type { Bounds, RowResult, Scope, VariantResult } from './variant.ts';

/** What a worker is given, and what it reports: a row's result, or at its end the states it has reached, or why the system is refused. */
export interface Job {
  readonly rows: readonly (Row | VariantRow)[];
  readonly scope: Scope | Bounds;
  /** One number, shared by all threads: anything but 0 ends their searches. */
  readonly interrupted: Int32Array;
}

export type Report =
  | { readonly kind: 'row'; readonly result: RowResult | VariantResult }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'coverage'; readonly declared: readonly string[]; readonly reached: readonly string[] };

export interface Results<R = RowResult> {
  /** In the order of the rows that were asked for; without those that an interruption left out. */
  readonly rows: readonly R[];
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
 */
export function verifyRows(rows: readonly Row[], scope: Scope, onRow: (done: number) => void): Promise<Results> {
  return verifyAll<RowResult>(rows, scope, onRow);
}

/** The same with variants of registered systems. */
export function verifyVariants(
  rows: readonly VariantRow[],
  bounds: Bounds,
  onRow: (done: number) => void,
): Promise<Results<VariantResult>> {
  return verifyAll<VariantResult>(rows, bounds, onRow);
}

async function verifyAll<R extends RowResult | VariantResult>(
  rows: readonly (Row | VariantRow)[],
  scope: Scope | Bounds,
  onRow: (done: number) => void,
): Promise<Results<R>> {
  const threads = Math.min(availableParallelism(), MAX_THREADS, rows.length);
  const found = new Map<string, R>();
  const declared = new Set<string>();
  const reached = new Set<string>();
  const take = (report: Exclude<Report, { kind: 'refused' }>) => {
    if (report.kind === 'row') {
      found.set(keyOf(report.result), report.result as R);
      onRow(found.size);
    } else {
      for (const state of report.declared) declared.add(state);
      for (const state of report.reached) reached.add(state);
    }
  };
  const shares = Array.from({ length: threads }, (_, i) => rows.filter((_row, n) => n % threads === i));
  const interrupted = new Int32Array(new SharedArrayBuffer(4));
  const interrupt = () => Atomics.store(interrupted, 0, 1);
  process.once('SIGINT', interrupt);
  await Promise.all(shares.map((share) => inThread({ rows: share, scope, interrupted }, take)));
  process.off('SIGINT', interrupt);
  return {
    rows: rows.flatMap((row) => found.get(keyOf(row)) ?? []),
    interrupted: Atomics.load(interrupted, 0) !== 0,
    declared: [...declared],
    reached: [...reached],
  };
}

const keyOf = (row: Row | VariantRow) =>
  'system' in row ? `${row.system} ${row.variant}` : `${row.path} ${row.fixes}`;

function inThread(job: Job, take: (report: Exclude<Report, { kind: 'refused' }>) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: job });
    worker.on('message', (report: Report) => {
      if (report.kind === 'refused') reject(new ModelError(report.message));
      else take(report);
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}
