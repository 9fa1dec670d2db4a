import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { InputError } from '../files/input.ts';
import type { LoadedStudy } from '../verify/load-study.ts';
import type { MutantResult } from './fate.ts';

/** More threads than this gain nothing: each explores the unmutated systems by itself. */
const MAX_THREADS = 4;

/** So many mutants a thread gets at a time: of one machine, as far as the order goes, so that it needs few systems. */
const SHARE = 40;

/** Megabytes: tables are made and dropped all the time, and what lives for one mutant should not be copied about. */
const YOUNG_SPACE = 192;

/** What a thread knows from its start: the study cannot be posted, as it holds functions. */
export type ThreadData = Pick<LoadedStudy, 'config'>;

/** What a thread says of its share: what became of each mutant, or why the study cannot be used. */
export type Answer = { readonly results: readonly MutantResult[] } | { readonly refused: string };

/**
 * Tries mutants on all processors. The result does not depend on how many there are.
 *
 * @param ids the mutants, in the order wanted
 * @param onResult called with the number of mutants done
 * @param most how many threads there are at the most
 * @throws {InputError} if the study cannot be used
 * @throws {Error} if a thread ends before it has answered, or does not know a mutant
 */
export async function tryMutants(
  { config }: ThreadData,
  ids: readonly string[],
  onResult: (done: number) => void,
  most: number = MAX_THREADS,
): Promise<MutantResult[]> {
  const shares = Array.from({ length: Math.ceil(ids.length / SHARE) }, (_, i) => ids.slice(i * SHARE, (i + 1) * SHARE));
  const threads = Math.max(1, Math.min(availableParallelism(), most, shares.length));
  const pool = new Piscina({
    filename: new URL('./worker.js', import.meta.url).href,
    workerData: { config } satisfies ThreadData,
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_SPACE },
    atomics: 'disabled',
  });
  let done = 0;
  try {
    const results = await Promise.all(
      shares.map(async (share) => {
        const answer = (await pool.run(share)) as Answer;
        if ('refused' in answer) throw new InputError(answer.refused);
        onResult((done += share.length));
        return answer.results;
      }),
    );
    return results.flat();
  } finally {
    await pool.destroy();
  }
}
