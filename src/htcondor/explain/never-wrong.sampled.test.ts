import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draws } from '../../testing/sampled.ts';
import { examine } from './explain.ts';
import type { Level } from './grammar/recogniser.ts';
import { Logs } from './read/logs.ts';
import { asAnotherHost, merged, shuffled } from './testing/edits.ts';
import { LEVELS, lowered } from './testing/lowered.ts';
import { rating } from './testing/rating.ts';
import {
  type Both,
  DEFAULT_LEVEL,
  examineLines,
  filesWith,
  linesOf,
  SCENARIOS,
  textOf,
  truthOf,
} from './testing/scenarios.ts';

/** All scenarios but one of which the times have another form. */
const ALL = [...SCENARIOS, ...DEFAULT_LEVEL].filter((scenario) => !/iso-time|subsecond|rotated/.test(scenario));
const RUNS = { numRuns: draws(3, 12) };
const levels = fc.subarray([...LEVELS]);

/** Both logs at a level, their lines mixed within each second. */
const edits = fc.record({ startd: levels, schedd: levels, isMixed: fc.boolean(), seed: fc.nat() });

interface Edit {
  readonly startd: readonly Level[];
  readonly schedd: readonly Level[];
  readonly isMixed: boolean;
  readonly seed: number;
}

function edited(lines: Both, { startd, schedd, isMixed, seed }: Edit): Both {
  const low = lowered(lines, { startd, schedd });
  let state = seed;
  const random = () => {
    state = (state * 48_271 + 11) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return isMixed ? { startd: shuffled(low.startd, random), schedd: shuffled(low.schedd, random) } : low;
}

describe.each(ALL)('the scenario %s', (scenario) => {
  const lines = linesOf(scenario);
  const truth = truthOf(scenario);

  test('is never told wrong, at whatever levels, from both logs or one', async () => {
    await fc.assert(
      fc.asyncProperty(edits, async (edit) => {
        const both = edited(lines, edit);
        expect(rating((await examineLines(both)).claims, truth)).not.toBe('wrong');
        expect(rating((await examineLines({ ...both, schedd: [] })).claims, truth)).not.toBe('wrong');
        expect(rating((await examineLines({ ...both, startd: [] })).claims, truth)).not.toBe('wrong');
      }),
      RUNS,
    );
  });
});

const ENDED = ALL.filter((scenario) => truthOf(scenario).claim_removed === true);

describe('two hosts of one schedd', () => {
  test('are each explained as if the other were not there, or not at all', async () => {
    const scenario = fc.constantFrom(...ENDED);
    let decided = 0;
    await fc.assert(
      fc.asyncProperty(scenario, scenario, edits, fc.integer({ min: -3, max: 3 }), async (a, b, edit, apart) => {
        const mine = edited(linesOf(a), edit);
        const other = asAnotherHost(edited(linesOf(b), edit), mine, apart);
        const startd = filesWith({ 'hostA.StartLog': textOf(mine.startd), 'hostB.StartLog': textOf(other.startd) });
        const schedd = filesWith({ SchedLog: textOf(merged(mine.schedd, other.schedd)) });
        const { claims } = await examine(await Logs.open({ startd, schedd }));
        const of = (host: string) => claims.filter(({ log }) => log.endsWith(host));
        const ratings = [rating(of('hostA.StartLog'), truthOf(a)), rating(of('hostB.StartLog'), truthOf(b))];
        expect(ratings).not.toContain('wrong');
        decided += ratings.filter((word) => word === 'right').length;
      }),
      { numRuns: draws(60, 240) },
    );
    expect(decided).toBeGreaterThan(draws(60, 240));
  });
});
