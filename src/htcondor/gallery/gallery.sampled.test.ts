import { describe, expect, test } from 'vitest';
import { GALLERY } from '../../../properties/gallery.ts';
import { claimcheckHere as claimcheck } from '../../testing/in-process.ts';
import { isDeep } from '../../testing/sampled.ts';
import { type EntryResult, entryCalled, exhibit } from './gallery.ts';

/** The entries of large systems, which are shown in depth. */
const LARGE = ['short-secret', '3393', '2672', '3388'];
const SHOWN = GALLERY.filter(({ id }) => isDeep || !LARGE.includes(id));

/** What the command says of these entries, in depth of all at once: each build is searched once for all that follows. */
const asked = isDeep ? [[]] : SHOWN.map(({ id }) => [id]);
const said = await Promise.all(asked.map((id) => claimcheck('gallery', ...id, '--json')));
const results = said.flatMap(({ stdout }) => JSON.parse(stdout) as readonly EntryResult[]);

describe.each(SHOWN)('$id: $title', (entry) => {
  const result = results.find(({ id }) => id === entry.id) as EntryResult;

  test.each(result.before)(
    'is there with $name, in the search and among live actors',
    ({ verdict, expected, lines }) => {
      expect(verdict).toBe(expected);
      expect(verdict).toMatch(/^violated /);
      expect(lines).not.toEqual([]);
    },
  );

  test.each(result.after)('is not there with $name, in all of the space', ({ verdict, expected, lines }) => {
    expect([verdict, expected, lines]).toEqual(['holds', 'holds', []]);
  });

  test.skipIf(result.remains.length === 0)('leaves what it is said to leave', () => {
    expect(result.remains.map(({ verdict }) => verdict)).toEqual(entry.remains?.map(({ expected }) => expected));
    expect(result.remains.map(({ lines }) => lines.length)).not.toContain(0);
  });
});

test('a verdict that is not the expected one is noticed', () => {
  const entry = entryCalled('7195');
  expect(exhibit({ ...entry, after: entry.before.map((one) => ({ ...one, expected: 'holds' })) }).asExpected).toBe(
    false,
  );
});

describe('claimcheck gallery', () => {
  test('explains itself, with an example and the exit codes', async () => {
    const { code, stdout } = await claimcheck('gallery', '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Example:\n  claimcheck gallery');
  });

  test('says all as JSON', () => {
    for (const { code, stderr } of said) {
      expect(code).toBe(0);
      // A search that takes long says so.
      expect(stderr).toMatch(/^(searching \S+ \.\.\.\n)*$/);
    }
    expect(results.map(({ id }) => id)).toEqual(SHOWN.map(({ id }) => id));
    expect(SHOWN.length).toBe(GALLERY.length - (isDeep ? 0 : LARGE.length));
  });

  test('tells the story of one', async () => {
    const { stdout } = await claimcheck('gallery', '2563');
    expect(stdout).toContain('claim no longer recognized by the schedd - removing claim');
  });

  test('of an unknown one says which there are', async () => {
    const { code, stderr } = await claimcheck('gallery', '1');
    expect(code).toBe(2);
    expect(stderr).toContain("there is no entry '1': give one of 2563");
  });
});
