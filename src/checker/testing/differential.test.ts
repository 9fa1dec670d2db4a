import { describe, expect, test } from 'vitest';
import { compareMany, DAILY } from './differential.ts';

/** Of machines that draw with `oneOf`, which have more steps. */
const DRAWING_SEEDS = 300;

describe('systems drawn from all that XState machines may do', () => {
  test(`are found alike by the engine, the naive explorer and live actors: the first half of ${DAILY} of them`, () => {
    const { differences, fates } = compareMany(0, DAILY / 2);
    expect(differences).toEqual([]);
    // Most can be checked, and two of three of those are small enough for live actors to explore them alone.
    expect(fates.explored).toBeGreaterThan(0.45 * (DAILY / 2));
    expect(fates.walked).toBeGreaterThan(0.1 * (DAILY / 2));
    expect(fates.refused).toBeLessThan(0.25 * (DAILY / 2));
  });

  test(`are found alike where they draw with oneOf: ${DRAWING_SEEDS} of them, of which a third does draw`, () => {
    const { differences, fates } = compareMany(0, DRAWING_SEEDS, { draws: true });
    expect(differences).toEqual([]);
    expect(fates.drawn).toBeGreaterThan(DRAWING_SEEDS / 3);
    expect(fates.explored).toBeGreaterThan(DRAWING_SEEDS / 3);
  });
});
