import fc from 'fast-check';
import type { Choice } from '../system/compose.ts';
import { StepCache } from '../search/step-cache.ts';
import { withPacked } from '../search/packed.ts';
import { isSafety } from '../verify.ts';
import type { Model } from '../study/models.ts';
import { minimise } from './minimise.ts';
import { Walker } from './walk.ts';

export interface FuzzOptions {
  /** How many schedules to try. */
  readonly runs: number;
  readonly seed: number;
  /** The property that a schedule must not violate; any safety property, if not given. */
  readonly property?: string;
  readonly faults?: readonly string[];
  /** The longest schedule. */
  readonly maxSteps?: number;
}

export interface FuzzResult {
  /** How many schedules were tried, shrinking not counted. */
  readonly runs: number;
  readonly seed: number;
  readonly found: Found | null;
}

export interface Found {
  /** The property that is violated. */
  readonly property: string;
  /** How long the schedule was after fast-check had shrunk it. */
  readonly shrunkSteps: number;
  /** The schedule that is left when every step that can be left out is. */
  readonly run: readonly Choice[];
}

/** Longer than any shortest counterexample, and long enough for two rounds of the keep-alive. */
const MAX_STEPS = 60;

/**
 * Tries random schedules: fast-check draws, at each step, which of the enabled steps is taken. What it finds it shrinks;
 * what is left is then minimised by leaving out steps, for which the model need not be random any more.
 *
 * The same seed gives the same result.
 */
export function fuzz(model: Model, options: FuzzOptions): FuzzResult {
  const safety = model.properties.filter(
    (property) => isSafety(property) && (options.property ?? property.id) === property.id,
  );
  const checks = safety.flatMap((property) => property.checks);
  const owner = safety.flatMap((property) => property.checks.map(() => property.id));
  return withPacked(new StepCache(model.composition, checks), options.faults, (system) => {
    const walker = new Walker(system);
    const schedules = fc.array(fc.nat({ max: 0xffff }), { maxLength: options.maxSteps ?? MAX_STEPS, size: 'max' });
    const details = fc.check(
      fc.property(schedules, (schedule) => walkNth(walker, schedule) === null),
      { numRuns: options.runs, seed: options.seed, verbose: 0 },
    );
    const runs = details.numRuns;
    if (!details.failed || details.counterexample === null) return { runs, seed: options.seed, found: null };
    const shrunk = walkNth(walker, details.counterexample[0]) as Violation;
    const property = owner[shrunk.check] as string;
    const violatesIt = (run: readonly Choice[]) => owner[walkChoices(walker, run)] === property;
    const run = minimise(shrunk.run, violatesIt);
    return { runs, seed: options.seed, found: { property, shrunkSteps: shrunk.run.length, run } };
  });
}

interface Violation {
  readonly check: number;
  readonly run: readonly Choice[];
}

/** Follows a schedule of indices into the enabled steps up to the first violation; null if there is none. */
function walkNth(walker: Walker, schedule: readonly number[]): Violation | null {
  walker.reset();
  const run: Choice[] = [];
  for (const n of schedule) {
    const step = walker.takeNth(n);
    if (!step) return null;
    run.push(step.choice);
    if (step.hits.length > 0) return { check: step.hits[0] as number, run };
  }
  return null;
}

/** The first check that a list of choices hits; -1 if it hits none or cannot be followed. */
function walkChoices(walker: Walker, run: readonly Choice[]): number {
  walker.reset();
  for (const choice of run) {
    const step = walker.take(choice);
    if (!step) return -1;
    if (step.hits.length > 0) return step.hits[0] as number;
  }
  return -1;
}
