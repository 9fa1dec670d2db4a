import { expect, test } from 'vitest';
import { ALL_SUBSETS, REVISIONS } from '../../../../machines/vocabulary.ts';
import { probeAll } from '../testing/matrix.ts';

test.each(REVISIONS)('%s: in all 16 subsets the verdict is right and the true schedd consistent', async (revision) => {
  const cells = await probeAll([revision], ALL_SUBSETS);
  expect(cells).toHaveLength(16);
  expect(cells.map(({ build, probed }) => [build.fixes, probed.verdict])).toEqual(
    cells.map(({ build, expected }) => [build.fixes, expected]),
  );
  expect(cells.filter(({ isConsistent }) => !isConsistent).map(({ build }) => build.fixes)).toEqual([]);
  expect(cells.filter(({ expected }) => expected === 'vulnerable').map(({ build }) => build.fixes)).toEqual([
    '0000',
    '0010',
    '1000',
  ]);
});
