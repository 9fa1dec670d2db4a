import { describe, expect, test } from 'vitest';
import { compareMany, DAILY, ONCE_DIFFERENT } from './differential.ts';
import { FEATURES, featuresOf } from './features-drawn.ts';

/** Of machines that draw with `oneOf`, which have more steps. */
const DRAWING_SEEDS = 20;

/** The first of many: all that are compared are in differential.deep.test.ts. */
describe('systems drawn from all that XState machines may do', () => {
  test(`are found alike by the engine, the naive explorer and live actors: ${DAILY} of them, with every feature that can be drawn`, () => {
    const { differences, fates, compared } = compareMany(0, DAILY);
    expect(differences).toEqual([]);
    // Most can be checked, and two of three of those are small enough for live actors to explore them alone.
    expect(fates.explored).toBeGreaterThan(0.45 * DAILY);
    expect(fates.walked).toBeGreaterThan(0.1 * DAILY);
    expect(fates.refused).toBeLessThan(0.25 * DAILY);
    const met = compared.map(featuresOf);
    const rare = FEATURES.filter((feature) => met.filter((some) => some.has(feature)).length < 3);
    expect(rare).toEqual([]);
  });

  test(`are found alike where they draw with oneOf: ${DRAWING_SEEDS} of them, of which a third does draw`, () => {
    const { differences, fates } = compareMany(0, DRAWING_SEEDS, { draws: true });
    expect(differences).toEqual([]);
    expect(fates.drawn).toBeGreaterThan(DRAWING_SEEDS / 3);
    expect(fates.explored).toBeGreaterThan(DRAWING_SEEDS / 3);
  });

  test.each(ONCE_DIFFERENT)('are found alike where they once were not: seed %i', (seed) => {
    expect(compareMany(seed, seed + 1).differences).toEqual([]);
  });
});
