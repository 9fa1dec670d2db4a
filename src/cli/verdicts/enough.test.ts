import { describe, expect, test } from 'vitest';
import { harmedBy, minimalOf, standingOf } from './enough.ts';

const HOLDS = [{ verdict: 'holds' }];
const VIOLATED = [{ verdict: 'holds' }, { verdict: 'violated' }];
const BOUNDED = [{ verdict: 'bounded' }];

describe('the subsets that are enough', () => {
  test('are safe only if everything holds in every search, and open if nothing is known', () => {
    const found: Record<string, (typeof HOLDS)[]> = {
      '00': [HOLDS, VIOLATED],
      '01': [HOLDS, BOUNDED],
      '10': [],
      '11': [HOLDS, HOLDS],
    };
    expect(standingOf(['00', '01', '10', '11'], (subset) => found[subset] ?? [])).toEqual({
      safe: ['11'],
      unsafe: ['00'],
      open: ['01', '10'],
    });
  });

  test('are minimal if no smaller one is safe, the smallest first', () => {
    const safe = ['111', '110', '001', '011', '101'];
    expect(minimalOf({ safe, unsafe: [], open: [] })).toEqual(['001', '110']);
    expect(minimalOf({ safe: [], unsafe: ['0', '1'], open: [] })).toEqual([]);
  });

  test('are harmed by more switches where a larger one is not safe', () => {
    expect(harmedBy({ safe: ['001', '110'], unsafe: ['000', '101', '111'], open: [] })).toEqual(['001', '101']);
    expect(harmedBy({ safe: ['01', '11'], unsafe: ['00', '10'], open: [] })).toBeUndefined();
  });
});
