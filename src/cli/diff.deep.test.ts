import { expect, test } from 'vitest';
import { claimcheck } from '../testing/claimcheck.ts';

test('diff finds the present machines equivalent to themselves in every system, in all subsets on both paths', async () => {
  const { code, stdout } = await claimcheck('diff', '.');
  expect(code).toBe(0);
  expect(stdout).toContain('16 subsets of the fixes on auth and raw, faults: timeout, fin, rst.');
  expect(stdout).toContain('Equivalent for the explored scope: 96 systems, 227736 pairs of states, 1548893 steps');
});
