import { expect, test } from 'vitest';
import { installed, runInstalled } from '../testing/package.ts';

test('of the package even the commands that take long work', async () => {
  const { folder } = installed();
  const coverage = await runInstalled(folder, ['coverage']);
  expect(coverage.code).toBe(0);
  expect(coverage.stderr).toBe('');
  expect(coverage.stdout).toContain('What is not covered is explained in properties/uncovered.json.');
  for (const [args, says] of [
    [['gallery'], /with the defect/],
    [['outage', '--kind', 'hangs', '--json'], /"asExpected":true/],
  ] as const) {
    const outcome = await runInstalled(folder, args);
    expect([outcome.code, outcome.stderr.split('\n').length <= 2]).toEqual([0, true]);
    expect(outcome.stdout).toMatch(says);
  }
  const mutate = await runInstalled(folder, ['mutate', 'positive-schedd']);
  expect(mutate.code).toBe(0);
  expect(mutate.stderr).toBe('');
  expect(mutate.stdout).toContain('Every survivor is explained.');
});
