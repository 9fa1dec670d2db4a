import { expect, test } from 'vitest';
import { claimcheck } from '../../testing/claimcheck.ts';

test('diff finds the present machines equivalent to themselves in every system, in all subsets on both paths', async () => {
  const { code, stdout } = await claimcheck('diff', '.');
  expect(code).toBe(0);
  expect(stdout).toContain(
    'timed-restart, forgotten-claim, disconnected-job, deadlines, slot, lifecycle, restart, peer; faults: timeout, fin, rst.',
  );
  expect(stdout).toContain('Equivalent for the explored scope: 106 systems, 263547 pairs of states, 1828927 steps');
});
