import { describe, expect, test } from 'vitest';
import { ALL_FIXES, ALL_SUBSETS, FIX_IDS, FIXES, fixBits, fixes, fixesFromBits, NO_FIXES } from './vocabulary.ts';

describe('the fixes', () => {
  test('are the four check-ins of the ticket, in the order of their numbers, each with a sentence', () => {
    expect(FIX_IDS).toEqual(['27894', '27895', '27896', '27897']);
    expect(Object.values(FIXES).filter((sentence) => sentence.split(' ').length < 5)).toEqual([]);
  });

  test('that are named are on, and no others', () => {
    expect(fixes('27897', '27895')).toEqual({ 27894: false, 27895: true, 27896: false, 27897: true });
    expect([fixBits(NO_FIXES), fixBits(ALL_FIXES)]).toEqual(['0000', '1111']);
  });

  test('refuse a name that is no fix', () => {
    // @ts-expect-error: the compiler refuses it as well
    expect(() => fixes('27895', '2563')).toThrow("there is no fix '2563', only 27894, 27895, 27896, 27897");
    // @ts-expect-error: a name that every object has is no fix either
    expect(() => fixes('toString')).toThrow("there is no fix 'toString'");
  });
});

describe('a subset of the fixes as bits', () => {
  test('is read as it was written, in all 16 cases', () => {
    expect(ALL_SUBSETS).toHaveLength(16);
    for (const bits of ALL_SUBSETS) expect(fixBits(fixesFromBits(bits))).toBe(bits);
  });

  test.each(['', '1', '111', '00000', '0120', 'none', '1111 ', '11\n1', '١١١١'])(
    '%j is refused, not read as off',
    (bits) => {
      expect(() => fixesFromBits(bits)).toThrow(
        `'${bits}' is not a subset of the fixes: one 0 or 1 was expected for each of 27894, 27895, 27896, 27897`,
      );
    },
  );
});
