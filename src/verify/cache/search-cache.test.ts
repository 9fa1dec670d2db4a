import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import study from '../../../claimcheck.config.ts';
import { Models } from '../../checker/study/models.ts';
import { rowsOf, rowWith } from '../../checker/study/rows.ts';
import type { Row } from '../../checker/study/system-entry.ts';
import { Searches } from '../../checker/verify-alike.ts';
import { ROOT } from '../../files/root.ts';
import { MODELS, OWN_RECORDS } from '../../testing/models.ts';
import { differences } from '../records.ts';
import { runDifferences } from '../runs.ts';
import { searchRow } from '../search-row.ts';
import { SearchCache, searchCacheFor } from './search-cache.ts';

const ALIKE = ['0000', '1111'].map((fixes) => rowWith(MODELS.entry({ system: 'keep-alive' }), { fixes, path: 'raw' }));

/** Rows that are searched at once, and are not alike. */
const SMALL = rowsOf(MODELS.entry({ system: 'timed-restart' })).slice(0, 2);

const folder = () => join(mkdtempSync(join(tmpdir(), 'claimcheck-searches-')), 'code');

/** Searches rows as a process does that keeps its steps in a folder. */
function searched(place: string, rows: readonly Row[] = SMALL) {
  const models = new Models(study);
  const searches = new Searches();
  const { storeOf } = new SearchCache(place);
  const results = rows.map((row) => searchRow(models, row, {}, { searches, storeOf }));
  const cells = [...models.tables()].flatMap((store) => [...store.all()].flatMap(({ table }) => [...table.cells()]));
  return { results, alike: searches.alike, asked: cells.length };
}

const filesOf = (place: string) => readdirSync(place).map((name) => join(place, name));

describe('a search with kept steps', () => {
  const place = folder();
  const first = searched(place, ALIKE);

  test('finds what is on record, asks no machine anything, and writes nothing again', () => {
    const written = filesOf(place).map((file) => statSync(file).mtimeMs);
    // Each row has three searches beside its own.
    expect(written.length).toBe(8);
    const second = searched(place, ALIKE);
    expect(second.results).toEqual(first.results);
    expect([first.asked > 1000, second.asked]).toEqual([true, 0]);
    expect(second.alike).toBe(first.alike);
    expect(first.alike).toBeGreaterThan(0);
    expect(filesOf(place).map((file) => statSync(file).mtimeMs)).toEqual(written);
    expect(differences(OWN_RECORDS, second.results, {})).toEqual([]);
    expect(runDifferences(OWN_RECORDS, second.results, {})).toEqual([]);
  });

  test('of a row that was found alike to another one is carried out where that one is not asked for', () => {
    const [, row] = ALIKE as [Row, Row];
    const [, expected] = first.results;
    const alone = searched(place, [row]);
    expect(alone.results).toEqual([expected]);
    expect([alone.alike, alone.asked > 0]).toEqual([0, true]);
    expect(searched(place, [row])).toMatchObject({ results: [expected], asked: 0 });
  });
});

test.each<[string, (content: Buffer, other: Buffer) => Buffer]>([
  ['empty', () => Buffer.alloc(0)],
  ['cut off', (content) => content.subarray(0, content.length / 2)],
  ['changed in one place', (content) => content.map((byte, i) => (i === 500 ? byte ^ 1 : byte)) as Buffer],
  ["another search's", (_, other) => other],
])('a file that is %s is ignored, and written over', (_, broken) => {
  const place = folder();
  const first = searched(place);
  const files = filesOf(place).map((file) => ({ file, content: readFileSync(file) }));
  expect(files.length).toBe(2);
  files.forEach(({ file, content }, i) =>
    writeFileSync(file, broken(content, files[(i + 1) % files.length]?.content as Buffer)),
  );
  expect(searched(place)).toEqual(first);
  expect(searched(place).asked).toBe(0);
});

test('a pipe in the place of a file is let be, and a folder that cannot be written is no reason to fail', () => {
  const place = folder();
  const first = searched(place);
  const [pipe] = filesOf(place) as [string];
  rmSync(pipe);
  execFileSync('mkfifo', [pipe]);
  expect(searched(place).results).toEqual(first.results);
  expect(statSync(pipe).isFIFO()).toBe(true);
  const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-searches-')), 'file');
  writeFileSync(file, '');
  expect(searched(join(file, 'below')).results).toEqual(first.results);
  expect(existsSync(join(file, 'below'))).toBe(false);
});

afterEach(() => vi.unstubAllEnvs());

test('steps are kept for this study alone, and neither in tests nor on a build server', () => {
  const own = { study, root: ROOT, config: null };
  expect(searchCacheFor(own, folder())).toBeNull();
  vi.stubEnv('NODE_ENV', '');
  vi.stubEnv('CI', '');
  expect(searchCacheFor(own, folder())).not.toBeNull();
  expect(searchCacheFor({ ...own, config: '/somewhere/claimcheck.config.ts' }, folder())).toBeNull();
  vi.stubEnv('CI', 'true');
  expect(searchCacheFor(own, folder())).toBeNull();
});
