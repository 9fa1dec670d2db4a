import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { MutantResult } from './fate.ts';

/** More threads than this gain nothing: each explores the unmutated systems by itself. */
const MAX_THREADS = 4;

/** So many mutants a thread gets at a time: of one machine, as far as the order goes, so that it needs few systems. */
const SHARE = 40;

/** Megabytes: tables are made and dropped all the time, and what lives for one mutant should not be copied about. */
const YOUNG_SPACE = 192;

/**
 * Tries mutants on all processors. The result does not depend on how many there are.
 *
 * @param ids the mutants, in the order wanted
 * @param onResult called with the number of mutants done
 */
export async function tryMutants(ids: readonly string[], onResult: (done: number) => void): Promise<MutantResult[]> {
  const found = new Map<string, MutantResult>();
  const take = (results: readonly MutantResult[]) => {
    for (const result of results) found.set(result.id, result);
    onResult(found.size);
  };
  const shares = Array.from({ length: Math.ceil(ids.length / SHARE) }, (_, i) => ids.slice(i * SHARE, (i + 1) * SHARE));
  const threads = Math.min(availableParallelism(), MAX_THREADS, shares.length);
  await Promise.all(Array.from({ length: threads }, () => inThread(shares, take)));
  return ids.map((id) => found.get(id) as MutantResult);
}

/** A thread takes shares as long as there are any. */
function inThread(shares: (readonly string[])[], take: (results: readonly MutantResult[]) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_SPACE },
    });
    const giveNext = () => {
      const share = shares.shift();
      if (share) worker.postMessage(share);
      else void worker.terminate();
    };
    worker.on('message', (results: readonly MutantResult[]) => {
      take(results);
      giveNext();
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
    giveNext();
  });
}
