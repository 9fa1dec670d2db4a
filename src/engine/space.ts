import type { Choice } from './compose.ts';
import type { PackedSystem } from './packed.ts';
import type { StateSet } from './state-set.ts';
import { NOT_ENABLED } from './step-tree.ts';
import type { LocalState } from './table.ts';

/** What a search has found, state by state: for what needs more than the shortest runs. */
export interface Space {
  /** States 0 … size - 1, breadth first; 0 is the initial one. */
  readonly size: number;
  /**
   * Every enabled step of a state, in the order of the search, with the checks that it hits; the target is the state
   * itself where nothing changes.
   */
  steps(state: number, visit: (choice: Choice, target: number, hits: readonly number[]) => void): void;
  /** The memory that a check has in a state; 0 for a check without one. */
  memory(state: number, check: number): number;
  /** The local state of a component in a state. */
  local(state: number, component: number): LocalState;
  /** The shortest run to a state. */
  path(state: number): Choice[];
  /** The states in which there is no step that changes anything. */
  deadEnds(): number[];
}

/** The space of one search. Steps lead to numbers of states, which a table gives that is made when it is first needed. */
export class RunSpace implements Space {
  readonly #system: PackedSystem;
  readonly #states: StateSet;
  readonly #parent: Int32Array;
  readonly #quiet: readonly number[];
  readonly #next: Int32Array;

  constructor(system: PackedSystem, states: StateSet, parent: Int32Array, quiet: readonly number[]) {
    this.#system = system;
    this.#states = states;
    this.#parent = parent;
    this.#quiet = quiet;
    this.#next = new Int32Array(system.words);
  }

  get size(): number {
    return this.#states.size;
  }

  steps(state: number, visit: (choice: Choice, target: number, hits: readonly number[]) => void): void {
    this.#eachStep(state, (choice, changed, leaf) =>
      visit(choice, changed ? this.#states.indexOf(this.#next) : state, this.#system.hitsOf(leaf)),
    );
  }

  memory(state: number, check: number): number {
    return this.#system.memory(check, this.#states.data, state * this.#system.words);
  }

  local(state: number, component: number): LocalState {
    return this.#system.local(component, this.#states.data, state * this.#system.words);
  }

  path(state: number): Choice[] {
    const path: Choice[] = [];
    for (let id = state; id > 0; id = this.#parent[id] as number) path.push(this.#via(this.#parent[id] as number, id));
    return path.reverse();
  }

  /** The step by which the search came from one state to another: the first that leads there. */
  #via(from: number, to: number): Choice {
    const { words } = this.#system;
    let via: Choice | undefined;
    this.#eachStep(from, (choice, changed) => {
      if (!changed || via) return;
      const isThere = this.#next.every((word, i) => word === this.#states.data[to * words + i]);
      if (isThere) via = choice;
    });
    return via as Choice;
  }

  deadEnds(): number[] {
    return this.#quiet.filter((state) => {
      let steps = 0;
      this.#eachStep(state, (_, changed) => {
        if (changed) steps += 1;
      });
      return steps === 0;
    });
  }

  /** Leaves each successor in `#next`: first the steps without a fault, then those with one. */
  #eachStep(state: number, visit: (choice: Choice, changed: boolean, leaf: number) => void): void {
    const { composition, mild, tree, words } = this.#system;
    const { data } = this.#states;
    for (const withFault of [false, true]) {
      for (let lump = 0; lump < mild.length; lump++) {
        const row = this.#system.row(lump, withFault, data, state * words);
        for (let i = 0; i < (tree.nodes[row] as number); i++) {
          const entry = row + 1 + 2 * i;
          const leaf = tree.find(entry, data, state * words);
          if (leaf === NOT_ENABLED) continue;
          const changed = this.#system.apply(leaf, data, state * words, this.#next);
          visit(composition.choices[tree.nodes[entry] as number] as Choice, changed, leaf);
        }
      }
    }
  }
}
