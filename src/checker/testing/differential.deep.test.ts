import { describe, expect, it } from 'vitest';
import { compareMany } from './differential.ts';

/** The first seeds are those of the daily test. */
const FROM = 2000;
const TO = 100_000;

describe('systems drawn from all that XState machines may do, in depth', () => {
  it.each(Array.from({ length: 14 }, (_, i) => FROM + (i * (TO - FROM)) / 14))(
    'are found alike by the engine, the naive explorer and live actors: 7,000 from seed %i on',
    (from) => {
      const { differences } = compareMany(from, from + (TO - FROM) / 14);
      expect(differences).toEqual([]);
    },
    1_200_000,
  );
});
