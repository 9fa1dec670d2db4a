import { describe, expect, test } from 'vitest';
import { DATAGRAM_PATHS, ALL_SUBSETS } from '../../machines/vocabulary.ts';
import { datagrams } from '../systems/datagrams.ts';
import { rowWith } from '../../src/checker/study/rows.ts';
import { Searches } from '../../src/checker/verify-alike.ts';
import { MODELS } from '../../src/testing/models.ts';
import { searchRow } from '../../src/verify/search-row.ts';

/** Fixes that a path does not come by change nothing: most subsets are alike. */
const searches = new Searches();

function verdicts(path: string, fixes: string) {
  const { properties, witnesses } = searchRow(MODELS, rowWith(datagrams, { path, fixes }), {}, { searches });
  return [...properties, ...witnesses].map(({ id, verdict }) => [id, verdict] as const);
}

describe.each(DATAGRAM_PATHS)('an ALIVE by UDP on the %s path', (path) => {
  const found = new Map(ALL_SUBSETS.map((fixes) => [fixes, new Map(verdicts(path, fixes))]));
  const subsetsWith = (id: string, verdict: string) =>
    ALL_SUBSETS.filter((fixes) => found.get(fixes)?.get(id) === verdict);

  test('is answered -1 without a claim id exactly in the subsets without 27897', () => {
    expect(subsetsWith('S2', 'violated')).toEqual(ALL_SUBSETS.filter((fixes) => fixes[3] === '0'));
  });

  test('is safe against the network in all 16 subsets, and leaves nothing for the next message', () => {
    for (const id of ['G1', 'G2', 'G3']) expect(subsetsWith(id, 'holds')).toEqual(ALL_SUBSETS);
  });

  test('has its unread rest forgiven only where the flag is set, which is never on the raw path', () => {
    const flag = ALL_SUBSETS.filter((fixes) => fixes[3] === '0' && !(fixes[0] === '1' && fixes[2] === '1'));
    expect(subsetsWith('rest-forgiven', 'reached')).toEqual(path === 'raw' ? [] : flag);
  });
});
