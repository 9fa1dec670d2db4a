import type { AnyMachineSnapshot } from 'xstate';

/** In more orders than this nothing is kept: as many as four keys can have. */
const MOST_ORDERS = 24;

/** Whether values that are the same plain data have their keys in the same order, at every depth. */
function isSameOrder(one: unknown, other: unknown): boolean {
  if (one === other || typeof one !== 'object' || one === null || 'sessionId' in one) return true;
  const keys = Object.keys(one);
  const others = Object.keys(other as object);
  return keys.every(
    (key, i) => key === others[i] && isSameOrder(Reflect.get(one, key), Reflect.get(other as object, key)),
  );
}

/**
 * Notes in which orders of their keys things are met. States and messages that differ in nothing else are one, but a machine can
 * tell them apart, by `Object.keys` or `JSON.stringify`: so it is asked about each of them.
 */
export class KeyOrders<K, T> {
  readonly #met = new Map<K, T[]>();
  readonly #data: (one: T) => unknown;
  /** How many orders were met beside first ones. */
  count = 0;

  /** @param data what of a thing has keys that may be in any order */
  constructor(data: (one: T) => unknown) {
    this.#data = data;
  }

  /**
   * Notes the order of a thing that is known.
   *
   * @param first it as it was first met
   * @returns whether the order is another one than all before
   */
  meet(key: K, first: T, again: T): boolean {
    if (isSameOrder(this.#data(first), this.#data(again))) return false;
    const met = this.#met.get(key) ?? [first];
    if (met.length >= MOST_ORDERS || met.some((one) => isSameOrder(this.#data(one), this.#data(again)))) return false;
    this.#met.set(key, [...met, again]);
    this.count += 1;
    return true;
  }

  /** A thing in all the orders in which it was met. */
  of(key: K, first: T): readonly T[] {
    return this.#met.get(key) ?? [first];
  }
}

/** The orders in which the context of a local state is met. */
export const stateOrders = (): KeyOrders<number, AnyMachineSnapshot> => new KeyOrders((snapshot) => snapshot.context);
