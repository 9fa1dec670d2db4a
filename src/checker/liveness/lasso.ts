import type { Choice, Composition } from '../system/compose.ts';
import { conditionOn } from '../property/condition.ts';
import { actionBits, allowed, fairActions } from '../property/fairness.ts';
import { observerFor, PENDING } from '../property/observer.ts';
import type { LeadsTo } from '../property/property.ts';
import type { LocalState } from '../system/table/table.ts';
import { statesAfter, stepsFrom, type Trace } from '../replay/trace.ts';

/** A run that goes on for ever: the trace of its prefix and of one round of its cycle. */
export interface Lasso {
  readonly trace: Trace;
  /** How many steps lie before the cycle. */
  readonly cycleFrom: number;
}

/** Where the components are. */
type States = readonly LocalState[];

/** Whether every component is at the end of the cycle where it was at its beginning. */
export function closes(composition: Composition, { trace, cycleFrom }: Lasso): boolean {
  const begin = statesAfter(composition, trace, cycleFrom);
  return statesAfter(composition, trace, trace.length).every((state, i) => state === begin[i]);
}

/**
 * Whether a lasso violates `leadsTo`, by the definition: the obligation is pending all round, every choice is allowed,
 * and every fair action is taken or somewhere not enabled; a strong one is taken or nowhere enabled. This asks the composition, not a search.
 *
 * @param faults the fault classes that the environment may use; all that the system declares, if not given
 */
export function violatesLeadsTo(
  composition: Composition,
  check: LeadsTo,
  lasso: Lasso,
  faults?: readonly string[],
): boolean {
  const { trace, cycleFrom } = lasso;
  const round = trace.slice(cycleFrom).map(({ choice }) => choice);
  const states = [cycleFrom, ...round.map((_, i) => cycleFrom + i + 1)].map((n) => statesAfter(composition, trace, n));
  const isAllowed = allowed(composition, check);
  return (
    closes(composition, lasso) &&
    isPendingFrom(composition, check, lasso) &&
    round.every((choice, i) => isAllowed(choice.index, localsOf(states[i] as States))) &&
    isFair(composition, check, round, states, faults)
  );
}

/** Whether the obligation is pending in every state of the cycle. */
function isPendingFrom(composition: Composition, check: LeadsTo, { trace, cycleFrom }: Lasso): boolean {
  const observer = observerFor(check);
  const counts = check.during ? conditionOn(composition, check.during) : () => true;
  let memory = 0;
  const pending = trace.map(({ occurrences, states }) => {
    for (const occurrence of occurrences) memory = observer.observe(memory, occurrence).memory;
    return memory === PENDING && counts(localsOf(states));
  });
  return cycleFrom > 0 && pending.slice(cycleFrom - 1).every(Boolean);
}

function isFair(
  composition: Composition,
  check: LeadsTo,
  round: readonly Choice[],
  states: readonly States[],
  faults: readonly string[] | undefined,
): boolean {
  const bits = actionBits(composition, check);
  const isAllowed = allowed(composition, check);
  const isOn = ({ fault }: Choice) => fault === null || (faults?.includes(fault) ?? true);
  return fairActions(composition, check).every(({ strong }, action) => {
    const own = composition.undrawn.filter((choice) => bits(choice.index) & (1 << action) && isOn(choice));
    const isEnabled = (at: States) =>
      own.some((choice) => isAllowed(choice.index, localsOf(at)) && stepsFrom(composition, choice, at).length > 0);
    if (round.some((choice) => own.includes(choice.base ?? choice))) return true;
    return strong ? !states.some(isEnabled) : !states.every(isEnabled);
  });
}

const localsOf = (states: States) => (component: number) => states[component] as LocalState;
