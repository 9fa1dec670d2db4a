import { checkOptions } from '../words/check-options.ts';
import { checkArguments } from '../words/arguments.ts';
import { checkOneOf } from '../words/known.ts';
import type { Check } from '../property/property.ts';
import type { Composition, Occurrence } from '../system/compose.ts';
import { isLost, refuseLost } from '../system/lost.ts';
import type { Exploration, ExploreOptions } from '../exploration.ts';
import { keptSteps, restored } from '../kept/kept-steps.ts';
import { type PackedSystem, withPacked } from './packed.ts';
import { Search } from './search.ts';
import { StepCache } from './step-cache.ts';

export type { End, Engine, Exploration, ExploreOptions } from '../exploration.ts';
export { ENGINES } from '../exploration.ts';

/**
 * Explores a system breadth first and exhaustively, and runs all checks along.
 *
 * A state is where all components are (state value, context, history, armed timers, running children), and what the checks
 * remember. A step is one choice of the environment with every message that follows. A step that changes the state counts
 * as a transition. A step that changes nothing is no transition, but the checks see it, unless all that its component
 * declares for the event is `EVENT: {}`: that is no step. What the components do at their start is no step either; a check
 * that it hits has a run of length 0.
 *
 * Among equally short runs the one with the fewest faults is found first, then the one that has its faults earlier, then
 * the one whose choices were declared first: each level is expanded in order of the faults spent so far.
 *
 * @throws {ModelError} if a step of the system cannot be carried out
 */
export function explore(composition: Composition, checks: readonly Check[], options: ExploreOptions = {}): Exploration {
  checkArguments('explore', ['composition', composition], ['checks', checks]);
  checkOptions(options);
  checkOneOf("the option 'engine' of a search of the whole", options.engine, ['bitmap', 'table']);
  return withoutLost(exploreAll(composition, [...checks, lostCheck(composition, options)], options));
}

/** Takes the run of the last check, which looks for lost messages, out of the others. */
export function withoutLost<T extends { readonly runs: Exploration['runs'] }>(found: T) {
  return { ...found, runs: found.runs.slice(0, -1), unhandled: found.runs.at(-1) ?? null };
}

/** The check that looks for messages that are lost on their receivers. */
export function lostCheck(composition: Composition, { unhandled }: ExploreOptions): Check {
  if (unhandled !== 'refuse') return { kind: 'never', what: (occurrence) => isLost(composition, occurrence) };
  const what = (occurrence: Occurrence) => {
    refuseLost(composition, { occurrences: [occurrence] });
    return false;
  };
  return { kind: 'never', what };
}

/** Explores with these checks, and no other. */
export function exploreAll(composition: Composition, checks: readonly Check[], options: ExploreOptions) {
  const { maxStates = Number.POSITIVE_INFINITY, faults, steps } = options;
  // A search that ends so soon is laid out before it is known where the memories belong.
  const known = steps?.kept && maxStates > SMALL && restored(new StepCache(composition, checks), steps.kept, faults);
  if (known) return new Search(known, options).run();
  const cache = new StepCache(composition, checks);
  const search = (system: PackedSystem, most = maxStates) => {
    const found = new Search(system, most < Number.POSITIVE_INFINITY ? { ...options, maxStates: most } : options).run();
    composition.settle();
    if (found.end === 'exhausted') steps?.take(() => keptSteps(system));
    return found;
  };
  const small = withPacked(cache, faults, (system) => search(system, Math.min(SMALL, maxStates)));
  if (small.end !== 'max-states' || maxStates <= SMALL) return small;
  const sizes = cache.sizes();
  cache.settle();
  return withPacked(cache, faults, (system) => search(system), sizes);
}

/** A space of so many states is searched before it is noticed; of a larger one it shows where the memories belong. */
const SMALL = 5000;
