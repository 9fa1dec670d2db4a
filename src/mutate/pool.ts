import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { MutantResult } from './fate.ts';

/** More threads than this gain nothing: each explores the unmutated systems first. */
const MAX_THREADS = 4;

/** Tells a thread which mutants are its own: every so manieth. */
export interface Share {
  readonly ids: readonly string[];
}

/**
 * Tries mutants on all processors. The result does not depend on how many there are.
 *
 * @param ids the mutants, in the order wanted
 * @param onResult called with the number of mutants done
 */
export async function tryMutants(ids: readonly string[], onResult: (done: number) => void): Promise<MutantResult[]> {
  const threads = Math.min(availableParallelism(), MAX_THREADS, ids.length);
  const found = new Map<string, MutantResult>();
  const take = (result: MutantResult) => {
    found.set(result.id, result);
    onResult(found.size);
  };
  const shares = Array.from({ length: threads }, (_, i) => ids.filter((_id, n) => n % threads === i));
  await Promise.all(shares.map((share) => inThread({ ids: share }, take)));
  return ids.map((id) => found.get(id) as MutantResult);
}

function inThread(share: Share, take: (result: MutantResult) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: share });
    worker.on('message', take);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}
