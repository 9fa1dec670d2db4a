import type { Choice, Composition, Occurrence } from '../system/compose.ts';
import { isLost, refuseLost } from '../system/lost.ts';
import { StepCache } from './step-cache.ts';
import { type PackedSystem, withPacked } from './packed.ts';
import type { Check } from '../property/property.ts';
import { RunSpace, type Space } from './space.ts';
import type { StateSet } from './state-set.ts';
import { NOT_ENABLED } from './step-tree.ts';
import { grown } from './typed-array.ts';

/** Which faults are on, and how far an exploration goes. */
export interface ExploreOptions {
  /** The fault classes that the environment may use; all that the system declares, if not given. */
  readonly faults?: readonly string[];
  /** Stop when this many states have been found. */
  readonly maxStates?: number;
  /** Stop when the states take this many bytes. */
  readonly maxMemory?: number;
  /** Stop at the end of the level in which any check was hit: enough for the shortest run, not for a verdict on others. */
  readonly stopWhenHit?: boolean;
  /** Asked now and then; the search stops when it says so. */
  readonly isInterrupted?: () => boolean;
  /** Keep the states in this, whatever would suit them better. */
  readonly engine?: Engine;
  /** What becomes of a message that a component has no transition for: it is found (the default), or it is an error. */
  readonly unhandled?: 'report' | 'refuse';
}

/** How the states are kept: a bit for each that there might be, or a hash table of those that there are. */
export const ENGINES = ['bitmap', 'table'] as const;
export type Engine = (typeof ENGINES)[number];

/** Why a search came to its end; anything but `exhausted` makes it a bounded one. */
export type End = 'exhausted' | 'hit' | 'max-states' | 'max-memory' | 'interrupted';

/** What an exploration says: the counts, why it ended, and the shortest run to each check. */
export interface Exploration {
  readonly states: number;
  /** Steps that change something, over all states. */
  readonly transitions: number;
  /** The longest of the shortest paths from the initial state. */
  readonly depth: number;
  readonly end: End;
  /** Whether the search ended before the space was exhausted. */
  readonly bounded: boolean;
  readonly engine: Engine;
  /** What the states took at the end, in bytes. */
  readonly memory: number;
  /** Per check: the shortest run that hits it, as choices from the initial state; null if none does. */
  readonly runs: readonly (readonly Choice[] | null)[];
  /**
   * The shortest run in which a message is lost on a component that has no transition for it and has not opted into dropping
   * it; null if there is none. States beyond it are counted as if the message were dropped.
   */
  readonly unhandled: readonly Choice[] | null;
  /** What was found, for what needs more than the shortest runs. */
  readonly space: Space;
}

/**
 * Explores a system breadth first and exhaustively, and runs all checks along.
 *
 * A state is where all components are (state value, context, history, armed timers, running children), and what the checks
 * remember. A step is one choice of the environment with every message that follows. A step that changes the state counts
 * as a transition. A step that changes nothing is no transition, but the checks see it, unless all that its component
 * declares for the event is `EVENT: {}`: that is no step. What the components do at their start is no step either; a check
 * that it hits has a run of length 0.
 *
 * Among equally short runs the one with the fewest faults is found first, then the one that has its faults earlier, then
 * the one whose choices were declared first: each level is expanded in order of the faults spent so far.
 *
 * @throws {ModelError} if a step of the system cannot be carried out
 */
export function explore(composition: Composition, checks: readonly Check[], options: ExploreOptions = {}): Exploration {
  return withoutLost(exploreAll(composition, [...checks, lostCheck(composition, options)], options));
}

/** Takes the run of the last check, which looks for lost messages, out of the others. */
export function withoutLost<T extends { readonly runs: Exploration['runs'] }>(found: T) {
  return { ...found, runs: found.runs.slice(0, -1), unhandled: found.runs.at(-1) ?? null };
}

/** The check that looks for messages that are lost on their receivers. */
export function lostCheck(composition: Composition, { unhandled }: ExploreOptions): Check {
  if (unhandled !== 'refuse') return { kind: 'never', what: (occurrence) => isLost(composition, occurrence) };
  const what = (occurrence: Occurrence) => {
    refuseLost(composition, { occurrences: [occurrence] });
    return false;
  };
  return { kind: 'never', what };
}

/** Explores with these checks, and no other. */
export function exploreAll(composition: Composition, checks: readonly Check[], options: ExploreOptions) {
  const cache = new StepCache(composition, checks);
  const search = (system: PackedSystem, maxStates = options.maxStates) =>
    new Search(system, { ...options, ...(maxStates !== undefined && { maxStates }) }).run();
  const { maxStates = Number.POSITIVE_INFINITY, faults } = options;
  const small = withPacked(cache, faults, (system) => search(system, Math.min(SMALL, maxStates)));
  if (small.end !== 'max-states' || maxStates <= SMALL) return small;
  const sizes = cache.sizes();
  cache.settle();
  return withPacked(cache, faults, (system) => search(system), sizes);
}

/** A space of so many states is searched before it is noticed; of a larger one it shows where the memories belong. */
const SMALL = 5000;

/** States of one level that have spent equally many faults: numbers from `start` up to, not including, `end`. */
interface Bucket {
  readonly faults: number;
  readonly start: number;
  readonly end: number;
}

/** How many states are expanded before bounds and interruptions are looked at again. */
const BREATH = 1024;

/** What the runtime says when an array can't be made any longer. */
const isOutOfMemory = (error: unknown): boolean =>
  error instanceof RangeError && /allocation failed/.test(error.message);

class Search {
  readonly #system: PackedSystem;
  readonly #options: ExploreOptions;
  readonly #states: StateSet;
  readonly #next: Int32Array;
  #parent = new Int32Array(1 << 10);
  #transitions = 0;
  #end: End | null = null;
  /** Per check: the state before the step that hits it first, and the step. */
  readonly #found: ({ state: number; choice: number } | null)[];
  /** The checks that are hit before any step. */
  readonly #atStart: ReadonlySet<number>;
  /** States below this one have been expanded. */
  #expanded = 0;

  constructor(system: PackedSystem, options: ExploreOptions) {
    this.#system = system;
    this.#options = options;
    this.#states = system.states(options.engine);
    this.#next = new Int32Array(system.words);
    this.#found = system.cache.checks.map(() => null);
    this.#atStart = system.cache.initialHits;
  }

  run() {
    try {
      return this.#result(this.#depth());
    } finally {
      this.#states.close();
    }
  }

  /** Searches level by level until there is nothing new, or a bound is met; the number of levels after the first. */
  #depth(): number {
    this.#system.initial(this.#next);
    this.#states.add(this.#next);
    this.#link(0, -1);
    let level: Bucket[] = [{ faults: 0, start: 0, end: 1 }];
    let depth = 0;
    for (;;) {
      level = this.#expandLevel(level);
      const found = level.length > 0;
      if (this.#end === null) this.#expanded = level[0]?.start ?? this.#states.size;
      if (found) depth += 1;
      if (this.#end === null && this.#options.stopWhenHit && this.#isHit) this.#end = 'hit';
      if (this.#end !== null || !found) return depth;
    }
  }

  get #isHit(): boolean {
    return this.#atStart.size > 0 || this.#found.some((hit) => hit !== null);
  }

  /** The next level, its states in order of the faults spent; without those of which there are none. */
  #expandLevel(level: readonly Bucket[]): Bucket[] {
    const next: Bucket[] = [];
    for (let at = 0; at <= level.length; at++) {
      const [before, bucket] = [level[at - 1], level[at]];
      // A bucket's faults lead to the next one's number: into that bucket, or into one between the two.
      if (before && bucket?.faults !== before.faults + 1) this.#expandInto(next, undefined, before);
      if (bucket) this.#expandInto(next, bucket, before?.faults === bucket.faults - 1 ? before : undefined);
    }
    return next;
  }

  /** Expands a bucket without faults, and then the one of a fault less with faults. */
  #expandInto(next: Bucket[], withoutFault: Bucket | undefined, faulty: Bucket | undefined): void {
    const start = this.#states.size;
    this.#expandBucket(withoutFault, false);
    this.#expandBucket(faulty, true);
    const end = this.#states.size;
    if (start < end) next.push({ faults: withoutFault?.faults ?? (faulty as Bucket).faults + 1, start, end });
  }

  #expandBucket(bucket: Bucket | undefined, withFault: boolean): void {
    if (!bucket) return;
    for (let at = bucket.start; at < bucket.end && this.#end === null; at += BREATH) {
      try {
        this.#expand(at, Math.min(at + BREATH, bucket.end), withFault);
        this.#end = this.#bound();
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
        this.#end = 'max-memory';
      }
    }
  }

  #bound(): End | null {
    const { maxStates, maxMemory, isInterrupted } = this.#options;
    if (maxStates !== undefined && this.#states.size >= maxStates) return 'max-states';
    if (maxMemory !== undefined && this.#memory >= maxMemory) return 'max-memory';
    return isInterrupted?.() ? 'interrupted' : null;
  }

  get #memory(): number {
    return this.#states.bytes + this.#parent.byteLength;
  }

  #expand(from: number, to: number, withFault: boolean): void {
    const system = this.#system;
    const { tree } = system;
    const groups = system.withoutFault.length;
    for (let state = from; state < to; state++) {
      for (let group = 0; group < groups; group++) {
        const row = system.row(group, withFault, this.#states.data, state * system.words);
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
    const changed = system.apply(leaf, data, base, this.#next);
    if (system.tree.hits[leaf] !== 0) this.#record(state, system.tree.nodes[entry] as number, leaf);
    if (!changed) return;
    this.#transitions += 1;
    const id = this.#states.add(this.#next);
    if (id >= 0) this.#link(id, state);
  }

  #link(id: number, parent: number): void {
    if (id >= this.#parent.length) this.#parent = grown(this.#parent);
    this.#parent[id] = parent;
  }

  #record(state: number, choice: number, leaf: number): void {
    for (const check of this.#system.hitsOf(leaf)) this.#found[check] ??= { state, choice };
  }

  #result(depth: number) {
    const space = new RunSpace(this.#system, this.#states, this.#parent, this.#expanded);
    const { choices } = this.#system.composition;
    return {
      states: this.#states.size,
      transitions: this.#transitions,
      depth,
      end: this.#end ?? ('exhausted' as const),
      bounded: this.#end !== null,
      engine: this.#states.engine,
      memory: this.#memory,
      runs: this.#found.map((found, check) =>
        this.#atStart.has(check) ? [] : found && [...space.path(found.state), choices[found.choice] as Choice],
      ),
      space,
    };
  }
}
