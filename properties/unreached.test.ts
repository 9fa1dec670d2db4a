import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { claimcheck } from '../src/testing/claimcheck.ts';

test('the states that no variant reaches are those on record, each with its reason', async () => {
  const reasons = JSON.parse(readFileSync(new URL('unreached.json', import.meta.url), 'utf8')) as Record<
    string,
    string
  >;
  const runs = await Promise.all(
    ['0000', '1111', '0010'].map((fixes) => claimcheck('verify', '--fixes', fixes, '--json')),
  );
  const unreached = runs.map(({ stdout }) => JSON.parse(stdout).unreached.map(({ state }: { state: string }) => state));
  const never = unreached.reduce((common: string[], states: string[]) => common.filter((s) => states.includes(s)));
  expect(never.toSorted()).toEqual(Object.keys(reasons).toSorted());
});
