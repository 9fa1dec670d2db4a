import { ModelError } from '../../errors.ts';
import type { LocalState } from '../local-state.ts';
import type { Message } from '../message.ts';
import { isSameEffects } from './answer.ts';
import { type Cell, waysOf } from './cell.ts';

/**
 * A cell, and what it is when its state and its event have their keys in another order.
 *
 * @throws {ModelError} if that is something else
 */
export function refuseOther(name: string, cell: Cell, again: readonly Cell[], as: LocalState, said: Message): void {
  const ways = waysOf(cell);
  if (again.length === ways.length && again.every((one, i) => isSame(one, ways[i] as Cell))) return;
  const { event, from } = cell;
  const pairs = [
    [from.snapshot.context, as.snapshot.context],
    [event, said],
  ];
  const texts = pairs.map((pair) => pair.map((one) => JSON.stringify(one)));
  const differing = texts.filter(([one, other]) => one !== other).map(([one, other]) => `${one} and ${other}`);
  throw new ModelError(
    `${name}: ${event.type} in ${JSON.stringify(from.snapshot.value)} depends on the order of keys, which tells no states and no messages apart: it does not do the same with ${differing.join(', ')}; sort the keys before you use their order`,
  );
}

const isSame = (one: Cell, other: Cell): boolean =>
  one.to === other.to && one.kind === other.kind && isSameEffects(one.effects, other.effects);
