import { describe, expect, test } from 'vitest';
import { foldsOf, rowOf, rowsOn } from './folds.ts';

const shown = (text: string, alone: readonly number[] = []) =>
  foldsOf([...text], (step) => alone.includes(step)).map(({ from, to, period, times }) =>
    times === 1 ? `${from}` : `${from}-${to}: ${times} × ${period}`,
  );

describe('a run is folded', () => {
  test('where one step is repeated three times or more', () => {
    expect(shown('abbbbcc')).toEqual(['1', '2-5: 4 × 1', '6', '7']);
  });

  test('where up to four steps come round again and again', () => {
    expect(shown('xabababy')).toEqual(['1', '2-7: 3 × 2', '8']);
    expect(shown('abcdabcdabcd')).toEqual(['1-12: 3 × 4']);
  });

  test('in the rounds that save most rows, and the rest of a round is not lost', () => {
    expect(shown('aaaaaa')).toEqual(['1-6: 6 × 1']);
    expect(shown('abababa')).toEqual(['1-6: 3 × 2', '7']);
  });

  test('but a step that must have a row of its own has one', () => {
    expect(shown('aaaaaaaa', [4])).toEqual(['1-3: 3 × 1', '4', '5-8: 4 × 1']);
  });

  test('and not where nothing is repeated', () => {
    expect(shown('')).toEqual([]);
    expect(shown('aabbaabb')).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
  });

  test('so that all steps are in one row each', () => {
    for (const text of ['aaaabcbcbcbcdddd', 'abcabcabcaaa', 'aabababab']) {
      const folds = foldsOf([...text]);
      const steps = folds.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
      expect(steps).toEqual(Array.from(text, (_, i) => i + 1));
    }
  });
});

describe('a reader goes through the rows', () => {
  const folds = foldsOf([...'abbbbc']);

  test('from end to end', () => {
    expect([0, 1, 5, 6].map((at) => rowsOn(folds, at, 1))).toEqual([1, 5, 6, 6]);
    expect([0, 1, 5, 6].map((at) => rowsOn(folds, at, -1))).toEqual([0, 0, 1, 5]);
  });

  test('also from the middle of one', () => {
    expect([rowsOn(folds, 3, 1), rowsOn(folds, 3, -1)]).toEqual([5, 1]);
    expect([0, 1, 3, 6].map((step) => rowOf(folds, step))).toEqual([-1, 0, 1, 2]);
  });
});
