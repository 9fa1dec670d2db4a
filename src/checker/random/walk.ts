import type { Choice } from '../system/compose.ts';
import type { PackedSystem } from '../search/packed.ts';
import { NOT_ENABLED } from '../search/step-tree.ts';

/** Walks through a packed system, step by step; made once, reset for each schedule. */
export class Walker {
  readonly #system: PackedSystem;
  #state: Int32Array;
  #next: Int32Array;
  /** The choices enabled in the current state, and the leaf of each. */
  readonly #choices: number[] = [];
  readonly #leaves: number[] = [];

  constructor(system: PackedSystem) {
    this.#system = system;
    this.#state = new Int32Array(system.words);
    this.#next = new Int32Array(system.words);
  }

  reset(): void {
    this.#system.initial(this.#state);
  }

  /** Takes the n-th of the enabled steps, counted round; the checks it hits, or null where nothing is enabled. */
  takeNth(n: number): { readonly choice: Choice; readonly hits: readonly number[] } | null {
    this.#findEnabled();
    if (this.#choices.length === 0) return null;
    const i = n % this.#choices.length;
    return this.#take(this.#choices[i] as number, this.#leaves[i] as number);
  }

  /** Takes a choice, if it is enabled; the checks it hits, or null. */
  take(choice: Choice): { readonly choice: Choice; readonly hits: readonly number[] } | null {
    const leaf = this.#system.leafOf(choice, this.#state, 0);
    return leaf === NOT_ENABLED ? null : this.#take(choice.index, leaf);
  }

  #take(choice: number, leaf: number) {
    this.#system.apply(leaf, this.#state, 0, this.#next);
    [this.#state, this.#next] = [this.#next, this.#state];
    return { choice: this.#system.composition.choices[choice] as Choice, hits: this.#system.hitsOf(leaf) };
  }

  #findEnabled(): void {
    this.#choices.length = 0;
    this.#leaves.length = 0;
    for (let group = 0; group < this.#system.withoutFault.length; group++) {
      this.#addEnabled(this.#system.row(group, false, this.#state, 0));
      this.#addEnabled(this.#system.row(group, true, this.#state, 0));
    }
  }

  #addEnabled(row: number): void {
    const { tree } = this.#system;
    const end = row + 2 * (tree.nodes[row] as number);
    for (let entry = row + 1; entry < end; entry += 2) {
      const leaf = tree.find(entry, this.#state, 0);
      if (leaf === NOT_ENABLED || !this.#system.apply(leaf, this.#state, 0, this.#next)) continue;
      this.#insert(tree.nodes[entry] as number, leaf);
    }
  }

  /** In the order of the choices: what a number draws must not depend on how the search keeps its states. */
  #insert(choice: number, leaf: number): void {
    let at = this.#choices.length;
    for (; at > 0 && (this.#choices[at - 1] as number) > choice; at--) {
      this.#choices[at] = this.#choices[at - 1] as number;
      this.#leaves[at] = this.#leaves[at - 1] as number;
    }
    this.#choices[at] = choice;
    this.#leaves[at] = leaf;
  }
}
