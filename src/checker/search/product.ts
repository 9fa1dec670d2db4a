import { maskOf, popcount, transpose, wordsFor } from './bits.ts';
import type { Choice, Composition } from '../system/compose.ts';
import { DeadEnds } from './dead-ends.ts';
import { ModelError } from '../errors.ts';
import { type End, type Exploration, type ExploreOptions, lostCheck, withoutLost } from './explore.ts';
import { join } from './join.ts';
import { exploreParts, NEEDS, type Part, TARGET } from './parts.ts';
import { type Check, isStepCheck } from '../property/property.ts';

/** What the search through the product of a system's parts finds. */
export interface ProductExploration extends Omit<Exploration, 'engine' | 'space'> {
  readonly engine: 'grouped';
  /** Whether the two parts do the same, number for number, so that the steps of one give those of the other. */
  readonly symmetric: boolean;
  /** How many states have no step that changes anything. */
  readonly deadEnds: number;
  /** The checks of dead ends that one of those violates, by number: the product has no run to it. */
  readonly badEnds: ReadonlySet<number>;
}

/** The largest product that bitmaps are made for: 2^31 bits are 256 MB. */
const MAX_PRODUCT = 2 ** 31;

/**
 * Explores a system that falls apart into parts which share nothing but the threads of their processes: each part is
 * explored by itself, then the product of two (of more, all but the last are joined first), breadth first, as a bitmap:
 * a step of one part is taken for 32 states of the other at once.
 *
 * Parts only keep each other from doing things, and any of them may stand still: so the shortest run to what a part does
 * is that of the part alone. Which checks are hit is found in the product all the same. A dead end is one of the product,
 * where no part has a step: checks of those are judged there, without a run.
 *
 * @returns null where the system does not fall apart, or into too large parts, or where a check is of neither
 */
export function exploreProduct(
  composition: Composition,
  checks: readonly Check[],
  options: ExploreOptions = {},
): ProductExploration | null {
  const found = exploreAllProduct(composition, [...checks, lostCheck(composition, options)], options);
  return found && withoutLost(found);
}

function exploreAllProduct(composition: Composition, checks: readonly Check[], options: ExploreOptions) {
  if (!checks.every((check) => isStepCheck(check) || check.kind === 'deadlock')) return null;
  const parts = exploreParts(composition, checks, options);
  if (!parts || parts.reduce((size, { states }) => size * states, 1) > MAX_PRODUCT) return null;
  const last = parts.at(-1) as Part;
  const first = parts
    .slice(1, -1)
    .reduce<Part | null>((joined, part) => joined && join(joined, part), parts[0] as Part);
  if (!first) return null;
  return new ProductSearch(first, last, new DeadEnds(composition, checks), options).run();
}

/** The steps of one part, taken for whole rows: row n holds the states of the other part with which this is in state n. */
class Relation {
  readonly part: Part;
  /** Words of a row of the other part, in which this part's states are the bits. */
  readonly width: number;
  /** The states with a step that moves a component and needs no shared process. */
  readonly lively: Int32Array;
  readonly #free = new Map<number, Int32Array>();

  constructor(part: Part) {
    this.part = part;
    this.width = wordsFor(part.states);
    this.lively = maskOf(part.states, (state) => this.hasStep(state, ~0));
  }

  /** Whether a state has a step that moves a component, while these shared processes are blocked. */
  hasStep(state: number, blocked: number): boolean {
    const { first, moves, steps } = this.part;
    for (let at = first[state] as number; at < (first[state + 1] as number); at++) {
      const step = steps[at] as number;
      if (((step >>> NEEDS) & blocked) === 0 && moves[at] === 1) return true;
    }
    return false;
  }

  /** The states that block none of these processes. */
  free(processes: number): Int32Array {
    const known = this.#free.get(processes);
    if (known) return known;
    const mask = maskOf(this.part.states, (state) => ((this.part.busy[state] as number) & processes) === 0);
    this.#free.set(processes, mask);
    return mask;
  }

  /**
   * Takes every step of this part from a plane of states, and adds where they lead to `to`.
   *
   * @returns how many steps change something
   */
  move(plane: Int32Array, other: Relation, to: Int32Array, hit: Set<number>): number {
    const { first, hits, states, steps } = this.part;
    const { width } = other;
    let count = 0;
    for (let row = 0; row < states; row++) {
      if (isEmpty(plane, row * width, width)) continue;
      for (let at = first[row] as number; at < (first[row + 1] as number); at++) {
        const step = steps[at] as number;
        const target = step & TARGET;
        const moved = spread(plane, row * width, other.free(step >>> NEEDS), to, target * width);
        if (target !== row) count += moved;
        if (moved > 0 && hits[at] !== 0) hit.add(hits[at] as number);
      }
    }
    return count;
  }
}

function isEmpty(words: Int32Array, start: number, length: number): boolean {
  for (let i = start; i < start + length; i++) if (words[i] !== 0) return false;
  return true;
}

/** Adds a row's states, those that the mask lets through, to another; how many they are. */
function spread(from: Int32Array, start: number, mask: Int32Array, to: Int32Array, at: number): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) {
    const word = (from[start + i] as number) & (mask[i] as number);
    if (word === 0) continue;
    to[at + i] = (to[at + i] as number) | word;
    count += popcount(word);
  }
  return count;
}

class ProductSearch {
  readonly #rows: Relation;
  readonly #bits: Relation;
  readonly #deadEnds: DeadEnds;
  readonly #options: ExploreOptions;
  readonly #symmetric: boolean;
  readonly #seen: Int32Array;
  #level: Int32Array;
  #next: Int32Array;
  /** The level with rows and bits exchanged, where the steps of the bits' part lead in it, and that turned back. */
  readonly #turned: Int32Array;
  readonly #moved: Int32Array;
  readonly #back: Int32Array;
  /** Places in `hitLists` of the steps that were taken. */
  readonly #hitByRows = new Set<number>();
  readonly #hitByBits = new Set<number>();
  #states = 0;
  #transitions = 0;

  constructor(rows: Part, bits: Part, deadEnds: DeadEnds, options: ExploreOptions) {
    this.#deadEnds = deadEnds;
    this.#rows = new Relation(rows);
    this.#bits = new Relation(bits);
    this.#options = options;
    this.#symmetric = isAlike(rows, bits);
    const words = rows.states * this.#bits.width;
    this.#seen = new Int32Array(words);
    this.#level = new Int32Array(words);
    this.#next = new Int32Array(words);
    this.#turned = new Int32Array(bits.states * this.#rows.width);
    this.#moved = new Int32Array(this.#turned.length);
    this.#back = new Int32Array(words);
  }

  run() {
    this.#next[0] = 1;
    for (let depth = -1; ; depth++) {
      const fresh = this.#nextLevel();
      if (fresh === 0) return this.#result(depth, 'exhausted');
      const end = this.#bound();
      if (end !== null) return this.#result(depth + 1, end);
      this.#countDeadEnds();
      this.#moveRows();
    }
  }

  /** What was found becomes the level to expand, as far as it is new; how many states that are. */
  #nextLevel(): number {
    [this.#level, this.#next] = [this.#next, this.#level];
    this.#next.fill(0);
    let count = 0;
    for (let i = 0; i < this.#level.length; i++) {
      const found = this.#level[i] as number;
      if (found === 0) continue;
      const seen = this.#seen[i] as number;
      this.#level[i] = found & ~seen;
      this.#seen[i] = seen | found;
      count += popcount(found & ~seen);
    }
    this.#states += count;
    return count;
  }

  #bound(): End | null {
    const { maxStates, maxMemory, isInterrupted } = this.#options;
    if (maxStates !== undefined && this.#states >= maxStates) return 'max-states';
    if (maxMemory !== undefined && this.#memory >= maxMemory) return 'max-memory';
    return isInterrupted?.() ? 'interrupted' : null;
  }

  /** Takes all steps of a level. Where the parts are alike, those of the bits' part are those of the rows', turned. */
  #moveRows(): void {
    const rows = this.#rows.part.states;
    const bits = this.#bits.part.states;
    if (!this.#symmetric) {
      transpose(this.#level, rows, bits, this.#turned);
      this.#moved.fill(0);
      this.#transitions += this.#bits.move(this.#turned, this.#rows, this.#moved, this.#hitByBits);
    }
    const steps = this.#rows.move(this.#level, this.#bits, this.#next, this.#hitByRows);
    this.#transitions += this.#symmetric ? 2 * steps : steps;
    transpose(this.#symmetric ? this.#next : this.#moved, bits, rows, this.#back);
    for (let i = 0; i < this.#next.length; i++) {
      this.#next[i] = (this.#next[i] as number) | (this.#back[i] as number);
    }
  }

  #countDeadEnds(): void {
    const { lively, width } = this.#bits;
    for (let row = 0; row < this.#rows.part.states; row++) {
      if (((this.#rows.lively[row >>> 5] as number) >>> (row & 31)) & 1) continue;
      for (let i = 0; i < width; i++) {
        let still = (this.#level[row * width + i] as number) & ~(lively[i] as number);
        for (; still !== 0; still &= still - 1) this.#countIfDead(row, i * 32 + 31 - Math.clz32(still & -still));
      }
    }
  }

  #countIfDead(row: number, bit: number): void {
    const rows = this.#rows;
    const bits = this.#bits;
    if (rows.hasStep(row, bits.part.busy[bit] as number) || bits.hasStep(bit, rows.part.busy[row] as number)) return;
    this.#deadEnds.add(rows.part, row, bits.part, bit);
  }

  get #memory(): number {
    return 4 * this.#seen.byteLength + 2 * this.#turned.byteLength;
  }

  #result(depth: number, end: End) {
    const { runs } = this.#rows.part;
    const hit = this.#checksHit();
    return {
      states: this.#states,
      transitions: this.#transitions,
      depth,
      end,
      bounded: end !== 'exhausted',
      engine: 'grouped' as const,
      symmetric: this.#symmetric,
      deadEnds: this.#deadEnds.count,
      badEnds: this.#deadEnds.violated,
      memory: this.#memory,
      runs: runs.map((run, check) => this.#runOf(run ?? this.#bits.part.runs[check] ?? null, hit.has(check), end)),
    };
  }

  /** The checks of the steps that were taken; where the parts are alike, what one does the other does as well. */
  #checksHit(): Set<number> {
    const byBits = this.#symmetric ? this.#hitByRows : this.#hitByBits;
    return new Set([...checksIn(this.#rows.part, this.#hitByRows), ...checksIn(this.#bits.part, byBits)]);
  }

  #runOf(run: readonly Choice[] | null, hit: boolean, end: End): readonly Choice[] | null {
    // A run of no step is what the components do at their start.
    if (end === 'exhausted' && run?.length !== 0 && hit !== (run !== null)) {
      throw new ModelError('the product of the parts and the parts themselves disagree on what is reached');
    }
    return run;
  }
}

const checksIn = ({ hitLists }: Part, lists: Set<number>) => [...lists].flatMap((list) => hitLists[list] ?? []);

const isEqual = (one: Int32Array, other: Int32Array) =>
  one.length === other.length && one.every((value, i) => value === other[i]);

/** Whether two parts do the same: number for number, and where something is hit. */
function isAlike(one: Part, other: Part): boolean {
  return (
    isEqual(one.first, other.first) &&
    isEqual(one.steps, other.steps) &&
    isEqual(one.busy, other.busy) &&
    isEqual(one.hits, other.hits)
  );
}
