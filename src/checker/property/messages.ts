import { didYouMean, someOf } from '../did-you-mean.ts';
import { ModelError } from '../errors.ts';
import type { Component, Composition } from '../system/compose.ts';
import { descriptorsOf, hears } from '../words/heard.ts';
import { placesIn } from './places.ts';
import type { PropertySpec } from './property.ts';

/**
 * After a search that came to its end it is known which messages there are. A property about a message that no machine
 * has a transition for, and that nobody has sent, says nothing.
 *
 * @param nobody says where nobody has sent it, if not in the whole search
 * @throws {ModelError} that names the property and the message
 */
export function checkMessages(
  composition: Composition,
  properties: readonly PropertySpec[],
  nobody = 'nobody sends',
): void {
  const { components } = composition;
  let met: ReadonlySet<string> | undefined;
  const isKnown = (receiver: Component, type: string): boolean =>
    hears(receiver.spec.machine, type) || (met ??= metIn(composition)).has(type);
  for (const { checks, id } of properties) {
    for (const { component, sends, takes } of placesIn(checks)) {
      const own = components[composition.indexOf(component)] as Component;
      if (takes !== undefined && !isKnown(own, takes)) throw unknown(id, own, takes, nobody);
      if (!sends) continue;
      const receiver = components.find(({ spec }) => sends.to.includes(spec.name)) as Component;
      if (!isKnown(receiver, sends.type)) throw unknown(id, receiver, sends.type, nobody);
    }
  }
}

function unknown(id: string, { spec }: Component, type: string, nobody: string): ModelError {
  const known = descriptorsOf(spec.machine).filter((one) => !one.startsWith('xstate.'));
  const all = known.length === 0 ? 'it takes nothing' : `it takes ${someOf(known)}`;
  return new ModelError(
    `property ${id}: ${nobody} '${type}' to ${spec.name}, and its machine has no transition for it; ${all}${didYouMean(type, known)}`,
  );
}

/** The types of all messages and events that a search has met, and of those that are declared. */
function metIn({ components }: Composition): ReadonlySet<string> {
  const met = new Set<string>();
  for (const { spec, table } of components) {
    for (const { event } of spec.environment ?? []) met.add(event.type);
    const effects = [table.initialEffects, ...[...table.cells()].map((cell) => cell.effects)].flat();
    for (const effect of effects) if (effect.kind === 'send') met.add(effect.message.type);
    for (const { event } of table.cells()) met.add(event.type);
  }
  return met;
}
