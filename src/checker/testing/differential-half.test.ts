import { describe, expect, test } from 'vitest';
import { compareMany, DAILY } from './differential.ts';

/** What a history state remembers was told apart by the order in which its regions were entered. */
const ONCE_DIFFERENT = [21_518];

/** A file of its own, so that the two processors have one each. */
describe('systems drawn from all that XState machines may do', () => {
  test(`are found alike by the engine, the naive explorer and live actors: the second half of ${DAILY} of them`, () => {
    const { differences, fates } = compareMany(DAILY / 2, DAILY);
    expect(differences).toEqual([]);
    expect(fates.explored).toBeGreaterThan(0.45 * (DAILY / 2));
    expect(fates.walked).toBeGreaterThan(0.1 * (DAILY / 2));
    expect(fates.refused).toBeLessThan(0.25 * (DAILY / 2));
  });

  test.each(ONCE_DIFFERENT)('are found alike where they once were not: seed %i', (seed) => {
    expect(compareMany(seed, seed + 1).differences).toEqual([]);
  });
});
