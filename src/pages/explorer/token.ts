import type { Choice, Composition } from '../../checker/system/compose.ts';
import { drawTexts } from '../../checker/replay/trace.ts';
import { words } from '../../checker/system/message.ts';
import { slug } from './slug.ts';

/**
 * A choice in one word that can stand in a link and be read there: `first.line.DELIVER.2.the-whole-packet`. Unlike
 * its index it means the same as long as the component knows the event.
 */
export function tokenOf({ components }: Composition, choice: Choice): string {
  const { component, event } = choice;
  const name = components[component]?.spec.name ?? '';
  return [...name.split('.'), ...words(event), ...drawTexts(choice)].map(slug).join('.');
}

/** A step as it is sent: the index of a choice that is declared, or the token of what has no index of its own: a timer, an outcome, a draw. */
export type Sent = number | string;

const byToken = new WeakMap<Composition, Map<string, Choice>>();

/** The choice that a token stands for. A timer or an outcome is known from where it has been met. */
export function choiceOf(composition: Composition, token: string): Choice | undefined {
  const known = byToken.get(composition) ?? new Map<string, Choice>();
  byToken.set(composition, known);
  for (const choice of composition.choices.slice(known.size)) known.set(tokenOf(composition, choice), choice);
  return known.get(token);
}
