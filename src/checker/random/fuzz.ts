import fc from 'fast-check';
import { ModelError } from '../errors.ts';
import { checkMessages } from '../property/messages.ts';
import type { Property, PropertySpec } from '../property/property.ts';
import { statedAll } from '../property/stated.ts';
import { lostCheck } from '../search/explore.ts';
import type { Choice, Composition } from '../system/compose.ts';
import { UNHANDLED } from '../verify.ts';
import { checkKeys, checkList, type Keys } from '../words/known.ts';
import { RandomRun, RandomRuns } from './runs.ts';
import { Walk, type Wrong } from './walk.ts';
import { isFinite } from './watch.ts';

export { isFinite } from './watch.ts';

export interface RunsOptions {
  /** The fault classes that are on; all, if not given. */
  readonly faults?: readonly string[] | undefined;
  /** The longest run; 60 steps, if not given. */
  readonly steps?: number | undefined;
  /** Live actors take one run of so many as well; each, if not given. */
  readonly liveEvery?: number | undefined;
}

export interface FuzzOptions extends RunsOptions {
  /** How many schedules to try. */
  readonly runs: number;
  readonly seed: number;
  /** The property that a schedule must not violate; any that a run which ends can violate, if not given. */
  readonly property?: string;
}

export interface FuzzResult {
  /** How many schedules were tried, shrinking not counted. */
  readonly runs: number;
  readonly seed: number;
  readonly found: Found | null;
}

export interface Found {
  readonly wrong: Wrong;
  /** The schedule that is left when every step that can be left out is. */
  readonly run: readonly Choice[];
}

const OPTIONS: Keys<FuzzOptions> = {
  runs: true,
  seed: true,
  property: true,
  faults: true,
  steps: true,
  liveEvery: true,
};

/** An actor that is made and started takes as long as many steps: live actors take one of so many schedules. */
const LIVE_EVERY = 16;

/** Longer than most shortest counterexamples. */
const STEPS = 60;

/**
 * The random runs of a system as fast-check's values, judged by those of the properties that a run which ends can violate,
 * and by live actors that take every step as well. A message that is lost on its receiver counts as a violation.
 *
 * @throws {ModelError} if no property is stated, or none that such a run can violate
 */
export function randomRuns(
  composition: Composition,
  stating: readonly PropertySpec[],
  { faults, steps = STEPS, liveEvery = 1 }: RunsOptions = {},
): fc.Arbitrary<RandomRun> {
  checkList("the option 'faults' of random runs", faults, "['a class', …]");
  for (const [name, value] of Object.entries({ steps, liveEvery })) checkCount(name, value);
  const properties = statedAll(composition, stating).filter(isFinite);
  if (properties.length === 0) {
    const ids = stating.map(({ id }) => id).join(', ') || 'none';
    throw new ModelError(
      `${composition.spec.name}: no random run can violate what is stated (${ids}), so nothing would be checked; state a property with a check never, onlyAfter, neverAfter, always or deadlock`,
    );
  }
  const lost: Property = {
    id: UNHANDLED,
    sentence: 'No message is lost on a component without a transition for it',
    source: '',
    checks: [lostCheck(composition, {})],
  };
  const walk = new Walk(composition, { properties: [...properties, lost], faults });
  return new RandomRuns(composition, walk, { steps, liveEvery });
}

/**
 * Tries random schedules: at each step it is drawn which of the enabled steps is taken. Nothing of the search takes part, and
 * live actors take one schedule in 16 as well. What is found is shrunk, among live actors, until no step can be left out. The
 * same seed gives the same result.
 *
 * @throws {ModelError} if no property is stated that a random run can violate, or one is about a message that is never met
 */
export function fuzz(
  { composition, properties }: { readonly composition: Composition; readonly properties: readonly PropertySpec[] },
  fuzzing: FuzzOptions,
): FuzzResult {
  checkKeys('fuzz', fuzzing, OPTIONS);
  const { runs, seed, property, ...options } = fuzzing;
  checkCount('runs', runs);
  const wanted = properties.filter(({ id }) => (property ?? id) === id);
  const arbitrary = randomRuns(composition, wanted, { liveEvery: LIVE_EVERY, ...options });
  const details = fc.check(
    fc.property(arbitrary, ({ wrong }) => wrong === null),
    { numRuns: runs, seed, verbose: 0 },
  );
  const [found] = details.counterexample ?? [];
  composition.settle();
  if (!found) checkMessages(composition, wanted, 'in no random run does anybody send');
  return {
    runs: details.numRuns,
    seed,
    found: found?.wrong ? { wrong: found.wrong, run: found.choices } : null,
  };
}

function checkCount(name: string, value: unknown): void {
  if (Number.isInteger(value) && (value as number) > 0) return;
  throw new ModelError(`the option '${name}' of random runs is ${String(value)}; it must be a whole number from 1 on`);
}
