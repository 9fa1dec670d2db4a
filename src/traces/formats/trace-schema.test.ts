import { readdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import schema1 from '../../../schemas/claimcheck-trace-1.schema.json' with { type: 'json' };
import schema2 from '../../../schemas/claimcheck-trace-2.schema.json' with { type: 'json' };
import { claimcheckHere as claimcheck } from '../../testing/in-process.ts';
import type { TraceFile } from './trace-json.ts';

const ON_FILE = new URL('../../../properties/counterexamples/', import.meta.url);

const validators = [schema1, schema2].map((schema) => new Ajv({ allErrors: true }).compile(schema));

/** What the schema has against a file: the places, each once. */
function complaints(file: unknown, version = 1): string[] {
  const validate = validators[version - 1] as (typeof validators)[number];
  validate(file);
  return [...new Set((validate.errors ?? []).map(({ dataPath }) => dataPath))];
}

const read = (name: string): TraceFile => JSON.parse(readFileSync(new URL(name, ON_FILE), 'utf8'));

const known = new Map<string, Promise<string>>();

/** What trace writes of a property; each run is looked for once. */
function written(...args: readonly string[]): Promise<string> {
  const key = args.join(' ');
  const text =
    known.get(key) ?? claimcheck('trace', '--property', ...args, '--format', 'json').then(({ stdout }) => stdout);
  known.set(key, text);
  return text;
}

/** A copy of a file in which one place is another. */
function corrupted(file: TraceFile, corrupt: (copy: Fields) => void): Fields {
  const copy = structuredClone(file) as unknown as Fields;
  corrupt(copy);
  return copy;
}

/** What is corrupted has no type any more. */
type Fields = Record<string, any>;

describe("the schema of claimcheck's traces", () => {
  test('of version 1 is met by every counterexample on file', () => {
    const names = readdirSync(ON_FILE);
    expect(names.length).toBeGreaterThan(0);
    expect(names.map((name) => [name, ...complaints(read(name))])).toEqual(names.map((name) => [name]));
  });

  test.each([
    [['S1']],
    [['reschedule-served']],
    [['L1', '--revision', 'head']],
    [['S6', '--variant', 'head-raw']],
    [['T1']],
    [['S2', '--environment', 'peer', '--fixes', '0100', '--path', 'raw-2msg']],
  ])('of version 2 is met by what trace writes of %j', async (args) => {
    const file: TraceFile = JSON.parse(await written(...args));
    expect(file.steps.length).toBeGreaterThan(0);
    expect(complaints(file, 2)).toEqual([]);
    expect(complaints({ ...file, choices: undefined }, 2)).toContain('');
    expect(complaints({ ...file, choices: { fixes: ['27895'] } }, 2)).toContain(".choices['fixes']");
    expect(complaints({ ...file, version: 1 }, 2)).toEqual(['.version']);
  });

  test('of version 2 has the time of each step of a timed system, and of no other', async () => {
    const [timed, untimed] = await Promise.all(['T1', 'S1'].map(async (id) => JSON.parse(await written(id))));
    const times: number[] = timed.steps.map(({ seconds }: Fields) => seconds);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBe(1200);
    expect(untimed.steps.filter((step: Fields) => 'seconds' in step)).toEqual([]);
  });

  test('misses every field that is taken away', () => {
    const file = read('S1-0000.json');
    const step = file.steps.findIndex(({ messages, log }) => messages.length > 0 && log.length > 0);
    const parts: ((copy: Fields) => Fields)[] = [
      (copy) => copy,
      (copy) => copy['steps'][step],
      (copy) => copy['steps'][step].messages[0],
      (copy) => copy['steps'][step].log[0],
    ];
    const taken = parts.flatMap((part) =>
      Object.keys(part(file)).map((key) => ({ key, left: corrupted(file, (copy) => delete part(copy)[key]) })),
    );
    expect(taken).toHaveLength(7 + 6 + 3 + 3);
    expect(taken.filter(({ left }) => complaints(left).length === 0)).toEqual([]);
  });

  test.each<[string, (file: Fields) => void, string]>([
    ['another version', (file) => (file['version'] = 2), '.version'],
    ['three bits', (file) => (file['fixes'] = '000'), '.fixes'],
    ['a path that is none', (file) => (file['path'] = 'udp'), '.path'],
    ['a field of its own', (file) => (file['comment'] = ''), ''],
    ['a variant as well as the fixes', (file) => (file['variant'] = 'head-raw'), ''],
    ['a cycle without faults', (file) => (file['cycle'] = []), ''],
    ['steps that are no list', (file) => (file['steps'] = {}), '.steps'],
    ['an event without a type', (file) => (file['steps'][0].event = { kind: 'SELECT' }), '.steps[0].event'],
    ['a class of faults that is none', (file) => (file['steps'][0].fault = 'fire'), '.steps[0].fault'],
    ['a state without a name', (file) => (file['steps'][0].states.claim = 7), ".steps[0].states['claim']"],
    ['a message to nobody', (file) => (file['steps'][0].messages[0].to = ''), '.steps[0].messages[0].to'],
    ['a line that is no text', (file) => (file['steps'][1].log[0].text = null), '.steps[1].log[0].text'],
  ])('refuses %s', (_, corrupt, where) => {
    expect(complaints(corrupted(read('S1-0000.json'), corrupt))).toContain(where);
  });
});
