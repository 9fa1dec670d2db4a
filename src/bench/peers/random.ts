import fc from 'fast-check';
import { randomRuns } from '../../checker/random/fuzz.ts';
import { given } from '../peer.ts';
import type { RandomRuns } from '../report.ts';
import { taskOf } from '../system.ts';

/** As `fuzz` does. */
const LIVE_EVERY = 16;
const SEED = 2563;

/** Random runs of a system, by our own walk; says how many steps they have, and how long they took. */
const { method, models, system } = await given();
const { runs, steps: longest } = JSON.parse(method) as { runs: number; steps: number };
const { composition, properties } = taskOf(models, system);
const arbitrary = randomRuns(composition, properties, { faults: system.faults, steps: longest, liveEvery: LIVE_EVERY });
let steps = 0;
const started = performance.now();
const { failed, numRuns } = fc.check(
  fc.property(arbitrary, ({ choices, wrong }) => {
    steps += choices.length;
    return wrong === null;
  }),
  { numRuns: runs, seed: SEED },
);
const found: RandomRuns = { runs: numRuns, steps, seconds: (performance.now() - started) / 1000, violated: failed };
console.log(JSON.stringify(found));
