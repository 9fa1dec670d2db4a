import { ModelError } from '../errors.ts';
import type { Composition, Occurrence, Step } from './compose.ts';

/** A parent need not take the message that a child has ended; a child that has ended need not take that it is stopped. */
const IS_NOTICE = /^xstate\.(done\.actor\.|stop$)/;

/** Whether a transition is a message that was lost on a component which has not opted into XState's rule to drop it. */
export function isLost(composition: Composition, { component, event, unhandled }: Occurrence): boolean {
  if (!unhandled || IS_NOTICE.test(event.type)) return false;
  return composition.components[composition.indexOf(component)]?.spec.unhandled !== 'drop';
}

/** What is lost in a step, as a sentence; null if nothing is. */
export function lostIn(composition: Composition, { occurrences }: Pick<Step, 'occurrences'>): string | null {
  const lost = occurrences.find((occurrence) => isLost(composition, occurrence));
  if (!lost) return null;
  const { component, event, from, sender } = lost;
  const state = JSON.stringify(from.snapshot.value);
  // A machine without states is in none.
  return `${component} has no transition for ${event.type} from ${sender}${state === '{}' ? '' : ` in ${state}`}`;
}

/** @throws {ModelError} if a message is lost in a step */
export function refuseLost(composition: Composition, step: Pick<Step, 'occurrences'>): void {
  const lost = lostIn(composition, step);
  if (lost !== null) throw new ModelError(lost);
}
