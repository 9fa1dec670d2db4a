import { expect, test } from 'vitest';
import { rowsOf } from '../../src/checker/study/rows.ts';
import { MODELS } from '../../src/testing/models.ts';
import { searchRow } from '../../src/verify/search-row.ts';

const ROWS = rowsOf(MODELS.entry({ system: 'keep-alive' }), { claims: 2 });

test('there are 32 rows of two claims', () => expect(ROWS).toHaveLength(32));

test.each(ROWS)('two claims with $choices.path, $choices.fixes are as many states counted as composed', (row) => {
  const [counted, composed] = [searchRow(MODELS, row), searchRow(MODELS, row, { engine: 'grouped' })];
  for (const key of ['states', 'transitions', 'depth', 'properties'] as const)
    expect(counted[key]).toEqual(composed[key]);
});
