import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { ModelError } from '../checker/errors.ts';
import { Models } from '../checker/study/models.ts';
import type { Row } from '../checker/study/system-entry.ts';
import { Searches } from '../checker/verify-alike.ts';
import { InputError } from '../files/input.ts';
import { crewOf } from './helpers.ts';
import { loadStudy } from './load-study.ts';
import { type Answer, DONE, INTERRUPTED, type ThreadData, UNDER_WAY } from './pool.ts';
import { type SearchCache, searchCacheFor } from './cache/search-cache.ts';
import { type TableCache, tableCacheFor } from './cache/table-cache.ts';
import { coverageOf, type RowResult, searchRow } from './search-row.ts';
import type { Begin } from './threads.ts';

interface Learned {
  readonly models: Models;
  readonly searches: Searches;
  readonly cache: TableCache | null;
  readonly kept: SearchCache | null;
}

async function learnedFrom({ config, wanted }: ThreadData): Promise<Learned> {
  const loaded = await loadStudy(config);
  const cache = wanted.isCached ? await tableCacheFor(loaded) : null;
  // Whoever searches with kept steps asks no machine for them, and passes through none of its cells.
  const kept = wanted.isCached && !wanted.coverage ? searchCacheFor(loaded) : null;
  return { models: new Models(loaded.study, cache?.store), searches: new Searches(), cache, kept };
}

const hasBeenInterrupted = (shared: Int32Array) => Atomics.load(shared, INTERRUPTED) !== 0;

/** Tells the others whether a search is under way: from the first time that it asks whether it is interrupted. */
function tellingOfSearches<T>(shared: Int32Array, use: (asked: () => boolean) => T): T {
  let hasBegun = false;
  const asked = () => {
    if (!hasBegun) Atomics.add(shared, UNDER_WAY, 1);
    hasBegun = true;
    return hasBeenInterrupted(shared);
  };
  try {
    return use(asked);
  } finally {
    if (hasBegun) Atomics.sub(shared, UNDER_WAY, 1);
  }
}

/** Searches one share of rows after the other; no further row after Ctrl-C. */
export const begin: Begin<ThreadData, readonly Row[], Answer> = (data, say) => {
  const { scope, shared, wanted } = data;
  const crew = crewOf(wanted.workers ?? 1);
  const isInterrupted = () => hasBeenInterrupted(shared);
  /** What is learned from one share of rows to the next. */
  let learned: Promise<Learned> | null = null;
  return async (rows) => {
    const results: RowResult[] = [];
    try {
      const { cache, kept, models, searches } = await (learned ??= learnedFrom(data));
      const before = searches.alike;
      for (const row of rows) {
        if (isInterrupted()) break;
        const result = tellingOfSearches(shared, (asked) =>
          searchRow(models, row, scope, { isInterrupted: asked, searches, crew, storeOf: kept?.storeOf }),
        );
        results.push(result);
        say(result);
        Atomics.add(shared, DONE, 1);
      }
      cache?.save();
      const alike = searches.alike - before;
      return { results, alike, ...(wanted.coverage ? coverageOf(models) : { declared: [], reached: [] }) };
    } catch (error) {
      // A search that was interrupted may be unable to say anything, and what it complains of is no fault of the model.
      if (isInterrupted()) return { results, declared: [], reached: [], alike: 0 };
      if (error instanceof ModelError || error instanceof InputError) return { refused: error.message };
      throw error;
    }
  };
};

export default isMainThread ? null : begin(workerData as ThreadData, (result) => parentPort?.postMessage(result));
