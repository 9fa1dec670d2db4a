import type { AnyMachineSnapshot } from 'xstate';
import { ModelError } from '../../errors.ts';
import type { LocalState } from '../local-state.ts';
import { short } from '../plain.ts';

/** More local states than this, and a machine is taken for an unbounded one. */
const MAX_LOCAL_STATES = 2 ** 14;

/** So many characters of all states together, with one among them that is so much longer than the first, are the same sign. */
const MAX_TEXT = 2 ** 22;
const MAX_GROWTH = 2 ** 12;

/** Watches how many states a machine has, and how large they are: what grows for ever must be refused soon. */
export class Bounds {
  readonly #name: string;
  readonly #states: readonly LocalState[];
  #text = 0;

  constructor(name: string, states: readonly LocalState[]) {
    this.#name = name;
    this.#states = states;
  }

  /** @throws {ModelError} if the state that is about to be added makes the machine an unbounded one, as far as one can tell */
  add(snapshot: AnyMachineSnapshot, key: string): void {
    this.#text += key.length;
    if (this.#states.length >= MAX_LOCAL_STATES) {
      this.#refuse(`more than ${MAX_LOCAL_STATES} states`, snapshot, (name) => this.#variety(name));
    }
    if (this.#text > MAX_TEXT && key.length - (this.#states[0]?.key.length ?? 0) > MAX_GROWTH) {
      this.#refuse('states that grow and grow', snapshot, (name) => short(snapshot.context[name], MAX_TEXT).length);
    }
  }

  #variety(name: string): number {
    return new Set(this.#states.map(({ snapshot }) => JSON.stringify(snapshot.context[name]))).size;
  }

  /** Names the part of the context that says most. */
  #refuse(what: string, { context, value }: AnyMachineSnapshot, weight: (name: string) => number): never {
    const [widest] = Object.keys(context)
      .map((name) => ({ name, weight: weight(name) }))
      .toSorted((a, b) => b.weight - a.weight);
    const where = widest ? `: context.${widest.name} is ${short(context[widest.name])} by now` : '';
    throw new ModelError(
      `${this.#name} has ${what}, in ${JSON.stringify(value)}${where}; a component must be finite, and small`,
    );
  }
}
