import type { Choice, Composition } from './compose.ts';
import { type PackedSystem, withPacked } from './packed.ts';
import type { Check } from './property.ts';
import type { StateSet } from './state-set.ts';
import { NOT_ENABLED } from './step-tree.ts';
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
  const maxStates = options.maxStates ?? Number.POSITIVE_INFINITY;
  return withPacked(composition, checks, options.faults, (system) =>
    new Search(system, checks.length).run(maxStates, options.stopWhenHit ?? false),
  );
}

/** States of one level that have spent equally many faults: numbers from `start` up to, not including, `end`. */
interface Bucket {
  readonly start: number;
  readonly end: number;
}

export const searchForTest = (s: PackedSystem, n: number) => new Search(s, n).run(1e12, false);
class Search {
  readonly #system: PackedSystem;
  readonly #states: StateSet;
  readonly #next: Int32Array;
  #parent = new Int32Array(1 << 10);
  #via = new Int32Array(1 << 10);
  #transitions = 0;
  /** Per check: the state before the step that hits it first, and the step. */
  readonly #found: ({ state: number; choice: number } | null)[];

  constructor(system: PackedSystem, checks: number) {
    this.#system = system;
    this.#states = system.states();
    this.#next = new Int32Array(system.words);
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
    const { tree } = system;
    const lumps = system.mild.length;
    for (let state = bucket.start; state < bucket.end; state++) {
      for (let lump = 0; lump < lumps; lump++) {
        const row = system.row(lump, withFault, this.#states.data, state * system.words);
        const end = row + 2 * (tree.nodes[row] as number);
        for (let entry = row + 1; entry < end; entry += 2) this.#take(state, entry);
      }
    }
  }

  #take(state: number, entry: number): void {
    const system = this.#system;
    const data = this.#states.data;
    const base = state * system.words;
    const leaf = system.tree.find(entry, data, base);
    if (leaf === NOT_ENABLED) return;
    const choice = system.tree.nodes[entry] as number;
    const changed = system.apply(leaf, data, base, this.#next);
    if (system.tree.hits[leaf] !== 0) this.#record(state, choice, leaf);
    if (!changed) return;
    this.#transitions += 1;
    const id = this.#states.add(this.#next);
    if (id >= 0) this.#link(id, state, choice);
  }

  #link(id: number, parent: number, choice: number): void {
    if (id >= this.#parent.length) {
      this.#parent = grown(this.#parent);
      this.#via = grown(this.#via);
    }
    this.#parent[id] = parent;
    this.#via[id] = choice;
  }

  #record(state: number, choice: number, leaf: number): void {
    for (const check of this.#system.hitsOf(leaf)) this.#found[check] ??= { state, choice };
  }

  #result(depth: number, bounded: boolean): Exploration {
    const runs = this.#found.map((found) => found && [...this.#path(found.state), this.#choice(found.choice)]);
    return { states: this.#states.size, transitions: this.#transitions, depth, bounded, runs };
  }

  #path(state: number): Choice[] {
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
