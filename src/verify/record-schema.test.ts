import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJson } from '../files/input.ts';
import { pathTo } from '../files/root.ts';
import { EXPECTED_ROWS, RUN_ROWS } from './record-schema.ts';

const EXPECTED = pathTo('properties/expected');
const FILES = readdirSync(EXPECTED, { encoding: 'utf8', recursive: true }).filter((name) => name.endsWith('.json'));
const written = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-records-')), 'rows.json');

function complaintOf(content: string, schema: typeof EXPECTED_ROWS | typeof RUN_ROWS): string {
  writeFileSync(file, content);
  try {
    readJson(file, schema as typeof EXPECTED_ROWS);
  } catch (error) {
    return (error as Error).message.replace(file, 'FILE');
  }
  return 'nothing';
}

test('every record is read as it is written', () => {
  expect(FILES.length).toBeGreaterThan(15);
  for (const name of FILES.map((one) => join(EXPECTED, one)))
    expect(readJson(name, EXPECTED_ROWS), name).toEqual(written(name));
  const runs = pathTo('properties/runs.json');
  expect(readJson(runs, RUN_ROWS)).toEqual(written(runs));
});

describe('a record that is not as it was written', () => {
  const row = { fixes: '0000', states: 3, transitions: 4, depth: 2, verdicts: { S1: 'violated 9' } };

  test.each([
    [[], 'at least one record was expected, not []'],
    [{}, 'an array of records was expected, not {}'],
    [[row, null], 'record 2: an object was expected, not null'],
    [[{ ...row, states: '3' }], 'record 1: states: a count was expected, not "3"'],
    [[{ ...row, depth: undefined }], 'record 1: depth: an int was expected, not nothing'],
    [[{ ...row, verdicts: {} }], 'record 1: verdicts: an object of verdicts by property was expected, not {}'],
    [[{ ...row, verdicts: { S1: 5 } }], 'record 1: verdicts.S1: a text was expected, not 5'],
    [[{ ...row, beside: [1, 2] }], 'record 1: beside[2]: an int was expected, not nothing'],
    [[{ ...row, beside: { head: {} } }], 'record 1: beside.head.states: a count was expected, not nothing'],
    [[{ ...row, path: null }], 'record 1: path: an object of searches was expected, not null'],
  ])('is refused with its row and field: %j', (rows, complaint) => {
    expect(complaintOf(JSON.stringify(rows), EXPECTED_ROWS)).toBe(`FILE: ${complaint}`);
  });

  test('is refused with the line at which it is cut short', () => {
    const whole = readFileSync(join(EXPECTED, FILES[0] as string), 'utf8');
    const lines = whole.split('\n').length;
    expect(complaintOf(whole.slice(0, -3), EXPECTED_ROWS)).toBe(`FILE:${lines - 2}: JSON was expected`);
  });

  test('is refused if a run is no list of choices', () => {
    expect(complaintOf('[{"fixes":"0000","runs":{"S1":[1,"2"]}}]', RUN_ROWS)).toBe(
      'FILE: record 1: runs.S1[1]: an int was expected, not "2"',
    );
    expect(complaintOf('[{"fixes":[],"runs":{}}]', RUN_ROWS)).toBe(
      'FILE: record 1: fixes: a text, a number, true or false was expected, not []',
    );
  });
});
