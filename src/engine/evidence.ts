import type { Choice, Composition } from './compose.ts';
import { conditionOn, type Locals } from './condition.ts';
import type { Exploration } from './explore.ts';
import { fairCycle } from './fair.ts';
import { actionBits, allowed } from './fairness.ts';
import { PENDING } from './observer.ts';
import type { Check, LeadsTo } from './property.ts';
import type { Space } from './space.ts';

/** A run that shows something; one that goes on for ever ends in a cycle, which is empty where nothing need happen. */
export interface Evidence {
  readonly run: readonly Choice[];
  readonly cycle: readonly Choice[] | null;
}

/** What a search hands on to those who look at its states. */
type Explored = Pick<Exploration, 'space' | 'bounded'>;

/** Whether a check looks at states and cycles, not at steps. */
export function needsSpace({ kind }: Check): boolean {
  return kind === 'always' || kind === 'deadlock' || kind === 'leadsTo';
}

/**
 * What a search shows of a check that needs its space: the nearest violation; null if there is none, or if the check is
 * one that is hit by a step. Ends and what never ends are judged in an exhausted space only.
 *
 * @param at the check's number among those that the space was searched with
 */
export function evidenceIn(
  { space, bounded }: Explored,
  composition: Composition,
  check: Check,
  at: number,
): Evidence | null {
  if (bounded && check.kind !== 'always') return null;
  if (check.kind === 'leadsTo') return lasso(space, composition, check, at);
  const state = badState(space, composition, check);
  return state === undefined ? null : { run: space.path(state), cycle: null };
}

/** The first state that violates a check by itself. */
function badState(space: Space, composition: Composition, check: Check): number | undefined {
  if (check.kind === 'always') {
    const holds = conditionOn(composition, check.what);
    for (let state = 0; state < space.size; state++) if (!holds(localsOf(space, state))) return state;
  }
  if (check.kind !== 'deadlock') return undefined;
  const isEnd = check.except ? conditionOn(composition, check.except) : () => false;
  return space.deadEnds().find((state) => !isEnd(localsOf(space, state)));
}

function lasso(space: Space, composition: Composition, check: LeadsTo, at: number): Evidence | null {
  const counts = check.during ? conditionOn(composition, check.during) : () => true;
  const isAllowed = allowed(composition, check);
  const cycle = fairCycle(space, {
    isPending: (state) => space.memory(state, at) === PENDING && counts(localsOf(space, state)),
    isAllowed: (choice, state) => isAllowed(choice, localsOf(space, state)),
    actions: actionBits(composition, check),
  });
  return cycle && { run: space.path(cycle.state), cycle: cycle.choices };
}

const localsOf =
  (space: Space, state: number): Locals =>
  (component) =>
    space.local(state, component);
