import { expect, test } from 'vitest';
import study from '../../claimcheck.config.ts';
import { rowsOf } from '../../src/checker/study/rows.ts';
import { MODELS, OWN_RECORDS } from '../../src/testing/models.ts';
import { differences } from '../../src/verify/records.ts';
import { searchRow } from '../../src/verify/search-row.ts';
import { takesLongest } from './testing/longest.ts';

const ROWS = study.systems.flatMap((system) => rowsOf(system)).filter(takesLongest);

test('53 rows are searched here alone: those that take longest, and most subsets of the datagrams', () => {
  expect(ROWS).toHaveLength(53);
});

test.each(ROWS)('$system shows in $variant what is expected of it, and is exhausted', (row) => {
  const result = searchRow(MODELS, row);
  expect(result.bounded).toBe(false);
  expect(differences(OWN_RECORDS, [result], {})).toEqual([]);
});
