import type { Choice, Composition, Occurrence } from '../../checker/system/compose.ts';
import type { LocalState } from '../../checker/system/table/table.ts';
import { refusal } from './refusal.ts';

/** A step that the environment can take. */
export interface EnabledStep {
  readonly choice: Choice;
  /** What the machine's author says of the transition with which it begins. */
  readonly description: string;
  readonly occurrences: readonly Occurrence[];
}

/** An event that would do nothing now, and why. */
export interface RefusedChoice {
  readonly choice: Choice;
  readonly reason: string;
}

export interface Steps {
  readonly enabled: readonly EnabledStep[];
  readonly refused: readonly RefusedChoice[];
}

/** Every choice of the environment in a state, in the order declared: what can be taken, and why the others cannot. */
export function stepsAt(composition: Composition, states: readonly LocalState[], faults: readonly string[]): Steps {
  const enabled: EnabledStep[] = [];
  const refused: RefusedChoice[] = [];
  for (const choice of composition.undrawn) {
    const answer = ask(composition, states, choice, faults);
    if ('reason' in answer) refused.push({ choice, ...answer });
    else enabled.push(...answer);
  }
  return { enabled, refused };
}

/** The ways in which a choice may come out, or why it cannot be taken. */

function ask(
  composition: Composition,
  states: readonly LocalState[],
  choice: Choice,
  faults: readonly string[],
): EnabledStep[] | { reason: string } {
  if (choice.fault !== null && !faults.includes(choice.fault))
    return { reason: `faults of class ${choice.fault} are off` };
  const steps = composition.steps(choice, (component) => states[component] as LocalState);
  const [first] = steps;
  if (!first) return { reason: refusal(composition, states, choice) };
  // A step that changes nothing is no transition: the search does not take it either.
  const changing = steps.filter(({ writes }) => [...writes].some(([component, state]) => states[component] !== state));
  if (changing.length === 0) return { reason: `nothing would change: ${said(composition, first.occurrences)}` };
  return changing.map((step) => ({
    choice: step.choice,
    description: composition.describe(choice, step),
    occurrences: step.occurrences,
  }));
}

/** What the last of a step's transitions is described as: how it came to nothing. */
function said(composition: Composition, occurrences: readonly Occurrence[]): string {
  const last = occurrences.at(-1);
  if (!last) return '';
  return (
    composition.components[composition.indexOf(last.component)]?.table.describe(last.from, last.event, last.draws) ?? ''
  );
}
