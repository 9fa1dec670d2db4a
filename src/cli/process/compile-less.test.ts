import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { pathTo } from '../../files/root.ts';

test('V8 is told of no flag that it does not know, which it would complain of on standard error', () => {
  const program = "import { compileLess } from './dist/src/cli/process/compile-less.js'; compileLess();";
  const args = ['--input-type=module', '-e', program];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: pathTo(''), encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});
