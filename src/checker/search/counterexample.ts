import type { Choice, Composition } from '../system/compose.ts';
import { conditionOn, type Locals } from '../property/condition.ts';
import { fairCycle } from '../liveness/fair-cycle.ts';
import { actionBits, allowed, strongBits } from '../property/fairness.ts';
import { PENDING } from '../property/observer.ts';
import type { Check, LeadsTo } from '../property/property.ts';
import type { Space } from './space.ts';

/** A run that shows something; one that goes on for ever ends in a cycle, which is empty where nothing need happen. */
export interface Counterexample {
  readonly run: readonly Choice[];
  readonly cycle: readonly Choice[] | null;
}

/**
 * What a space shows of a check that looks at states, not at steps: the nearest violation; null if there is none, or if
 * the check is one that is hit by a step. The obligations of `leadsTo` can be judged in an exhausted space only.
 *
 * @param at the check's number among those that the space was searched with
 */
export function counterexampleIn(
  space: Space,
  composition: Composition,
  check: Check,
  at: number,
): Counterexample | null {
  if (check.kind === 'leadsTo') return lasso(space, composition, check, at);
  const isBad = badState(space, composition, check);
  if (!isBad) return null;
  for (let state = 0; state < space.size; state++) if (isBad(state)) return { run: space.path(state), cycle: null };
  return null;
}

/** Whether a state by itself violates a check; null for a check of another kind. */
function badState(space: Space, composition: Composition, check: Check): ((state: number) => boolean) | null {
  if (check.kind === 'always') {
    const holds = conditionOn(composition, check.what);
    return (state) => !holds(localsOf(space, state));
  }
  if (check.kind !== 'deadlock') return null;
  const isEnd = check.except ? conditionOn(composition, check.except) : () => false;
  return (state) => space.isDeadEnd(state) && !isEnd(localsOf(space, state));
}

function lasso(space: Space, composition: Composition, check: LeadsTo, at: number): Counterexample | null {
  const counts = check.during ? conditionOn(composition, check.during) : () => true;
  const isAllowed = allowed(composition, check);
  const cycle = fairCycle(space, {
    isPending: (state) => space.memory(state, at) === PENDING && counts(localsOf(space, state)),
    isAllowed: (choice, state) => isAllowed(choice, localsOf(space, state)),
    actionsOf: actionBits(composition, check),
    strong: strongBits(composition, check),
  });
  if (!cycle) return null;
  const choices = cycle.choices.map((choice) => composition.choices[choice] as Choice);
  return { run: space.path(cycle.state), cycle: choices };
}

const localsOf =
  (space: Space, state: number): Locals =>
  (component) =>
    space.local(state, component);
