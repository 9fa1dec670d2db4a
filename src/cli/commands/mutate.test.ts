import { expect, test } from 'vitest';
import { claimcheckHere as claimcheck } from '../../testing/in-process.ts';

test.each([
  [['mutate', 'gearbox'], "there is no machine 'gearbox': give one of claim, "],
  [['mutate', '--kind', 'paint'], "'paint' is none of negate-guard, "],
  [['mutate', '--kind', 'drop-action', '--write'], '--write records all kinds of mutants: leave out --kind'],
  [['coverage', 'claim'], 'too many arguments'],
])('%j is refused in a line', async (args, why) => {
  const { code, stdout, stderr } = await claimcheck(...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(why);
  expect(stderr).not.toContain('    at ');
});
