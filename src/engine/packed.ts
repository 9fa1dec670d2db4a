import type { Choice, Composition } from './compose.ts';
import { bitsFor, FieldOverflow, Layout } from './layout.ts';
import { observerFor } from './observer.ts';
import type { Check } from './property.ts';
import { DISABLED, StepTree } from './step-tree.ts';

/** A component of which only the initial state is known yet is given room for this many bits. */
const FIRST_GUESS = 9;

/** The leaf of a step that is not enabled. */
export const NOT_ENABLED = -1 - DISABLED;

/**
 * A composition with its checks, over packed states: which steps are enabled in a state, and what each leads to, as
 * array look-ups and bit masks. States live in the caller's arrays.
 */
export class PackedSystem {
  readonly composition: Composition;
  readonly words: number;
  readonly tree: StepTree;
  /** Per component and local state: the choices that it has a transition for, without and with a fault. */
  readonly #mild: Int32Array[][];
  readonly #faulty: Int32Array[][];
  readonly #isAllowed: (choice: Choice) => boolean;

  constructor(composition: Composition, checks: readonly Check[], bits: readonly number[], faults?: readonly string[]) {
    this.composition = composition;
    this.tree = new StepTree(composition, checks, checks.map(observerFor), new Layout(bits));
    this.words = this.tree.layout.words;
    this.#mild = composition.components.map(() => []);
    this.#faulty = composition.components.map(() => []);
    this.#isAllowed = ({ fault }) => fault === null || (faults?.includes(fault) ?? true);
  }

  /** Writes the packed initial state to `into`. */
  initial(into: Int32Array): void {
    const { layout } = this.tree;
    into.fill(0);
    this.composition.initial.forEach((local, field) => {
      layout.check(field, local.id);
      const word = layout.word[field] as number;
      into[word] = (into[word] as number) | (local.id << (layout.shift[field] as number));
    });
  }

  /** The choices, without or with a fault, that a component has a transition for in the state at `base`. */
  choicesAt(field: number, withFault: boolean, data: Int32Array, base: number): Int32Array {
    const { word, shift, mask } = this.tree.layout;
    const value =
      ((data[base + (word[field] as number)] as number) >>> (shift[field] as number)) & (mask[field] as number);
    const choices = (withFault ? this.#faulty : this.#mild)[field] as Int32Array[];
    return choices[value] ?? this.#learn(choices, field, value);
  }

  #learn(choices: Int32Array[], field: number, value: number): Int32Array {
    const local = this.composition.choicesOf(field, value).filter(this.#isAllowed);
    const indices = (wanted: (choice: Choice) => boolean) =>
      Int32Array.from(local.filter(wanted).map(({ index }) => index));
    (this.#mild[field] as Int32Array[])[value] = indices(({ fault }) => fault === null);
    (this.#faulty[field] as Int32Array[])[value] = indices(({ fault }) => fault !== null);
    return choices[value] as Int32Array;
  }

  /** The leaf of a choice in the state at `base`; `NOT_ENABLED` if its process is busy. */
  leafOf(choice: number, data: Int32Array, base: number): number {
    return -1 - this.tree.find(choice, data, base);
  }

  /** Writes the successor to `into`; false if nothing has changed. */
  apply(leaf: number, data: Int32Array, base: number, into: Int32Array): boolean {
    const keep = this.tree.keep;
    const set = this.tree.set;
    const at = leaf * this.words;
    let changed = 0;
    for (let i = 0; i < this.words; i++) {
      const old = data[base + i] as number;
      const word = (old & (keep[at + i] as number)) | (set[at + i] as number);
      into[i] = word;
      changed |= old ^ word;
    }
    return changed !== 0;
  }

  /** The checks that the step hits, by number. */
  hitsOf(leaf: number): readonly number[] {
    return this.tree.hitLists[this.tree.hits[leaf] as number] as readonly number[];
  }
}

/**
 * Runs `use` on a packed system; where a field turns out too narrow, again from the start with a wider one. The tables
 * keep what they have learned, so that little is done twice.
 */
export function withPacked<T>(
  composition: Composition,
  checks: readonly Check[],
  faults: readonly string[] | undefined,
  use: (system: PackedSystem) => T,
): T {
  const bits = [
    ...composition.components.map(({ table }) =>
      table.states.length === 1 ? FIRST_GUESS : bitsFor(table.states.length),
    ),
    ...checks.map((check) => observerFor(check).size).map((size) => (size === 1 ? 0 : bitsFor(size))),
  ];
  for (;;) {
    try {
      return use(new PackedSystem(composition, checks, bits, faults));
    } catch (error) {
      if (!(error instanceof FieldOverflow)) throw error;
      bits[error.field] = (bits[error.field] as number) + 1;
    }
  }
}
