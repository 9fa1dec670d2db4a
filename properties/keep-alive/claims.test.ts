import { expect, test } from 'vitest';
import { rowWith } from '../../src/checker/study/rows.ts';
import { MODELS, OWN_RECORDS } from '../../src/testing/models.ts';
import { type RowResult, searchRow } from '../../src/verify/search-row.ts';

const search = (choices: Record<string, string | number>, engine?: 'grouped'): RowResult =>
  searchRow(MODELS, rowWith(MODELS.entry({ system: 'keep-alive' }), choices), engine ? { engine } : {});

const statesWith = (choices: object) => search({ path: 'auth', fixes: '0000', ...choices }).states;

const sizeOf = ({ states, transitions, depth, properties }: RowResult) => ({
  states,
  transitions,
  depth,
  verdicts: properties.map(({ id, verdict, trace }) => [id, verdict, trace]),
});

test.each([
  ['raw', '0000'],
  ['raw', '1111'],
  ['auth', '0101'],
])('two claims on the %s path with fixes %s are as many states counted as composed', (path, fixes) => {
  const counted = search({ path, fixes, claims: 2 });
  expect(counted.engine).toBe('counted');
  expect(sizeOf(counted)).toEqual(sizeOf(search({ path, fixes, claims: 2 }, 'grouped')));
});

test("two claims on the ticket's path have 15,070,225 states, three 55,057,146,625, with one keep-alive each 39,239,200,000", () => {
  expect([statesWith({ claims: 2 }), statesWith({ claims: 3 })]).toEqual([15_070_225, 55_057_146_625]);
  expect([statesWith({ claims: 2, rounds: 1 }), statesWith({ claims: 3, rounds: 1 })]).toEqual([
    11_956_000, 39_239_200_000,
  ]);
});

test('a thousand claims are counted exactly, and have the verdicts and the shortest runs of one', () => {
  const [two, thousand] = [2, 1000].map((claims) => search({ path: 'auth', fixes: '0000', claims })) as [
    RowResult,
    RowResult,
  ];
  expect(String(thousand.states)).toMatch(/^\d{3492}$/);
  expect(sizeOf(thousand).verdicts).toEqual(sizeOf(two).verdicts);
});

test.each([2, 3, 1000])('what is expected of %d claims is on record for all 32 rows', (claims) => {
  expect(OWN_RECORDS.rows(`expected/timeout-fin-rst-claims-${claims}.json`)).toHaveLength(32);
});
