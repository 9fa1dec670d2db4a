import type { Choice, Composition } from './compose.ts';
import { NOT_ENABLED, type PackedSystem, withPacked } from './packed.ts';
import type { Check } from './property.ts';
import type { Space } from './space.ts';
import { StateSet } from './state-set.ts';
import type { LocalState } from './table.ts';
import { grown } from './typed-array.ts';

export interface ExploreOptions {
  /** The fault classes that the environment may use; all that the system declares, if not given. */
  readonly faults?: readonly string[];
  /** Stop once this many states have been found; the result is then `bounded`. */
  readonly maxStates?: number;
  /** Stop at the end of the level in which any check was hit: enough for the shortest run, not for a verdict on others. */
  readonly stopWhenHit?: boolean;
}

export interface Exploration {
  readonly states: number;
  /** Steps that change something, over all states. */
  readonly transitions: number;
  /** The longest of the shortest paths from the initial state. */
  readonly depth: number;
  /** Whether the search stopped at a bound before the space was exhausted. */
  readonly bounded: boolean;
  /** Per check: the shortest run that hits it, as choices from the initial state; null if none does. */
  readonly runs: readonly (readonly Choice[] | null)[];
}

/**
 * Explores a system breadth first and exhaustively, and runs all checks along.
 *
 * Among equally short runs the one with the fewest faults is found first, then the one that has its faults earlier, then
 * the one whose choices were declared first: each level is expanded in order of the faults spent so far.
 */
export function explore(composition: Composition, checks: readonly Check[], options: ExploreOptions = {}): Exploration {
  return exploreSpace(composition, checks, options).exploration;
}

/** Explores a system as `explore()` does, and hands out the space as well. */
export function exploreSpace(
  composition: Composition,
  checks: readonly Check[],
  options: ExploreOptions = {},
): { readonly exploration: Exploration; readonly space: Space } {
  const maxStates = options.maxStates ?? Number.POSITIVE_INFINITY;
  return withPacked(composition, checks, options.faults, (system) => {
    const search = new Search(system, checks.length);
    return { exploration: search.run(maxStates, options.stopWhenHit ?? false), space: search };
  });
}

/** States of one level that have spent equally many faults: numbers from `start` up to, not including, `end`. */
interface Bucket {
  readonly start: number;
  readonly end: number;
}

class Search implements Space {
  readonly #system: PackedSystem;
  readonly #states: StateSet;
  readonly #next: Int32Array;
  #parent = new Int32Array(1 << 10);
  #via = new Int32Array(1 << 10);
  /** Per state: whether a step changes some component; what observers remember does not count. */
  #moves = new Int32Array(1 << 10);
  readonly #componentBits: Int32Array;
  /** States below this one have been expanded. */
  #expanded = 0;
  #transitions = 0;
  /** Per check: the state before the step that hits it first, and the step. */
  readonly #found: ({ state: number; choice: number } | null)[];

  constructor(system: PackedSystem, checks: number) {
    this.#system = system;
    this.#states = new StateSet(system.words);
    this.#next = new Int32Array(system.words);
    this.#componentBits = componentBits(system);
    this.#found = Array.from({ length: checks }, () => null);
  }

  run(maxStates: number, stopWhenHit: boolean): Exploration {
    this.#system.initial(this.#next);
    this.#states.add(this.#next);
    this.#link(0, -1, -1);
    let level: Bucket[] = [{ start: 0, end: 1 }];
    let depth = 0;
    while (this.#states.size < maxStates) {
      level = this.#expandLevel(level);
      this.#expanded = level[0]?.start ?? 0;
      if (level.every(({ start, end }) => start === end)) return this.#result(depth, false);
      depth += 1;
      if (stopWhenHit && this.#found.some((hit) => hit !== null)) break;
    }
    return this.#result(depth, true);
  }

  /** The next level, its states in order of the faults spent. */
  #expandLevel(level: readonly Bucket[]): Bucket[] {
    const next: Bucket[] = [];
    for (let faults = 0; faults <= level.length; faults++) {
      const start = this.#states.size;
      this.#expand(level[faults], false);
      this.#expand(level[faults - 1], true);
      next.push({ start, end: this.#states.size });
    }
    return next;
  }

  #expand(bucket: Bucket | undefined, withFault: boolean): void {
    if (!bucket) return;
    const system = this.#system;
    const components = system.composition.components.length;
    for (let state = bucket.start; state < bucket.end; state++) {
      for (let field = 0; field < components; field++) {
        const list = system.choicesAt(field, withFault, this.#states.data, state * system.words);
        for (let i = 0; i < list.length; i++) this.#take(state, list[i] as number);
      }
    }
  }

  #take(state: number, choice: number): void {
    const system = this.#system;
    const data = this.#states.data;
    const base = state * system.words;
    const leaf = system.leafOf(choice, data, base);
    if (leaf === NOT_ENABLED) return;
    const changed = system.apply(leaf, data, base, this.#next);
    if (system.tree.hits[leaf] !== 0) this.#record(state, choice, leaf);
    if (!changed) return;
    this.#transitions += 1;
    if (this.#moves[state] === 0) this.#moves[state] = this.#movesComponents(base) ? 1 : 0;
    const id = this.#states.add(this.#next);
    if (id >= 0) this.#link(id, state, choice);
  }

  #movesComponents(base: number): boolean {
    const { data } = this.#states;
    return this.#componentBits.some(
      (bits, i) => (((data[base + i] as number) ^ (this.#next[i] as number)) & bits) !== 0,
    );
  }

  #link(id: number, parent: number, choice: number): void {
    if (id >= this.#parent.length) {
      this.#parent = grown(this.#parent);
      this.#via = grown(this.#via);
      this.#moves = grown(this.#moves);
    }
    this.#parent[id] = parent;
    this.#via[id] = choice;
  }

  #record(state: number, choice: number, leaf: number): void {
    for (const check of this.#system.hitsOf(leaf)) this.#found[check] ??= { state, choice };
  }

  #result(depth: number, bounded: boolean): Exploration {
    const runs = this.#found.map((found) => found && [...this.path(found.state), this.#choice(found.choice)]);
    return { states: this.#states.size, transitions: this.#transitions, depth, bounded, runs };
  }

  get size(): number {
    return this.#states.size;
  }

  steps(state: number, visit: (choice: number, target: number) => void): void {
    const components = this.#system.composition.components.length;
    for (let field = 0; field < components; field++) this.#visit(state, field, false, visit);
    for (let field = 0; field < components; field++) this.#visit(state, field, true, visit);
  }

  #visit(state: number, field: number, withFault: boolean, visit: (choice: number, target: number) => void): void {
    const system = this.#system;
    const { data } = this.#states;
    const base = state * system.words;
    const list = system.choicesAt(field, withFault, data, base);
    for (let i = 0; i < list.length; i++) {
      const choice = list[i] as number;
      const leaf = system.leafOf(choice, data, base);
      if (leaf === NOT_ENABLED) continue;
      visit(choice, system.apply(leaf, data, base, this.#next) ? this.#states.find(this.#next) : state);
    }
  }

  isDeadEnd(state: number): boolean {
    return state < this.#expanded && this.#moves[state] === 0;
  }

  memory(state: number, check: number): number {
    return this.#system.tree.value(
      this.#system.composition.components.length + check,
      this.#states.data,
      this.#base(state),
    );
  }

  local(state: number, component: number): LocalState {
    const id = this.#system.tree.value(component, this.#states.data, this.#base(state));
    return this.#system.composition.components[component]?.table.states[id] as LocalState;
  }

  #base(state: number): number {
    return state * this.#system.words;
  }

  path(state: number): Choice[] {
    const path: Choice[] = [];
    for (let id = state; (this.#parent[id] as number) >= 0; id = this.#parent[id] as number) {
      path.push(this.#choice(this.#via[id] as number));
    }
    return path.reverse();
  }

  #choice(index: number): Choice {
    return this.#system.composition.choices[index] as Choice;
  }
}

/** The bits of a packed state that hold components. */
function componentBits({ composition, tree: { layout }, words }: PackedSystem): Int32Array {
  const bits = new Int32Array(words);
  composition.components.forEach((_, field) => {
    const word = layout.word[field] as number;
    bits[word] = (bits[word] as number) | ((layout.mask[field] as number) << (layout.shift[field] as number));
  });
  return bits;
}
