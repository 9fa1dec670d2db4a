import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { claimcheckRunning } from '../testing/claimcheck.ts';
import { claimcheckHere } from '../testing/in-process.ts';
import { InputError, readText } from './input.ts';
import { pathTo } from './root.ts';

const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-bounded-'));
const RUN = 'properties/counterexamples/S1-0000.json';
const READERS = [
  ['trace', '--replay'],
  ['conform'],
  ['conform', '--startd'],
  ['conform', '--slot'],
  ['inspect', '--trace'],
];

function pipe(name: string): string {
  const file = join(scratch, name);
  execFileSync('sh', ['-c', 'mkfifo "$0"', file]);
  return file;
}

describe('what never ends is refused', () => {
  test.each(READERS.map((args) => ({ args, command: args.join(' ') })))('as a file of $command', async ({ args }) => {
    const { code, stdout, stderr } = await claimcheckHere(...args, '/dev/zero');
    expect([code, stdout, stderr]).toEqual([2, '', 'claimcheck: /dev/zero: is neither a regular file nor a pipe\n']);
  });

  test('as a study', async () => {
    const { code, stderr } = await claimcheckHere('verify', '--config', '/dev/zero');
    expect([code, stderr]).toEqual([2, 'claimcheck: /dev/zero: a regular file was expected\n']);
  });
});

test('a file that is too large is refused before it is read', () => {
  const file = join(scratch, 'large.json');
  writeFileSync(file, '');
  truncateSync(file, 2 ** 28 + 1);
  expect(() => readText(file)).toThrow(new InputError(`${file}: is larger than 256 MB`));
});

describe('a pipe', () => {
  test('is read to its end, however slowly it is written', async () => {
    const file = pipe('slow');
    const command = claimcheckRunning('trace', '--replay', file);
    await command.says(/waiting for somebody to write to this pipe/);
    const writer = spawn('sh', ['-c', 'exec >"$0"; head -c 100 "$1"; sleep 0.3; tail -c +101 "$1"', file, pathTo(RUN)]);
    await once(writer, 'exit');
    await command.says(/S1/);
    expect((await command.ended()).code).toBe(1);
  });

  test('that nobody writes to can be left with Ctrl-C', async () => {
    const command = claimcheckRunning('trace', '--replay', pipe('silent'));
    await command.says(/waiting/);
    command.process.kill('SIGINT');
    expect(await command.ended()).toEqual({ code: null, signal: 'SIGINT' });
  });

  test('that is standard input is -', async () => {
    const command = claimcheckRunning('trace', '--replay', '-');
    await setTimeout(50);
    command.process.stdin?.end(readFileSync(pathTo(RUN)));
    expect((await command.ended()).code).toBe(1);
    expect(command.stdout()).toContain('S1');
  });
});
