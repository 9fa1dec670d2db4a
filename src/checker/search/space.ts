import type { Choice } from '../system/compose.ts';
import type { PackedSystem } from './packed.ts';
import type { StateSet } from './state-set.ts';
import { NOT_ENABLED } from './step-tree.ts';
import type { LocalState } from '../system/table/table.ts';

/** A searched space, state by state: what algorithms beyond reachability need. */
export interface Space {
  /** The states are numbered from 0 to here, in breadth-first order; 0 is the initial one. */
  readonly size: number;
  /**
   * Every enabled step of a state, by the number of its choice, in the order of the search, with the checks that it hits;
   * `target` is the state itself where nothing changes. Those that change nothing, and that no check looks at, come last.
   * For an exhausted space only.
   */
  steps(state: number, visit: (choice: number, target: number, hits: readonly number[]) => void): void;
  /** Whether the search has tried every step of a state, and none changes a component. */
  isDeadEnd(state: number): boolean;
  /** The memory that a check's observer has in a state; 0 if it has none. */
  memory(state: number, check: number): number;
  /** Whether a check has cared for any transition. */
  isConcerned(check: number): boolean;
  /** The local state of a component. */
  local(state: number, component: number): LocalState;
  /** The shortest run to a state. */
  path(state: number): Choice[];
}

const NO_HITS: readonly number[] = [];

/** The space of one search. */
export class RunSpace implements Space {
  readonly #system: PackedSystem;
  readonly #states: StateSet;
  readonly #parent: Int32Array;
  readonly #expanded: number;
  readonly #next: Int32Array;

  constructor(system: PackedSystem, states: StateSet, parent: Int32Array, expanded: number) {
    this.#system = system;
    this.#states = states;
    this.#parent = parent;
    this.#expanded = expanded;
    this.#next = new Int32Array(system.words);
  }

  get size(): number {
    return this.#states.size;
  }

  steps(state: number, visit: (choice: number, target: number, hits: readonly number[]) => void): void {
    this.#someStep(state, (choice, leaf) => {
      const changed = this.#apply(state, leaf);
      visit(choice, changed ? this.#states.indexOf(this.#next) : state, this.#system.hitsOf(leaf));
      return false;
    });
    this.#stillSteps(state, visit);
  }

  /** The steps that change nothing and that no check looks at, which the search leaves out. */
  #stillSteps(state: number, visit: (choice: number, target: number, hits: readonly number[]) => void): void {
    const { withoutFault, tree, words } = this.#system;
    const { data } = this.#states;
    for (let group = 0; group < withoutFault.length; group++) {
      const row = this.#system.stillRow(group, data, state * words);
      for (let i = 0; i < (tree.nodes[row] as number); i++) {
        const entry = row + 1 + 2 * i;
        for (let leaf = tree.find(entry, data, state * words); leaf !== NOT_ENABLED; leaf = tree.nextWay(leaf)) {
          visit(tree.choiceOf(entry, leaf), state, NO_HITS);
        }
      }
    }
  }

  isDeadEnd(state: number): boolean {
    return state < this.#expanded && !this.#someMove(state, false) && !this.#someMove(state, true);
  }

  /** Whether a step without or with a fault moves a component. This is asked of every state of a space. */
  #someMove(state: number, withFault: boolean): boolean {
    const { withoutFault, tree, words } = this.#system;
    const { data } = this.#states;
    for (let group = 0; group < withoutFault.length; group++) {
      const row = this.#system.row(group, withFault, data, state * words);
      const end = row + 2 * (tree.nodes[row] as number);
      for (let entry = row + 1; entry < end; entry += 2) {
        for (let leaf = tree.find(entry, data, state * words); leaf !== NOT_ENABLED; leaf = tree.nextWay(leaf)) {
          if (tree.moves[leaf] === 1) return true;
        }
      }
    }
    return false;
  }

  memory(state: number, check: number): number {
    return this.#system.memory(check, this.#states.data, state * this.#system.words);
  }

  isConcerned(check: number): boolean {
    return this.#system.cache.memo.watchers.has(check);
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
    const { composition, words } = this.#system;
    let via = -1;
    this.#someStep(from, (choice, leaf) => {
      via = choice;
      return this.#apply(from, leaf) && this.#next.every((word, i) => word === this.#states.data[to * words + i]);
    });
    return composition.choices[via] as Choice;
  }

  /** Leaves a step's successor in `#next`; whether it is another state. */
  #apply(state: number, leaf: number): boolean {
    return this.#system.apply(leaf, this.#states.data, state * this.#system.words, this.#next);
  }

  /** Whether a step is as wanted: tried one after the other, first those without a fault, until one is. */
  #someStep(state: number, isWanted: (choice: number, leaf: number) => boolean): boolean {
    return this.#someOf(state, false, isWanted) || this.#someOf(state, true, isWanted);
  }

  #someOf(state: number, withFault: boolean, isWanted: (choice: number, leaf: number) => boolean): boolean {
    const { withoutFault, tree, words } = this.#system;
    const { data } = this.#states;
    for (let group = 0; group < withoutFault.length; group++) {
      const row = this.#system.row(group, withFault, data, state * words);
      for (let i = 0; i < (tree.nodes[row] as number); i++) {
        const entry = row + 1 + 2 * i;
        for (let leaf = tree.find(entry, data, state * words); leaf !== NOT_ENABLED; leaf = tree.nextWay(leaf)) {
          if (isWanted(tree.choiceOf(entry, leaf), leaf)) return true;
        }
      }
    }
    return false;
  }
}
