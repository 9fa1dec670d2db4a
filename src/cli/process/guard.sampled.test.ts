import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathTo } from '../../files/root.ts';
import { sampled } from '../../testing/sampled.ts';

/** A shell's command line with the program in it; the exit code is that of the last part of a pipe. */
function shell(line: string) {
  const env = { ...process.env, CLAIMCHECK: pathTo('dist/src/cli/main.js'), NODE: process.execPath };
  const program = 'claimcheck() { "$NODE" "$CLAIMCHECK" "$@"; }';
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `${program}; ${line}`], {
    cwd: pathTo(''),
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** What is written is more than a pipe holds. */
const MODEL = 'export --format promela --fixes none --connections 1';

describe('output that cannot be written', () => {
  test.each(
    sampled([MODEL, 'verify --help', 'inspect --no-serve', 'conform --slot properties/measured/slot-runs.json'], 4),
  )('is told, and is wrong usage: %s', (args) => {
    const stderr = 'claimcheck: standard output: cannot be written (ENOSPC)\n';
    expect(shell(`claimcheck ${args} >/dev/full`)).toEqual({ status: 2, stdout: '', stderr });
  });

  test('is told even if a part of it was', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-part-')), 'part');
    const { status, stderr } = shell(`ulimit -f 8; claimcheck ${MODEL} >${file}`);
    expect([status, stderr]).toEqual([2, 'claimcheck: standard output: cannot be written (EFBIG)\n']);
  });

  test('to the file that is asked for, is told with its name', () => {
    const { status, stderr } = shell('claimcheck inspect --no-serve --record /dev/full');
    expect([status, stderr]).toEqual([2, 'claimcheck: /dev/full: cannot be written (ENOSPC)\n']);
  });

  test('to standard error is no stack trace either', () => {
    expect(shell('claimcheck frobnicate 2>/dev/full')).toEqual({ status: 2, stdout: '', stderr: '' });
  });
});

test.each([
  [MODEL, 0],
  ['trace --property S1 --fixes none --format json', 1],
])('whoever has read enough ends nothing and is told nothing: %s', (args, code) => {
  const { stdout, stderr } = shell(`claimcheck ${args} | head -c 1; echo " \${PIPESTATUS[0]}"`);
  expect([stdout.slice(1), stderr]).toEqual([` ${code}\n`, '']);
});

test('output goes to a file, to its end and behind what is there', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-whole-')), 'whole');
  writeFileSync(file, 'before\n');
  const { stdout } = shell(`claimcheck ${MODEL}`);
  expect(shell(`claimcheck ${MODEL} >>${file}`)).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(readFileSync(file, 'utf8')).toBe(`before\n${stdout}`);
  expect(stdout.length).toBeGreaterThan(100_000);
});
