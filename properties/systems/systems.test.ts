import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import study from '../../claimcheck.config.ts';
import { caseCalled, keyOf, rowOfCase, rowsOf, systemCalled } from '../../src/checker/study/rows.ts';
import type { Row, SystemEntry } from '../../src/checker/study/system-entry.ts';
import { isWitness } from '../../src/checker/verify.ts';
import { MODELS, OWN_RECORDS } from '../../src/testing/models.ts';
import { differences } from '../../src/verify/records.ts';
import { type RowResult, searchRow } from '../../src/verify/search-row.ts';
import { reply } from './reply.ts';
import { takesLongest } from './testing/longest.ts';

/** The systems whose variants have names, each with a file of its own for what is expected of them. */
const SYSTEMS = study.systems.filter(({ cases }) => cases);

/** The rows that are searched here; the others are in depth. */
const searched = (system: SystemEntry): Row[] => rowsOf(system).filter((row) => !takesLongest(row));

/** What the search of a row has found; each is searched once. */
function resultOf(row: Row): RowResult {
  const result = RESULTS.get(keyOf(row)) ?? searchRow(MODELS, row);
  RESULTS.set(keyOf(row), result);
  return result;
}

const RESULTS = new Map<string, RowResult>();

const expectedOf = (name: string) => OWN_RECORDS.rows(`expected/systems/${name}.json`) ?? [];

describe.each(SYSTEMS)('the system $name', (system) => {
  test.each(searched(system))('shows in $variant what is expected of it, and is exhausted', (row) => {
    const result = resultOf(row);
    expect(result.bounded).toBe(false);
    expect(differences(OWN_RECORDS, [result], {})).toEqual([]);
  });

  test('is expected to reach every witness in some variant', () => {
    const witnesses = rowsOf(system).flatMap((row) => MODELS.search(row).properties.filter(isWitness));
    const expected = expectedOf(system.name);
    for (const { id } of witnesses) {
      expect(
        expected.some(({ verdicts }) => verdicts[id]?.startsWith('reached')),
        id,
      ).toBe(true);
    }
  });

  test('has expectations for its variants and for no others', () => {
    expect(expectedOf(system.name).map(({ variant }) => variant)).toEqual(rowsOf(system).map(({ variant }) => variant));
  });
});

describe('the study', () => {
  test('has expectations for its systems and for no others', () => {
    const files = readdirSync(OWN_RECORDS.url('expected/systems'));
    expect(files.toSorted()).toEqual(SYSTEMS.map(({ name }) => `${name}.json`).toSorted());
    expect(files).toHaveLength(13);
  });

  test('says of a name that is not there which there are', () => {
    expect(() => systemCalled(study, 'telegraph')).toThrow(
      "there is no system 'telegraph': give one of keep-alive, reschedule, reply",
    );
    expect(() => caseCalled(reply, 'morse')).toThrow(
      "reply has no variant 'morse': give one of 2011-auth, 2011-raw, head-auth, head-raw",
    );
  });
});

describe('a difference from what is expected', () => {
  const row = rowOfCase(reply, 'head-raw');

  test('in a count or a verdict is named', () => {
    const result = resultOf(row);
    const properties = result.properties.map((one) =>
      one.id === 'S6' ? { ...one, verdict: 'holds' as const, trace: null } : one,
    );
    const changed = { ...result, states: 1, properties };
    expect(differences(OWN_RECORDS, [changed], {})).toEqual([
      'reply head-raw: states is 1, expected 37997',
      'reply head-raw: S6 is holds, expected violated 7',
    ]);
  });

  test('cannot be in the counts of a search that hit its bound, only in what it has found', () => {
    const bounded = searchRow(MODELS, row, { maxStates: 100 });
    expect(bounded.bounded).toBe(true);
    expect(differences(OWN_RECORDS, [bounded], { maxStates: 100 })).toEqual([]);
  });

  test('is also a variant of which nothing is expected', () => {
    expect(differences(OWN_RECORDS, [{ ...resultOf(row), variant: 'new' }], {})).toEqual([
      'reply new: nothing is expected of this row',
    ]);
  });
});
