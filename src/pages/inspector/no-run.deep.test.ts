import { expect, test } from 'vitest';
import { claimcheckHere } from '../../testing/in-process.ts';

test('inspect says of a variant of HTCondor that has no such run that there is none', async () => {
  const { code, stdout } = await claimcheckHere('inspect', '--no-serve', '--fixes', 'all', '--path', 'raw');
  expect([code, stdout]).toEqual([0, 'S1 holds with path raw, fixes all: there is no such run.\n']);
});
