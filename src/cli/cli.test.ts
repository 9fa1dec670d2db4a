import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimcheck } from '../testing/claimcheck.ts';

const scratch = mkdtempSync(join(tmpdir(), 'claimcheck-'));

function fileWith(name: string, text: string): string {
  const file = join(scratch, name);
  writeFileSync(file, text);
  return file;
}

describe('every command', () => {
  test.each(['verify', 'trace', 'fuzz', 'draw', 'inspect'])(
    '%s explains itself, with an example and the exit codes',
    async (command) => {
      const { code, stdout } = await claimcheck(command, '--help');
      expect(code).toBe(0);
      expect(stdout).toContain('Example:\n  claimcheck ');
      expect(stdout).toContain('Exit code: 0');
    },
  );

  test.each([
    [['verify', '--fixes', '27'], "'27' is not a fix"],
    [['verify', '--path', 'udp'], "'udp' is not a path"],
    [['verify', '--faults', 'fire'], "'fire' is not a class of faults"],
    [['verify', '--max-states', 'many'], "'many' is not a whole number"],
    [['trace', '--property', 'S9'], "there is no property 'S9'"],
    [['trace', '--format', 'svg'], "'svg' is none of log"],
    [['trace', '--replay', 'nowhere.json'], 'nowhere.json: cannot be read (ENOENT)'],
    [['fuzz', '--runs', '0'], "'0' is not a whole number of at least 1"],
    [['frobnicate'], "unknown command 'frobnicate'"],
  ])('%j is wrong usage: exit code 2 and a line that says why', async (args, why) => {
    const { code, stdout, stderr } = await claimcheck(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('    at ');
  });
});

describe('verify', () => {
  test('reports one row as JSON, with all that a verdict depends on', async () => {
    const { code, stdout } = await claimcheck('verify', '--fixes', '27895,27897', '--path', 'auth', '--json');
    const { environment, bounds, results } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(environment).toEqual({ who: 'network', revision: '2011', faults: ['timeout', 'fin', 'rst'] });
    expect(bounds).toEqual({ maxStates: null });
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({ fixes: '0101', path: 'auth', bounded: false });
    expect(
      results[0].properties.map(({ id, verdict, trace }: Record<string, unknown>) => [id, verdict, trace]),
    ).toEqual(['S1', 'S2', 'S3', 'S4', 'S5'].map((id) => [id, 'holds', null]));
  });

  test('never says "holds" of a search that hit its bound', async () => {
    const { code, stdout } = await claimcheck('verify', '--fixes', 'all', '--max-states', '1000', '--json');
    const verdicts = JSON.parse(stdout).results.flatMap(
      (row: { properties: { verdict: string }[]; bounded: boolean }) =>
        row.bounded ? row.properties.slice(0, 3).map(({ verdict }) => verdict) : ['exhausted'],
    );
    expect(new Set(verdicts)).toEqual(new Set(['bounded']));
    expect(code).toBe(0);
  });

  test('writes no colour where there is no terminal', async () => {
    const { stdout, stderr } = await claimcheck('verify', '--fixes', 'none', '--path', 'raw');
    expect(stdout + stderr).not.toContain('\u001b');
  });
});

describe('trace', () => {
  test('exits with 1 when it shows a counterexample, with 0 when there is none', async () => {
    expect((await claimcheck('trace', '--property', 'S1', '--fixes', 'none')).code).toBe(1);
    expect((await claimcheck('trace', '--property', 'S1', '--fixes', 'all', '--path', 'raw')).code).toBe(0);
    expect((await claimcheck('trace', '--property', 'renewed', '--fixes', 'all')).code).toBe(0);
  });

  test('replays what it has written, and judges it', async () => {
    const { stdout } = await claimcheck('trace', '--format', 'json');
    const { code, stdout: replayed } = await claimcheck('trace', '--replay', fileWith('trace.json', stdout));
    expect(code).toBe(1);
    expect(replayed).toContain('step 9: S1');
  });

  test('draws a Mermaid sequence diagram', async () => {
    const { stdout } = await claimcheck('trace', '--format', 'sequence');
    expect(stdout.startsWith('sequenceDiagram\n  participant startd\n')).toBe(true);
  });

  test.each([
    ['{"format":"claimcheck-trace",\n"version":1,\n', ':3: JSON was expected'],
    ['{"format":"else"}', ': format: claimcheck-trace, version 1, was expected'],
    [
      '{"format":"claimcheck-trace","version":1,"system":"keep-alive","fixes":"0000","path":"auth","steps":[{}]}',
      ': step 1: a component and an event that the environment may send it was expected',
    ],
    [
      '{"format":"claimcheck-trace","version":1,"system":"keep-alive","fixes":"0000","path":"auth","steps":[{"component":"claim","event":{"type":"SELECT"}}]}',
      'step 1: claim cannot take SELECT here',
    ],
  ])('says of a bad file what was expected where: %j', async (text, why) => {
    const { code, stderr } = await claimcheck('trace', '--replay', fileWith('bad.json', text));
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(why);
  });
});

test('the README shows commands that run', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const commands = [...readme.matchAll(/^(?:\$ )?npx claimcheck (.*)$/gm)].map(([, args]) => (args ?? '').split(' '));
  expect(commands.length).toBeGreaterThan(3);
  const outcomes = await Promise.all(commands.map((args) => claimcheck(...args)));
  for (const [i, { code, stderr }] of outcomes.entries()) {
    expect([0, 1], `${commands[i]?.join(' ')}: ${stderr}`).toContain(code);
  }
});
