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
  for (const choice of composition.choices) {
    const answer = ask(composition, states, choice, faults);
    if ('reason' in answer) refused.push({ choice, ...answer });
    else enabled.push({ choice, ...answer });
  }
  return { enabled, refused };
}

function ask(
  composition: Composition,
  states: readonly LocalState[],
  choice: Choice,
  faults: readonly string[],
): Omit<EnabledStep, 'choice'> | { reason: string } {
  if (choice.fault !== null && !faults.includes(choice.fault))
    return { reason: `faults of class ${choice.fault} are off` };
  const step = composition.step(choice, (component) => states[component] as LocalState);
  if (!step) return { reason: refusal(composition, states, choice) };
  // A step that changes nothing is no transition: the search does not take it either.
  if ([...step.writes].every(([component, state]) => states[component] === state)) {
    return { reason: `nothing would change: ${said(composition, step.occurrences)}` };
  }
  return { description: composition.describe(choice, step), occurrences: step.occurrences };
}

/** What the last of a step's transitions is described as: how it came to nothing. */
function said(composition: Composition, occurrences: readonly Occurrence[]): string {
  const last = occurrences.at(-1);
  if (!last) return '';
  return composition.components[composition.indexOf(last.component)]?.table.describe(last.from, last.event) ?? '';
}
