import { describe, expect, test } from 'vitest';
import { ALL_SUBSETS, PEER_PATHS } from '../../machines/vocabulary.ts';
import { claimcheck } from '../../src/testing/claimcheck.ts';
import type { Searched } from '../../src/verify/search-row.ts';

/** A row as `verify --json` says it. */
interface Said extends Searched {
  readonly path: string;
  readonly fixes: string;
}

/** What was measured of a misbehaving peer, by hand: only 27897 catches a message that is too short for what it announces. */
const WITHOUT_27897 = ALL_SUBSETS.filter((fixes) => fixes[3] === '0');
const UNSAFE = {
  auth: ['0000', '0010', '1000'],
  'auth-encrypted': WITHOUT_27897,
  'raw-1msg': [],
  'raw-2msg': WITHOUT_27897,
};

const violated = (results: readonly Said[], path: string, id: string) =>
  results
    .filter((row) => row.path === path && row.properties.some((p) => p.id === id && p.verdict === 'violated'))
    .map(({ fixes }) => fixes);

describe('against a misbehaving peer, the schedd of 2011', () => {
  const run = claimcheck('verify', '--environment', 'peer', '--json');

  test('is as recorded', async () => {
    expect((await run).code).toBe(0);
  });

  test.each(PEER_PATHS)(
    'on the path %s sends a -1 without a whole claim id exactly where a real schedd did',
    async (path) => {
      expect(violated(JSON.parse((await run).stdout).results, path, 'S2')).toEqual(UNSAFE[path]);
    },
  );

  test('is safe over all paths exactly in the eight subsets with 27897', async () => {
    const { results } = JSON.parse((await run).stdout) as { results: Said[] };
    const unsafe = new Set(PEER_PATHS.flatMap((path) => violated(results, path, 'S2')));
    expect(ALL_SUBSETS.filter((fixes) => !unsafe.has(fixes))).toEqual(ALL_SUBSETS.filter((fixes) => fixes[3] === '1'));
  });
});
