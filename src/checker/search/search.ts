import { BREATH, type Crew, Together } from '../parallel/crew.ts';
import { ITSELF } from '../parallel/work.ts';
import type { Choice } from '../system/compose.ts';
import type { End, ExploreOptions } from '../exploration.ts';
import type { PackedSystem } from './packed.ts';
import { RunSpace } from './space.ts';
import { StateBitmap, type StateSet } from './state-set.ts';
import { NOT_ENABLED } from './step-tree.ts';
import { grown } from '../typed-array.ts';

/** States of one level that have spent equally many faults: numbers from `start` up to, not including, `end`. */
interface Bucket {
  readonly faults: number;
  readonly start: number;
  readonly end: number;
}

/** With fewer states a search is over before threads have begun to help; a smaller bucket is not worth handing over. */
const HELPED = { states: 200_000, bucket: 16 * BREATH };

/** What the runtime says when an array can't be made any longer. */
const isOutOfMemory = (error: unknown): boolean =>
  error instanceof RangeError && /allocation failed/.test(error.message);

/** One search through the states of a packed system, level by level. */
export class Search {
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
  /** Who expands states with this search, and what it knows of them. */
  #crew: Crew | null = null;
  #together: Together | null = null;
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
      this.#together?.end();
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
    if (!bucket || this.#end !== null) return;
    const crew = this.#crewFor(bucket);
    if (crew) this.#expandTogether(crew, bucket, withFault);
    else this.#expandAlone(bucket, withFault);
  }

  /** Who expands a bucket: threads, if it pays; null for states of several words, and where there are few. */
  #crewFor({ end, start }: Bucket): Crew | null {
    if (!(this.#states instanceof StateBitmap)) return null;
    const pays = ({ least = HELPED }: Crew) => this.#states.size >= least.states && end - start >= least.bucket;
    const { crew } = this.#options;
    if (crew && pays(crew)) return crew;
    return this.#crew?.isShared !== true && pays(ITSELF) ? ITSELF : null;
  }

  #expandTogether(crew: Crew, { start, end }: Bucket, withFault: boolean): void {
    if (crew !== this.#crew) {
      this.#together?.end();
      this.#together = new Together(this.#system, this.#states as StateBitmap, crew);
      this.#crew = crew;
    }
    this.#within(() =>
      this.#together?.expand(start, end, withFault, {
        take: (out, from, to, transitions) => {
          this.#transitions += transitions;
          this.#takeAll(out, from, to, withFault);
        },
        expand: (from, to) => this.#expand(from, to, withFault),
        isOver: () => (this.#end ??= this.#bound()) !== null,
      }),
    );
  }

  /** What helpers put out: a state and the one before it, or what they leave to this thread. */
  #takeAll(out: Int32Array, from: number, to: number, withFault: boolean): void {
    const states = this.#states;
    const next = this.#next;
    for (let at = from; at < to; at += 2) {
      const what = out[at] as number;
      const parent = out[at + 1] as number;
      if (parent >= 0) {
        next[0] = what;
        const id = states.add(next);
        if (id >= 0) this.#link(id, parent);
      } else if (what > 0) this.#take(~parent, what);
      else this.#takeRow(~parent, -1 - what, withFault);
    }
  }

  /** Memory that cannot be had ends the search. */
  #within(use: () => void): void {
    try {
      use();
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      this.#end = 'max-memory';
    }
  }

  #expandAlone(bucket: Bucket, withFault: boolean): void {
    for (let at = bucket.start; at < bucket.end && this.#end === null; at += BREATH) {
      this.#within(() => {
        this.#expand(at, Math.min(at + BREATH, bucket.end), withFault);
        this.#end = this.#bound();
      });
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
    const groups = this.#system.withoutFault.length;
    for (let state = from; state < to; state++) {
      for (let group = 0; group < groups; group++) this.#takeRow(state, group, withFault);
    }
  }

  #takeRow(state: number, group: number, withFault: boolean): void {
    const system = this.#system;
    const row = system.row(group, withFault, this.#states.data, state * system.words);
    const end = row + 2 * (system.tree.nodes[row] as number);
    for (let entry = row + 1; entry < end; entry += 2) this.#take(state, entry);
  }

  #take(state: number, entry: number): void {
    const system = this.#system;
    const data = this.#states.data;
    const base = state * system.words;
    const leaf = system.tree.find(entry, data, base);
    if (leaf === NOT_ENABLED) return;
    const changed = system.apply(leaf, data, base, this.#next);
    const hasMore = system.tree.hits[leaf] !== 0;
    if (hasMore) this.#record(state, entry, leaf);
    if (changed) {
      this.#transitions += 1;
      const id = this.#states.add(this.#next);
      if (id >= 0) this.#link(id, state);
    }
    if (hasMore) this.#takeOtherWays(state, entry, leaf);
  }

  /** Where something is drawn in a step: the other ways in which it may come out. */
  #takeOtherWays(state: number, entry: number, first: number): void {
    const system = this.#system;
    const { tree } = system;
    for (let leaf = tree.nextWay(first); leaf !== NOT_ENABLED; leaf = tree.nextWay(leaf)) {
      const changed = system.apply(leaf, this.#states.data, state * system.words, this.#next);
      this.#record(state, entry, leaf);
      if (!changed) continue;
      this.#transitions += 1;
      const id = this.#states.add(this.#next);
      if (id >= 0) this.#link(id, state);
    }
  }

  #link(id: number, parent: number): void {
    if (id >= this.#parent.length) this.#parent = grown(this.#parent);
    this.#parent[id] = parent;
  }

  #record(state: number, entry: number, leaf: number): void {
    const { tree } = this.#system;
    const choice = tree.choiceOf(entry, leaf);
    for (const check of this.#system.hitsOf(leaf)) this.#found[check] ??= { state, choice };
    if (!tree.isDrawn(leaf)) tree.settled[tree.hits[leaf] as number] = 1;
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
