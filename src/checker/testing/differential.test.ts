import { describe, expect, test } from 'vitest';
import { compareMany, DAILY } from './differential.ts';

describe('systems drawn from all that XState machines may do', () => {
  test(`are found alike by the engine, the naive explorer and live actors: the first half of ${DAILY} of them`, () => {
    const { differences, fates } = compareMany(0, DAILY / 2);
    expect(differences).toEqual([]);
    // Most can be checked, and two of three of those are small enough for live actors to explore them alone.
    expect(fates.explored).toBeGreaterThan(0.45 * (DAILY / 2));
    expect(fates.walked).toBeGreaterThan(0.1 * (DAILY / 2));
    expect(fates.refused).toBeLessThan(0.25 * (DAILY / 2));
  });
});
