import { availableParallelism } from 'node:os';
import { InputError } from '../files/input.ts';
import type { LoadedStudy } from '../verify/load-study.ts';
import { onThreads } from '../verify/threads.ts';
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
  const options = {
    module: new URL('./worker.js', import.meta.url),
    threads: Math.max(1, Math.min(availableParallelism(), most, shares.length)),
    data: { config } satisfies ThreadData,
    youngSpaceMb: YOUNG_SPACE,
  };
  let done = 0;
  const answers = await onThreads<readonly string[], Answer>(options, shares, (answer, share) => {
    if ('refused' in answer) throw new InputError(answer.refused);
    onResult((done += share.length));
  });
  const results = answers.flatMap((answer) => (answer && 'results' in answer ? answer.results : []));
  const missing = ids.filter((id, i) => results[i]?.id !== id).length;
  if (missing > 0) throw new Error(`${missing} of ${ids.length} mutants were not tried`);
  return results;
}
