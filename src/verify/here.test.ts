import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import study from '../../claimcheck.config.ts';
import { Models } from '../checker/study/models.ts';
import { rowWith } from '../checker/study/rows.ts';
import { MODELS } from '../testing/models.ts';
import { SearchCache } from './cache/search-cache.ts';
import { searchHere } from './here.ts';
import { searchRow } from './search-row.ts';

const row = rowWith(MODELS.entry({ system: 'keep-alive' }), { fixes: '0000', path: 'raw', connections: 1 });
const { storeOf } = new SearchCache(join(mkdtempSync(join(tmpdir(), 'claimcheck-here-')), 'code'));

test('a row is searched on this thread once its steps are kept, and as long as that takes no more than a moment', () => {
  expect(searchHere({ study }, row, {}, storeOf)).toBeNull();
  const result = searchRow(new Models(study), row, {}, { storeOf });
  expect(searchHere({ study }, row, {}, storeOf, 60_000)).toEqual(result);
  expect(searchHere({ study }, row, {}, storeOf, -1)).toBeNull();
  expect(searchHere({ study }, row, { faults: ['fin'] }, storeOf)).toBeNull();
});
