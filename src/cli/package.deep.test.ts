import { expect, test } from 'vitest';
import { installed, runInstalled } from '../testing/package.ts';

test('of the package even the commands that take long work', async () => {
  const { folder } = installed();
  const coverage = await runInstalled(folder, ['coverage']);
  expect([coverage.code, coverage.stderr]).toEqual([0, '']);
  expect(coverage.stdout).toContain('What is not covered is explained in properties/uncovered.json.');
  const mutate = await runInstalled(folder, ['mutate', 'positive-schedd']);
  expect([mutate.code, mutate.stderr]).toEqual([0, '']);
  expect(mutate.stdout).toContain('Every survivor is explained.');
});
