import type { Choice, Composition } from '../../checker/system/compose.ts';
import { words } from '../../checker/system/message.ts';
import { slug } from './slug.ts';

/**
 * A choice in one word that can stand in a link and be read there: `first.line.DELIVER.2.the-whole-packet`. Unlike
 * its index it means the same as long as the component knows the event.
 */
export function tokenOf({ components }: Composition, { component, event }: Choice): string {
  const name = components[component]?.spec.name ?? '';
  return [...name.split('.'), ...words(event)].map(slug).join('.');
}

const byToken = new WeakMap<Composition, ReadonlyMap<string, Choice>>();

/** The choice that a token stands for. */
export function choiceOf(composition: Composition, token: string): Choice | undefined {
  const known =
    byToken.get(composition) ?? new Map(composition.choices.map((choice) => [tokenOf(composition, choice), choice]));
  byToken.set(composition, known);
  return known.get(token);
}
