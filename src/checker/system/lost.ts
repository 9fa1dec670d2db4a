import { ModelError } from '../errors.ts';
import type { Composition, Occurrence, Step } from './compose.ts';

/**
 * Whether a transition is a message that was lost on a component which has not opted into XState's rule to drop it. That a
 * child has ended is no message that its parent must take.
 */
export function isLost(composition: Composition, { component, event, unhandled }: Occurrence): boolean {
  if (!unhandled || event.type.startsWith('xstate.done.actor.')) return false;
  return composition.components[composition.indexOf(component)]?.spec.unhandled !== 'drop';
}

/** What is lost in a step, as a sentence; null if nothing is. */
export function lostIn(composition: Composition, { occurrences }: Pick<Step, 'occurrences'>): string | null {
  const lost = occurrences.find((occurrence) => isLost(composition, occurrence));
  if (!lost) return null;
  const { component, event, from, sender } = lost;
  return `${component} has no transition for ${event.type} from ${sender} in ${JSON.stringify(from.snapshot.value)}`;
}

/** @throws {ModelError} if a message is lost in a step */
export function refuseLost(composition: Composition, step: Pick<Step, 'occurrences'>): void {
  const lost = lostIn(composition, step);
  if (lost !== null) throw new ModelError(lost);
}
