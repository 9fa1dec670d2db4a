import { describe, expect, test } from 'vitest';
import { compareMany } from './differential.ts';

/** Whole numbers by which a system can be drawn again. */
const SEEDS = 2000;
/** Of machines that draw with `oneOf`, which have more steps. */
const DRAWING_SEEDS = 300;

describe('systems drawn from all that XState machines may do', () => {
  test(`are found alike by the engine, the naive explorer and live actors: ${SEEDS} of them`, () => {
    const { differences, fates } = compareMany(0, SEEDS);
    expect(differences).toEqual([]);
    // Most can be checked, and most of those are small enough for live actors to explore them alone.
    expect(fates.explored).toBeGreaterThan(SEEDS / 2);
    expect(fates.walked).toBeGreaterThan(SEEDS / 10);
    expect(fates.refused).toBeLessThan(SEEDS / 4);
  });

  test(`are found alike where they draw with oneOf: ${DRAWING_SEEDS} of them, of which a third does draw`, () => {
    const { differences, fates } = compareMany(0, DRAWING_SEEDS, { draws: true });
    expect(differences).toEqual([]);
    expect(fates.drawn).toBeGreaterThan(DRAWING_SEEDS / 3);
    expect(fates.explored).toBeGreaterThan(DRAWING_SEEDS / 3);
  });
});
