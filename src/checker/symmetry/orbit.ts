import { conditionOn, type Locals } from '../property/condition.ts';
import type { Check } from '../property/property.ts';
import type { Choice, Composition } from '../system/compose.ts';
import type { LocalState } from '../system/table/table.ts';

/** A state that stands for all that differ from it in who is who, with what the checks remember. */
export interface Orbit {
  readonly states: readonly LocalState[];
  readonly memories: readonly number[];
  /** The orbit from which the search came to it, and whether by a fault. */
  readonly parent: number;
  readonly depth: number;
  readonly isByFault: boolean;
  readonly faults: number;
}

/** Where a check is hit: in a state, or by a step from it, with so many faults. */
export interface Hit {
  readonly orbit: number;
  readonly isByStep: boolean;
  readonly isByFault: boolean;
  readonly faults: number;
}

export const keyOf = ({ memories, states }: Pick<Orbit, 'memories' | 'states'>): string =>
  `${states.map(({ id }) => id).join()} ${memories.join()}`;

/** What the environment may do in a state, in the order of the search. */
export function enabledIn(
  composition: Composition,
  states: readonly LocalState[],
  faults: readonly string[] | undefined,
): Choice[] {
  return states
    .flatMap((state, component) =>
      composition.isBlocked(component, (other) => states[other] as LocalState)
        ? []
        : [...composition.choicesOf(component, state.id), ...composition.stillChoicesOf(component, state.id)].toSorted(
            (a, b) => composition.order(a, b),
          ),
    )
    .filter(({ fault }) => fault === null || (faults?.includes(fault) ?? true));
}

export function badStates(composition: Composition, check: Check): ((locals: Locals) => boolean) | null {
  if (check.kind === 'always') {
    const holds = conditionOn(composition, check.what);
    return (locals) => !holds(locals);
  }
  if (check.kind !== 'deadlock') return null;
  const isEnd = check.except ? conditionOn(composition, check.except) : () => false;
  return (locals) => !isEnd(locals);
}

export function whileHolds(composition: Composition, check: Check, locals: Locals): boolean {
  if (!('while' in check) || !check.while) return true;
  return check.while.is(locals(composition.indexOf(check.while.component)).snapshot);
}
