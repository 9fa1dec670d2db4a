import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathTo } from '../../files/root.ts';
import { claimcheckHere } from '../../testing/in-process.ts';
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
const MODEL = 'export --format promela --fixes none --path raw --connections 1';
/** And here more than a disk that is nearly full. */
const SMALL = 'export --format promela --system reschedule';

describe('output that cannot be written', () => {
  test.each(
    sampled([SMALL, 'verify --help', 'inspect --no-serve', 'conform --slot properties/measured/slot-runs.json'], 4),
  )('is told, and is wrong usage: %s', (args) => {
    const stderr = 'claimcheck: standard output: cannot be written (ENOSPC)\n';
    expect(shell(`claimcheck ${args} >/dev/full`)).toEqual({ status: 2, stdout: '', stderr });
  });

  test('is told even if a part of it was', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-part-')), 'part');
    const { status, stderr } = shell(`ulimit -f 8; claimcheck ${SMALL} >${file}`);
    expect([status, stderr]).toEqual([2, 'claimcheck: standard output: cannot be written (EFBIG)\n']);
  });

  test('to the file that is asked for, is told with its name', async () => {
    const { code, stderr } = await claimcheckHere('inspect', '--no-serve', '--record', '/dev/full');
    expect([code, stderr]).toEqual([2, 'claimcheck: /dev/full: cannot be written (ENOSPC)\n']);
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

test.each(sampled(['>>', '| cat >>'], 2))('output goes to its end, behind what is there: %s', async (into) => {
  const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-whole-')), 'whole');
  writeFileSync(file, 'before\n');
  const { stdout } = await claimcheckHere(...MODEL.split(' '));
  expect(shell(`claimcheck ${MODEL} ${into}${file}`)).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(readFileSync(file, 'utf8')).toBe(`before\n${stdout}`);
  expect(stdout.length).toBeGreaterThan(100_000);
});
