import { describe, expect, test } from 'vitest';
import { GALLERY } from '../../../properties/gallery.ts';
import { claimcheckHere as claimcheck } from '../../testing/in-process.ts';
import { type EntryResult, entryCalled, exhibit } from './gallery.ts';

/** What the command says of all entries: each build is searched once for all that follows. */
const said = await claimcheck('gallery', '--json');
const results = JSON.parse(said.stdout) as readonly EntryResult[];

describe.each(GALLERY)('$id: $title', (entry) => {
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
    expect(said.code).toBe(0);
    // A search that takes long says so.
    expect(said.stderr).toMatch(/^(searching \S+ \.\.\.\n)*$/);
    expect(results.map(({ id }) => id)).toEqual(GALLERY.map(({ id }) => id));
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
