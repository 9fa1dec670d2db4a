import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimcheckHere } from '../testing/in-process.ts';

/** What a terminal would obey: a new title, a cleared screen, a new line, text that runs backwards. */
const EVIL = '\u001b]0;owned\u0007\u001b[2J\nsecond line\r\u202e\u009b';
const SHOWN = String.raw`\x1b]0;owned\x07\x1b[2J\x0asecond line\x0d\u202e\x9b`;

const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-lines-'));
function fileWith(name: string, content: unknown): string {
  const file = join(scratch, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('what a terminal would obey is shown, on one line', () => {
  test.each([
    [[EVIL]],
    [['verify', `--${EVIL}`]],
    [['verify', '--system', EVIL]],
    [['verify', '--fixes', EVIL]],
    [['verify', '--set', `path=${EVIL}`]],
    [['verify', '--faults', EVIL]],
    [['verify', '--max-states', EVIL]],
    [['verify', '--config', EVIL]],
    [['trace', '--property', EVIL]],
    [['trace', '--replay', EVIL]],
    [['mutate', EVIL]],
    [['conform', EVIL]],
    [['conform', fileWith('list.json', [{ mode: EVIL }])]],
    [['explain', '--start-log', EVIL]],
    [['export', '--format', EVIL]],
  ])('is one line in what %j prints', async (args) => {
    const { code, stdout, stderr } = await claimcheckHere(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(args.at(-1)?.endsWith('.json') ? String.raw`\u001b]0;owned` : SHOWN);
    const [, hint = '', ...more] = stderr.trimEnd().split('\n');
    expect([['', '(--help shows what is expected)'].includes(hint), more]).toEqual([true, []]);
    expect(stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test('and cut, if it is very long', async () => {
    for (const args of [['frobnicate'], ['verify', '--system'], ['trace', '--property'], ['verify', '--max-states']]) {
      const { code, stderr } = await claimcheckHere(...args, 'x'.repeat(100_000));
      expect([code, stderr.includes('x'.repeat(198))]).toEqual([2, false]);
    }
  });
});

describe('an empty word, as a shell makes of a variable that is not set,', () => {
  test.each([
    [['verify', '--config', ''], '--config <file>'],
    [['verify', '--config=', '--json'], '--config <file>'],
    [['trace', '--replay', ''], '--replay <file>'],
    [['inspect', '--no-serve', '--trace', ''], '--trace <file>'],
    [['export', '--format', 'itf', '--out', ''], '--out <file>'],
    [['draw', '--out', ''], '--out <dir>'],
    [['explore', '--out='], '--out <file>'],
    [['campaign', '--out', ''], '--out <folder>'],
    [['campaign', 'merge', ''], 'folder'],
    [['serve', '--port', '0', '--claims', ''], '--claims <file>'],
    [['probe', ''], 'address'],
    [['probe', '127.0.0.1:1', '--schedules', ''], '--schedules <file>'],
    [['explain', '--sched-log', 'x', ''], '--sched-log <file...>'],
    [['conform', '--slot', ''], 'file'],
    [['review', '--out', ''], '--out <dir>'],
    [['gallery', ''], 'id'],
    [['diff', ''], 'rev-or-dir'],
    [['diff', 'HEAD', ''], 'other'],
    [['mutate', ''], 'machine'],
  ])('is no value of %j, nor is it taken for none', async (args, name) => {
    const stderr = `claimcheck: ${name}: a value was expected, not ''\n`;
    expect(await claimcheckHere(...args)).toEqual({ code: 2, stdout: '', stderr });
  });
});

test('two forms of output are refused, and not one of them chosen', async () => {
  for (const args of [
    ['verify', '--json', '--format', 'junit'],
    ['trace', '--format', 'log', '--json'],
  ]) {
    const { code, stderr } = await claimcheckHere(...args);
    expect([code, stderr]).toEqual([
      2,
      "error: option '--json' cannot be used with option '--format <format>'\n(--help shows what is expected)\n",
    ]);
  }
});

describe('a configuration', () => {
  const [own, gone] = ['src/pages/testing/lease/claimcheck.config.ts', '/no/such.ts'];

  test('that is named twice is the last one, as every option', async () => {
    const { code, stderr } = await claimcheckHere('trace', '--config', own, `--config=${gone}`);
    expect([code, stderr]).toEqual([2, 'claimcheck: /no/such.ts: there is no such configuration\n']);
  });

  test.each(['serve', 'probe', 'conform', 'explain', 'gallery', 'outage', 'review'])(
    'is not passed over by %s, which knows one protocol',
    async (command) => {
      const stderr = `claimcheck: ${command} is about HTCondor alone: it takes no --config\n`;
      expect(await claimcheckHere(command, '--config', own)).toEqual({ code: 2, stdout: '', stderr });
    },
  );
});

test('choices of which no variant has all are refused with the reason, by every command', async () => {
  for (const command of [['verify'], ['trace'], ['fuzz'], ['campaign', '--out', join(scratch, 'none')]]) {
    const { code, stderr } = await claimcheckHere(...command, '--claims', '0');
    expect([command, code, stderr]).toEqual([command, 2, 'claimcheck: keep-alive: there is at least one claim\n']);
  }
});

describe('a number', () => {
  test.each(['', ' ', '0x10', '1e3', '1.5', '-1', '+1', '1 ', '٣', 'Infinity', '99999999999999999999'])(
    'is digits, and %j is none',
    async (text) => {
      for (const option of ['--max-states', '--claims', '--max-memory']) {
        const { code, stdout, stderr } = await claimcheckHere('verify', `${option}=${text}`);
        expect([option, code, stdout]).toEqual([option, 2, '']);
        expect(stderr).toContain(`'${text}'`);
      }
    },
  );

  test.each(['', ' ', '0x10', '1e3', 'Infinity'])('of seconds is digits too, and %j is none', async (text) => {
    const { code, stderr } = await claimcheckHere('explain', '--start-log', 'x', `--skew=${text}`);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`'${text}' is not a number of seconds`)]);
  });

  test('that is too large to be searched is refused at once', async () => {
    const { code, stderr } = await claimcheckHere('verify', '--claims', '1000001');
    const line = 'claimcheck: --claims 1000001 cannot be searched: give 1000000 at the most\n';
    expect([code, stderr]).toEqual([2, line]);
  });
});
