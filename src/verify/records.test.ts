import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { rowWith } from '../checker/study/rows.ts';
import type { SystemEntry } from '../checker/study/system-entry.ts';
import { InputError } from '../files/input.ts';
import { Records } from './records.ts';

/** A system that is on record twice, in a study in a folder of its own. */
const system: SystemEntry = {
  name: 'lock',
  sentence: 'A lock.',
  axes: { holders: { values: [1, 2], about: 'how many want it' } },
  search: () => {
    throw new Error('nothing is searched here');
  },
  record: ({ holders }) => ({ file: 'expected/lock.json', key: { holders: holders as number }, runs: 'runs.json' }),
};
const study = { name: 'a lock', faults: [], records: 'record/', systems: [system] };
const root = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'claimcheck-records-'))}/`);
mkdirSync(new URL('record/expected/', root), { recursive: true });
const file = new URL('record/expected/lock.json', root);
const open = () => Records.open({ study, root, config: null });

const [one, two] = [1, 2].map((holders) => rowWith(system, { holders })) as [
  ReturnType<typeof rowWith>,
  ReturnType<typeof rowWith>,
];
const search = { states: 3, transitions: 4, depth: 2, verdicts: { L1: 'holds' } };

test('what is not on record is not expected', async () => {
  const records = await open();
  records.load([one, two], {});
  expect([records.hasFile(one), records.expected(one), records.unreached()]).toEqual([false, undefined, null]);
});

test('what is written is what is expected, a row a line', async () => {
  (await open()).write('expected/lock.json', [
    { holders: 1, ...search },
    { holders: 2, ...search, states: 5 },
  ]);
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(5);
  const records = await open();
  expect([records.expected(one)?.states, records.expected(two)?.states]).toEqual([3, 5]);
});

test.each([
  ['[{"holders":1,\n"states":3', ':2: JSON was expected'],
  ['[]', ': at least one record was expected, not []'],
  [
    JSON.stringify([{ holders: 1, ...search, verdicts: 7 }]),
    ': record 1: verdicts: an object of verdicts by property was expected, not 7',
  ],
])('a bad file is told in one line before anything is searched: %#', async (text, complaint) => {
  writeFileSync(file, text);
  const records = await open();
  expect(() => records.load([one], {})).toThrow(new InputError(`${fileURLToPath(file)}${complaint}`));
});

const named = (name: string): SystemEntry => ({ name, sentence: '', axes: {}, search: system.search });

test.each([
  ['', ''],
  ['rec', 'rec/'],
  ['rec/', 'rec/'],
  ['./rec', 'rec/'],
  ['a/b', 'a/b/'],
  ['rec #1 100%?', 'rec #1 100%?/'],
])('the folder of records %j need not end in a slash, nor be there, to be written to', async (records, folder) => {
  const own = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'claimcheck records #'))}/`);
  const systems = ['lock', 'lock/2', 'lock?#%2F'].map(named);
  const opened = () =>
    Records.open({ study: { name: 'a lock', faults: [], records, systems }, root: own, config: null });
  for (const [i, entry] of systems.entries()) {
    const row = rowWith(entry, {});
    const place = (await opened()).place(row);
    (await opened()).write(place?.file ?? '', [{ ...search, states: i + 1 }]);
    expect((await opened()).expected(row)?.states).toBe(i + 1);
  }
  expect(readdirSync(join(fileURLToPath(own), `${folder}expected/systems`)).toSorted()).toEqual([
    'lock%2F2.json',
    'lock.json',
    'lock?#%252F.json',
  ]);
});

test('a folder of records that is a file is refused in one line', async () => {
  const own = mkdtempSync(join(tmpdir(), 'claimcheck-records-'));
  writeFileSync(join(own, 'rec'), '');
  const records = await Records.open({
    study: { ...study, records: 'rec' },
    root: pathToFileURL(`${own}/`),
    config: null,
  });
  expect(() => records.write('expected/systems/lock.json', [])).toThrow(
    new InputError(`${own}/rec/expected/systems/lock.json: cannot be written (ENOTDIR)`),
  );
});
