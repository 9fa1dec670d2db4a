import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { machinesOf } from '../../checker/study/machines.ts';
import { asArray, type Fields, stateActionSites, transitionSites } from '../../mutation/sites.ts';
import { MODELS } from '../../testing/models.ts';
import { Sources } from './locate.ts';

const MACHINES = machinesOf(MODELS);

/** Every string that is written somewhere in a part of a definition. */
function stringsIn(part: unknown): string[] {
  if (typeof part === 'string') return [part];
  if (typeof part !== 'object' || part === null) return [];
  return Object.values(part).flatMap(stringsIn);
}

/** A string as it may be written: with an apostrophe escaped, or not. */
const isWritten = (text: string, string: string) =>
  text.includes(string) || text.includes(string.replace(/'/g, String.raw`\'`));

const lineOf = (file: string, line: number) =>
  readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8').split('\n')[line - 1] as string;

describe.each([...MACHINES.values()].map((machine) => [machine.id, machine.config as Fields] as const))(
  'in the source of %s',
  (id, config) => {
    const sources = new Sources();
    const sites = transitionSites(config);

    test('every transition is found, with all that is written in it, and nothing of its neighbours', () => {
      expect(sites.length).toBeGreaterThan(0);
      for (const { path, event, index, transition } of sites) {
        const { text } = sources.transition(id, path, event, index);
        const where = `${path.join('.')} ${event} ${index}`;
        for (const string of stringsIn(transition)) expect(isWritten(text, string), `${where}: ${string}`).toBe(true);
        expect(text.match(/\bdescription:/g)?.length ?? 0, where).toBe(transition['description'] ? 1 : 0);
      }
    });

    test('no two transitions are found in the same place', () => {
      const places = sites.map(({ path, event, index }) => sources.transition(id, path, event, index));
      expect(new Set(places.map(({ line, column }) => `${line}:${column}`)).size).toBe(sites.length);
    });

    test("a transition's line has its event, where it is the only candidate", () => {
      const single = sites.filter(
        ({ path, event }) =>
          event && sites.filter((other) => other.event === event && other.path === path).length === 1,
      );
      for (const { path, event, index } of single) {
        const { file, line, column } = sources.transition(id, path, event, index);
        expect(lineOf(file, line).slice(0, column - 1)).toMatch(new RegExp(`\\b${event}: $`));
      }
    });

    test('every state, guard and action is found', () => {
      for (const { path, list, event, index, transition } of sites) {
        expect(sources.state(id, path).text).toContain(sources.transition(id, path, event, index).text);
        const at = [...path.flatMap((key) => ['states', key]), ...list];
        const candidate = sources.find(id, [...at, index]) ? [...at, index] : at;
        const guard = sources.find(id, [...candidate, 'guard'])?.text;
        expect(guard === undefined).toBe(transition['guard'] === undefined);
        for (const name of stringsIn(transition['guard'])) expect(guard).toBe(`'${name}'`);
        for (const [i, action] of asArray(transition['actions']).entries()) {
          const place = sources.find(id, [...candidate, 'actions', i]) ?? sources.part(id, [...candidate, 'actions']);
          for (const string of stringsIn(action)) expect(isWritten(place.text, string)).toBe(true);
        }
      }
      for (const { path, list, actions } of stateActionSites(config)) {
        const at = [...path.flatMap((key) => ['states', key]), list];
        for (const i of actions.keys()) expect(sources.find(id, [...at, i]) ?? sources.find(id, at)).not.toBeNull();
      }
    });
  },
);

const root = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'claimcheck-sources-'))}/`);
mkdirSync(new URL('machines/', root));
const write = (text: string, file = 'machines/a.ts') => writeFileSync(new URL(file, root), text);

describe('a literal', () => {
  test.each([
    ['{ a: 1, b: "x" }', { a: '1', b: '"x"' }],
    ['{ a: { b: { c: [] } }, d: [1, [2]], }', { 'a.b.c': '[]', 'd.0': '1', 'd.1': '[2]', 'd.1.0': '2' }],
    [
      "{ 'a b': '}', \"c\": '\\'{', d: `}${x ? `{` : '}'}{` }",
      { 'a b': "'}'", c: "'\\'{'", d: "`}${x ? `{` : '}'}{`" },
    ],
    ['{ /* a: { */ b: 1, // }\n c: 2 /* } */ }', { b: '1', c: '2', a: null }],
    [
      '{ a: ({ context: { b } }) => ({ c: b, d: [b, 1] }), e: and([f, not(g)]) }',
      { a: '({ context: { b } }) => ({ c: b, d: [b, 1] })', e: 'and([f, not(g)])', 'a.context': null, 'e.0': null },
    ],
    [
      '{ a: (x) => { if (x / 2 > 1) return /[/}]\\/{/.test(x); return; }, b: 4 / 2 }',
      { a: '(x) => { if (x / 2 > 1) return /[/}]\\/{/.test(x); return; }', b: '4 / 2' },
    ],
    [
      '{ ...other, a, b() { return 1 }, c: [1].concat(2), d: {} as { e: string } }',
      { a: 'a', b: 'b() { return 1 }', c: '[1].concat(2)', d: '{} as { e: string }', 'c.0': null },
    ],
    ['{ a: ({ b: 1 }) as const, c: <T>{ d: 2 }, e: [{ f: 3 }] satisfies X }', { 'a.b': '1', 'c.d': '2', 'e.0.f': '3' }],
    ['{ [a]: 1, b: 2, c: [...d, 3], e: [4, ...d], 5: 6 }', { a: null, b: '2', 'c.1': null, 'e.0': '4', 5: '6' }],
    ["{ a: '😀é', b: 1 }", { a: "'😀é'", b: '1' }],
  ])('is read part by part, whatever stands in its strings, comments and functions: %s', (text, parts) => {
    write(`const é = '😀'; createMachine({ id: 'one', literal: ${text} } satisfies Config);`);
    const sources = new Sources(root);
    for (const [path, part] of Object.entries(parts))
      expect(sources.find('one', ['literal', ...path.split('.')])?.text ?? null, path).toBe(part);
  });

  test.each([
    ['{ a: 1', 1],
    ['{ a: (1] }', 1],
    ['{\n  a: 1,\n  [b: 2 }', 3],
    ['{ a: `x', 1],
  ])('that is none is refused, with its line: %s', (text, line) => {
    write(`createMachine(${text}`);
    expect(() => new Sources(root)).toThrow(`machines/a.ts: line ${line}: `);
  });
});

describe('sources elsewhere', () => {
  test('may have several machines in a file', () => {
    write(
      "createMachine({ id: 'one', on: { GO: {} } });\n  setup({}).createMachine({ id: 'two',\n on: { GO: '.x' } });",
    );
    const sources = new Sources(root);
    expect(sources.transition('one', [], 'GO', 0)).toMatchObject({ file: 'machines/a.ts', line: 1, text: '{}' });
    expect(sources.transition('two', [], 'GO', 0)).toMatchObject({ line: 3, column: 12, endColumn: 16, text: "'.x'" });
    expect(() => sources.transition('two', [], 'STOP', 0)).toThrow('two: on.STOP.0 is not found in its source');
  });

  test.each([
    "import { createMachine } from 'xstate'; export const m = createMachine({ id: 'm', on: { GO: '.x' } });",
    "import * as xstate from 'xstate'; export default xstate.createMachine({ id: 'm', on: { GO: '.x' } });",
    "export const m = setup({ actions: {} }).createMachine({ id: 'm', on: { GO: '.x' } });",
    "const base = setup({}); export const m = base.createMachine({ id: 'm', on: { GO: '.x' } });",
    "export const m = base.extend({ actions: { a: base.enqueueActions(() => {}) } }).createMachine({ id: 'm', on: { GO: '.x' } });",
    "export const m = (setup({}) as any).createMachine(({ id: 'm', on: { GO: '.x' } }) as const);",
    "export const make = () => { if (x) return createMachine({ on: { GO: '.x' }, id: 'm' }); };",
    "// createMachine({ id: 'm', on: { GO: 1 } })\nconst t = \"createMachine({ id: 'm' })\"; createMachine({ id: 'm', on: { GO: '.x' } })",
  ])('make their machine in whatever way: %s', (text) => {
    write(text);
    expect(new Sources(root).transition('m', [], 'GO', 0).text).toBe("'.x'");
  });

  test('may give a machine no id', () => {
    write("createMachine({ on: { GO: '.x' } })");
    expect(new Sources(root).transition('(machine)', [], 'GO', 0).text).toBe("'.x'");
  });

  test('are in any folder, or are named one by one', () => {
    for (const folder of ['study/', 'study/deep/', 'study/node_modules/', 'study/.git/'])
      mkdirSync(new URL(folder, root));
    const files = ['study/a.ts', 'study/deep/b.js', 'study/c.test.ts', 'study/node_modules/d.ts', 'study/.git/e.ts'];
    for (const file of files) write(`createMachine({ id: '${file}', on: { GO: {} } })`, file);
    write('no {{ TypeScript', 'study/notes.ts');
    const found = (sources: Sources) => files.filter((file) => sources.find(file, []) !== null);
    expect(found(new Sources(root, 'study'))).toEqual(['study/a.ts', 'study/deep/b.js']);
    expect(found(new Sources(root, 'study/deep/'))).toEqual(['study/deep/b.js']);
    expect(found(new Sources(root, ['study/a.ts', 'study/c.test.ts']))).toEqual(['study/a.ts', 'study/c.test.ts']);
    expect(new Sources(root, 'study').state('study/deep/b.js', [])).toMatchObject({ file: 'study/deep/b.js', line: 1 });
  });

  test('that cannot be read are refused, with file and line', () => {
    write("createMachine({ id: 'one',\n");
    expect(() => new Sources(root)).toThrow(/^machines\/a.ts: line 2: .* was expected$/);
    expect(() => new Sources(root, 'nowhere')).toThrow(
      "nowhere: cannot be read (ENOENT); set 'machines' in the configuration to the folder in which the machines are written ('' for its own)",
    );
    expect(() => new Sources(root, ['nowhere.ts'])).toThrow(/nowhere\.ts: cannot be read \(ENOENT\)$/);
  });
});
