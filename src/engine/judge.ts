import type { Composition } from './compose.ts';
import { observerFor } from './observer.ts';
import type { Check, Property } from './property.ts';
import type { Trace, TraceStep } from './trace.ts';

/** A property that a run violates (or, for a witness, reaches), and at which step, from 1. */
export interface Judgement {
  readonly property: Property;
  readonly step: number;
}

/** What one run shows: each property that it hits, at its first step that does. In the order of the steps. */
export function judge(composition: Composition, properties: readonly Property[], trace: Trace): Judgement[] {
  return properties
    .flatMap((property) => {
      const steps = property.checks.map((check) => firstHit(composition, check, trace)).filter((step) => step > 0);
      return steps.length > 0 ? [{ property, step: Math.min(...steps) }] : [];
    })
    .toSorted((a, b) => a.step - b.step);
}

/** The number of the first step that hits a check; 0 if none does. */
function firstHit(composition: Composition, check: Check, trace: Trace): number {
  const observer = observerFor(check);
  let memory = 0;
  const at = trace.findIndex((step) => {
    let hit = false;
    for (const occurrence of step.occurrences) {
      const seen = observer.observe(memory, occurrence);
      memory = seen.memory;
      hit ||= seen.hit;
    }
    return hit && whileHolds(composition, check, step);
  });
  return at + 1;
}

function whileHolds(composition: Composition, check: Check, step: TraceStep): boolean {
  if (!('while' in check) || !check.while) return true;
  const state = step.states[composition.indexOf(check.while.component)];
  return state !== undefined && check.while.is(state.snapshot);
}
