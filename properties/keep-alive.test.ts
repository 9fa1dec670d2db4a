import { describe, expect, test } from 'vitest';
import { ALL_SUBSETS, PATHS } from '../machines/vocabulary.ts';
import { claimcheck } from '../src/testing/claimcheck.ts';
import type { RowResult } from '../src/verify/variant.ts';

/** The subsets that the ticket and the real daemon call unsafe, by hand: not what a search has written down. */
const UNSAFE = ['0000', '0010', '1000'];
const NOWHERE: string[] = [];

async function verified(faults: string): Promise<{ code: number; results: RowResult[] }> {
  const { code, stdout } = await claimcheck('verify', '--json', '--faults', faults);
  return { code, results: JSON.parse(stdout).results };
}

const violatedIn = (results: readonly RowResult[], path: string, id: string) =>
  results
    .filter((row) => row.path === path && row.properties.some((p) => p.id === id && p.verdict === 'violated'))
    .map(({ fixes }) => fixes);

describe.each([
  { faults: 'timeout,fin,rst', S1: UNSAFE, S2: UNSAFE, S3: UNSAFE, S5: UNSAFE },
  { faults: 'timeout', S1: UNSAFE, S2: UNSAFE, S3: UNSAFE, S5: UNSAFE },
  { faults: 'fin,rst', S1: NOWHERE, S2: UNSAFE, S3: UNSAFE, S5: NOWHERE },
  { faults: 'none', S1: NOWHERE, S2: NOWHERE, S3: NOWHERE, S5: NOWHERE },
])('with the faults $faults', ({ faults, ...violated }) => {
  const run = verified(faults);

  test('every verdict, count and trace length is as recorded', async () => {
    expect((await run).code).toBe(0);
  });

  test('every space is exhausted', async () => {
    const { results } = await run;
    expect(results.map(({ path, fixes }) => `${path} ${fixes}`)).toEqual(
      PATHS.flatMap((path) => ALL_SUBSETS.map((fixes) => `${path} ${fixes}`)),
    );
    expect(results.every(({ bounded, reschedule }) => !bounded && !reschedule?.bounded)).toBe(true);
  });

  test.each(Object.entries(violated))('on the auth path %s is violated exactly in %j', async (id, subsets) => {
    expect(violatedIn((await run).results, 'auth', id)).toEqual(subsets);
  });

  test('on the raw path nothing is violated', async () => {
    const { results } = await run;
    for (const id of ['S1', 'S2', 'S3', 'S4', 'S5']) expect(violatedIn(results, 'raw', id)).toEqual([]);
  });

  test('the command without payload succeeds in every subset', async () => {
    expect(violatedIn((await run).results, 'auth', 'S4')).toEqual([]);
  });
});
