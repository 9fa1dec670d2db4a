import type { Composition } from '../system/compose.ts';
import { conditionOn } from '../property/condition.ts';
import { violatesLeadsTo } from '../liveness/lasso.ts';
import { observerFor } from '../property/observer.ts';
import type { Check, Property } from '../property/property.ts';
import type { LocalState } from '../system/table/table.ts';
import { checkKeys, type Keys } from '../words/known.ts';
import { statesAfter, stepsFrom, type Trace, type TraceStep } from './trace.ts';
import { checkArguments } from '../words/arguments.ts';

/** A property that a run violates (or, for a witness, reaches), and after how many steps it does. */
export interface Judgement {
  readonly property: Property;
  readonly step: number;
}

/** What else there is to know of a run. */
export interface JudgeOptions {
  /** How many steps lie before the cycle in which the run goes on for ever; it ends, if not given. */
  readonly cycleFrom?: number;
  /** The fault classes that the environment may use; all that the system declares, if not given. */
  readonly faults?: readonly string[];
}

const OPTIONS: Keys<JudgeOptions> = { cycleFrom: true, faults: true };

/** What one run shows: each property that it hits, at its first step that does. In the order of the steps. */
export function judge(
  composition: Composition,
  properties: readonly Property[],
  trace: Trace,
  options: JudgeOptions = {},
): Judgement[] {
  checkArguments('judge', ['composition', composition], ['properties', properties], ['trace', trace]);
  checkKeys('judge', options, OPTIONS);
  return properties
    .flatMap((property) => {
      const steps = property.checks
        .map((check) => firstHit(composition, check, trace, options))
        .filter((step) => step !== null);
      return steps.length > 0 ? [{ property, step: Math.min(...steps) }] : [];
    })
    .toSorted((a, b) => a.step - b.step);
}

/** The number of steps after which a check is hit; null if it is not. */
function firstHit(composition: Composition, check: Check, trace: Trace, options: JudgeOptions): number | null {
  const { cycleFrom, faults } = options;
  if (check.kind === 'leadsTo') {
    return cycleFrom !== undefined && violatesLeadsTo(composition, check, { trace, cycleFrom }, faults)
      ? cycleFrom
      : null;
  }
  if (check.kind === 'always' || check.kind === 'deadlock') return firstBadState(composition, check, trace, faults);
  const step = firstStep(composition, check, trace);
  return step < 0 ? null : step + 1;
}

function firstBadState(
  composition: Composition,
  check: Extract<Check, { kind: 'always' | 'deadlock' }>,
  trace: Trace,
  faults?: readonly string[],
): number | null {
  const condition = check.kind === 'always' ? check.what : check.except;
  const holds = condition ? conditionOn(composition, condition) : () => false;
  for (let steps = 0; steps <= trace.length; steps++) {
    const states = statesAfter(composition, trace, steps);
    const isGood = holds((component) => states[component] as LocalState);
    if (!isGood && (check.kind === 'always' || isDeadEnd(composition, states, faults))) return steps;
  }
  return null;
}

/** Whether no step that the environment may take changes anything. */
function isDeadEnd(composition: Composition, states: readonly LocalState[], faults?: readonly string[]): boolean {
  return composition.undrawn.every((choice) => {
    if (choice.fault !== null && faults && !faults.includes(choice.fault)) return true;
    return stepsFrom(composition, choice, states).every(({ writes }) =>
      [...writes].every(([component, state]) => state === states[component]),
    );
  });
}

/** The index of the first step that hits a check; -1 if none does. */
function firstStep(composition: Composition, check: Check, trace: Trace): number {
  const observer = observerFor(check);
  let memory = 0;
  return trace.findIndex((step) => {
    let hit = false;
    for (const occurrence of step.occurrences) {
      const seen = observer.observe(memory, occurrence);
      memory = seen.memory;
      hit ||= seen.hit;
    }
    return hit && whileHolds(composition, check, step);
  });
}

function whileHolds(composition: Composition, check: Check, step: TraceStep): boolean {
  if (!('while' in check) || !check.while) return true;
  const state = step.states[composition.indexOf(check.while.component)];
  return state !== undefined && check.while.is(state.snapshot);
}
