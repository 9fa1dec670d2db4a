import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import study from '../../../claimcheck.config.ts';
import { Models } from '../../checker/study/models.ts';
import { rowsOf } from '../../checker/study/rows.ts';
import type { Row } from '../../checker/study/system-entry.ts';
import type { MachineTable } from '../../checker/system/table/table.ts';
import { MACHINES, MODELS, OWN_RECORDS } from '../../testing/models.ts';
import { differences } from '../records.ts';
import { searchRow } from '../search-row.ts';
import { TableCache, tableCacheFor } from './table-cache.ts';
import { ROOT } from '../../files/root.ts';

const NAMES = new Map([...MACHINES].map(([name, machine]) => [machine, name]));
/** Rows that are searched at once. */
const [SMALL, OTHER] = rowsOf(MODELS.entry({ system: 'timed-restart' })) as [Row, Row];

/** Searches a row as a process does that keeps its answers in a folder. */
function searched(folder: string, row = SMALL) {
  const cache = new TableCache(folder, NAMES);
  const models = new Models(study, cache.store);
  const result = searchRow(models, row);
  cache.save();
  const tables = [...models.tables()].flatMap((store) => [...store.all()].map(({ table }) => cellsOf(table)));
  return { result, tables };
}

const cellsOf = (table: MachineTable) =>
  [...table.cells()].map(({ effects, event, from, isLong, kind, to }) => [
    from.key,
    event,
    to.key,
    kind,
    isLong,
    effects,
  ]);

const folder = () => join(mkdtempSync(join(tmpdir(), 'claimcheck-cache-')), 'code');

const filesOf = (place: string) =>
  readdirSync(place).map((name) => ({ file: join(place, name), text: readFileSync(join(place, name), 'utf8') }));

test('with what was kept, a search finds the same, from the same cells, and writes nothing again', () => {
  const place = folder();
  const first = searched(place);
  const written = filesOf(place).map(({ file }) => statSync(file).mtimeMs);
  expect(written.length).toBeGreaterThan(5);
  expect(searched(place)).toEqual(first);
  expect(filesOf(place).map(({ file }) => statSync(file).mtimeMs)).toEqual(written);
  const { result } = searched(place, OTHER);
  expect(differences(OWN_RECORDS, [first.result, result], {})).toEqual([]);
});

test.each<[string, (text: string, other: string) => string]>([
  ['empty', () => ''],
  ['cut off', (text) => text.slice(0, text.length / 2)],
  ['changed in one place', (text) => text.replace('"step"', '"still"')],
  ['no JSON', () => 'nothing\nnothing'],
  ["another machine's", (_, other) => other],
])('a file that is %s is ignored, and written over', (_, broken) => {
  const place = folder();
  const first = searched(place);
  const files = filesOf(place);
  files.forEach(({ file, text }, i) => writeFileSync(file, broken(text, files[(i + 1) % files.length]?.text ?? '')));
  expect(searched(place)).toEqual(first);
  expect(filesOf(place)).toEqual(files);
});

test('a pipe or a folder in the place of a file is let be', () => {
  const place = folder();
  const first = searched(place);
  const [pipe, directory, ...others] = filesOf(place).map(({ file }) => file);
  for (const file of [pipe, directory]) rmSync(file as string);
  execFileSync('mkfifo', [pipe as string]);
  mkdirSync(directory as string);
  expect(searched(place)).toEqual(first);
  expect(statSync(pipe as string).isFIFO() && statSync(directory as string).isDirectory()).toBe(true);
  expect(others.length).toBeGreaterThan(3);
});

test('of what is old in the folder only answers are removed', () => {
  const place = folder();
  const [answers, own] = ['a'.repeat(64), 'my-papers'].map((name) => join(place, '..', name)) as [string, string];
  for (const old of [answers, own]) {
    mkdirSync(old);
    utimesSync(old, 0, 0);
  }
  searched(place);
  expect([existsSync(answers), existsSync(own)]).toEqual([false, true]);
});

test('a folder that cannot be written is no reason to fail', () => {
  const place = join(mkdtempSync(join(tmpdir(), 'claimcheck-cache-')), 'file');
  writeFileSync(place, '');
  expect(searched(join(place, 'below')).result).toEqual(searched(folder()).result);
});

describe('answers are kept', () => {
  const own = { study, root: ROOT, config: null };
  afterEach(() => vi.unstubAllEnvs());

  test('of the machines that the modules of this study export', async () => {
    vi.stubEnv('NODE_ENV', '');
    vi.stubEnv('CI', '');
    expect(await tableCacheFor(own, folder())).not.toBeNull();
    expect(await tableCacheFor({ ...own, config: '/somewhere/claimcheck.config.ts' }, folder())).toBeNull();
  });

  test('nowhere, if whoever runs it has no home', async () => {
    vi.stubEnv('NODE_ENV', '');
    vi.stubEnv('CI', '');
    vi.stubEnv('XDG_CACHE_HOME', '');
    const homedir = vi.spyOn(os, 'homedir').mockImplementation(() => {
      throw new Error('ENOENT');
    });
    syncBuiltinESMExports();
    try {
      expect(await tableCacheFor(own)).toBeNull();
      expect(homedir).toHaveBeenCalledOnce();
    } finally {
      homedir.mockRestore();
      syncBuiltinESMExports();
    }
  });

  test('neither in tests nor on a build server', async () => {
    expect(await tableCacheFor(own, folder())).toBeNull();
    vi.stubEnv('NODE_ENV', '');
    vi.stubEnv('CI', 'true');
    expect(await tableCacheFor(own, folder())).toBeNull();
  });
});
