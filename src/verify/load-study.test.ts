import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathTo } from '../files/root.ts';
import { ModelError } from '../checker/errors.ts';
import { InputError } from '../files/input.ts';
import { claimcheck } from '../testing/claimcheck.ts';
import { loadStudy } from './load-study.ts';

const STUDY = `import { defineStudy, defineSystem } from 'claimcheck';
import { createMachine } from 'xstate';
const spec = { name: 'idle', components: [{ name: 'm', machine: createMachine({ id: 'm' }) }] };
export default defineStudy({ name: 'idle', systems: [defineSystem({ name: 'idle', search: () => ({ spec, properties: [] }) })] });
`;

/** The name of the study of a configuration that begins with these lines. */
async function nameOf(lines: string): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'study-')), 'claimcheck.config.ts');
  writeFileSync(file, lines + STUDY);
  return (await loadStudy(file)).study.name;
}

/** What loading a configuration says that is only this. */
async function complaintOf(text: string): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'study-')), 'claimcheck.config.mjs');
  writeFileSync(file, text);
  const error: unknown = await loadStudy(file).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error instanceof InputError || error instanceof ModelError).toBe(true);
  return (error as Error).message;
}

describe('a study that is made by hand', () => {
  test.each([
    ['{ systems: [] }', "a study has no name; give it name: 'a name'"],
    ["{ name: 'x', systems: [] }", 'x: a study has at least one system'],
    ["{ name: 'x', systems: [{ name: 'a', axes: { b: {} }, search() {} }] }", "a: the axis 'b' has no values"],
    ["{ name: 'x', systems: [{ name: 'a', axes: {}, search() {} }] }", 'a: what is searched must be'],
    ["{ name: 'x', systems: [{ name: 'a', axes: {}, search() { throw null; } }] }", 'a: its search throws what is no'],
    [
      "{ name: 'x', systems: [{ name: 'a', axes: {}, search: () => undefined.spec }] }",
      'a: its search throws TypeError: Cannot read properties of undefined',
    ],
  ])('is checked as one that is defined: %s', async (study, why) => {
    expect(await complaintOf(`export default ${study};`)).toContain(why);
  });
});

test.each(['process.exit(0)', 'await new Promise(() => {})'])(
  'a configuration that never comes to its end is no success: %s',
  async (text) => {
    const file = join(mkdtempSync(join(tmpdir(), 'study-')), 'claimcheck.config.mjs');
    writeFileSync(file, text);
    const stderr = `claimcheck: ${file}: it ends the process while it is loaded\n`;
    expect(await claimcheck('verify', '--config', file)).toEqual({ code: 2, stdout: '', stderr });
  },
);

const { exports } = JSON.parse(readFileSync(pathTo('package.json'), 'utf8')) as { exports: object };
const ways = Object.keys(exports).map((way) => `claimcheck${way.slice(1)}`);

describe('a configuration outside this package', () => {
  test('has every way into the package to test', () => {
    expect(ways).toHaveLength(6);
  });

  // The matcher can only be imported where Vitest runs.
  test.each([...ways.filter((way) => !way.endsWith('/vitest')), 'xstate/actors', 'xstate/guards', 'xstate/graph'])(
    'may import %s',
    async (way) => {
      const seen = `import * as all from '${way}';\nif (Object.keys(all).length === 0) throw new Error('it is empty');\n`;
      expect(await nameOf(seen)).toBe('idle');
    },
  );

  test('is told of a way that does not exist', async () => {
    await expect(nameOf("import 'claimcheck/nonsense';\n")).rejects.toThrow(/nonsense/);
  });

  test('is told where its syntax is wrong', async () => {
    await expect(nameOf('const a = [;\n')).rejects.toThrow(/claimcheck\.config\.ts:1:\d+: ParseError: /);
  });

  test('is told if it is nested too deeply to be read, without a place that nobody knows', async () => {
    await expect(nameOf(`const a = ${'['.repeat(100_000)};\n`)).rejects.toThrow(
      /claimcheck\.config\.ts: [^\d]*call stack size exceeded/,
    );
  });

  test.each([
    ['null', 'it throws what is not an error'],
    ['undefined', 'it throws what is not an error'],
    ['Object.create(null)', 'it throws what is not an error'],
    ["'a text'", "it throws 'a text'"],
    ['new Error()', 'it throws Error ('],
    ["new Error('why')", 'why'],
  ])('may throw anything, such as %s', async (thrown, why) => {
    await expect(nameOf(`throw ${thrown};\n`)).rejects.toThrow(`claimcheck.config.ts: ${why}`);
  });
});
