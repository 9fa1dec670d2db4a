import type { Choice, Composition } from '../system/compose.ts';
import type { Layout } from './layout.ts';
import type { StepCache } from './step-cache.ts';
import type { Collapsed } from './collapsed.ts';
import type { Observer } from '../property/observer.ts';
import type { Check } from '../property/property.ts';
import type { WatchedStep } from './step-memo.ts';
import { grown, shared } from '../typed-array.ts';
import { StepRecorder } from './step-recorder.ts';

/** Not yet known. */
const UNKNOWN = 0;
/** The children of a node whose field has more values than this come in pages of as many, made when they are needed. */
export const PAGE = 64;

const NONE: readonly number[] = [];

interface Way {
  readonly choice: number;
  next: number;
}

/** A tree as plain data, which can be kept for the next process. */
export interface KeptTree {
  readonly nodes: Int32Array;
  readonly keep: Int32Array;
  readonly set: Int32Array;
  readonly hits: Int32Array;
  readonly moves: Int32Array;
  readonly hitLists: readonly (readonly number[])[];
}

/** The leaf of a choice that is not enabled. */
export const NOT_ENABLED = 0;

/**
 * The steps of a system, as decision trees over packed states.
 *
 * Each value of a group has a row: the choices that its members have a transition for, each with the tree of what else it
 * depends on. A tree asks for one field after the other and ends in a leaf that holds the whole step as bit masks, so
 * that the search takes a step without running it. A leaf is made when it is first reached, by running the step once.
 */
export class StepTree {
  readonly layout: Layout;
  /** Per leaf and word: the bits that the step leaves alone. Leaf n is at n * words. */
  keep = new Int32Array(1024);
  /** Per leaf and word: the bits that the step sets. */
  set = new Int32Array(1024);
  /** Per leaf: the checks that the step hits, as an index into `hitLists`. */
  hits = new Int32Array(256);
  /** By a leaf's hits: 1 if each of the checks has been hit before. */
  settled = new Int32Array(256);
  readonly hitLists: (readonly number[])[] = [[]];
  /** Per leaf: 1 if the step changes a component; what checks remember does not count. */
  moves = new Int32Array(256);
  /** For a step that may come out in several ways, by leaf: the choice with what is drawn, and the leaf of the next way. */
  readonly #ways = new Map<number, Way>();
  /**
   * A row: how many choices, then each choice and its tree. A tree: a node above 0, or a leaf as -1 - leaf. A node: the
   * field that it asks for, then a tree per value, or per value / 64 a page of trees.
   */
  nodes = new Int32Array(4096);

  #top = 2; // 0 is no node, 1 the row of a value for which there is nothing to choose
  #leaves = 1;
  readonly #cache: StepCache;
  readonly #recorder: StepRecorder;

  constructor(cache: StepCache, layout: Layout) {
    this.#cache = cache;
    this.layout = layout;
    this.#recorder = new StepRecorder(cache, layout);
  }

  /** From here on there are no nodes and leaves yet. */
  get finished(): { readonly nodes: number; readonly leaves: number } {
    return { nodes: this.#top, leaves: this.#leaves };
  }

  get kept(): KeptTree {
    const { words } = this.layout;
    return {
      nodes: this.nodes.slice(0, this.#top),
      keep: this.keep.slice(0, this.#leaves * words),
      set: this.set.slice(0, this.#leaves * words),
      hits: this.hits.slice(0, this.#leaves),
      moves: this.moves.slice(0, this.#leaves),
      hitLists: this.hitLists,
    };
  }

  /** Goes on from a tree that was kept, instead of from none. */
  restore({ hitLists, ...kept }: KeptTree): void {
    Object.assign(this, kept);
    this.#top = kept.nodes.length;
    this.#leaves = kept.hits.length;
    this.settled = new Int32Array(kept.hits.length);
    this.hitLists.splice(0, this.hitLists.length, ...hitLists);
  }

  /** Lets other threads read along. */
  share(): void {
    this.nodes = shared(this.nodes);
    this.keep = shared(this.keep);
    this.set = shared(this.set);
    this.hits = shared(this.hits);
    this.settled = shared(this.settled);
  }

  /** Makes a row for choices of one group. */
  row(choices: readonly Choice[]): number {
    if (choices.length === 0) return 1;
    const row = this.#allocate(1 + 2 * choices.length);
    this.nodes[row] = choices.length;
    choices.forEach(({ index }, i) => {
      this.nodes[row + 1 + 2 * i] = index;
    });
    return row;
  }

  /** The leaf of the tree at `entry`, a row's place, in the state at `base`; made if it is not there. */
  find(entry: number, words: Int32Array, base: number): number {
    const nodes = this.nodes;
    const { word, shift, mask } = this.layout;
    let node = nodes[entry + 1] as number;
    while (node > UNKNOWN) {
      const field = nodes[node] as number;
      const limit = mask[field] as number;
      const value = ((words[base + (word[field] as number)] as number) >>> (shift[field] as number)) & limit;
      if (limit < PAGE) node = nodes[node + 1 + value] as number;
      else {
        const page = nodes[node + 1 + ((value / PAGE) | 0)] as number;
        node = page === UNKNOWN ? UNKNOWN : (nodes[page + (value % PAGE)] as number);
      }
    }
    return node === UNKNOWN ? this.#grow(entry, words, base) : -1 - node;
  }

  /** Runs the step once and hangs it into the tree under the fields that it read, the group of its row excepted. */
  #grow(entry: number, words: Int32Array, base: number): number {
    const { composition, fields, memo } = this.#cache;
    const choice = composition.choices[this.nodes[entry] as number] as Choice;
    const recorder = this.#recorder;
    recorder.begin(words, base, choice.component);
    const isBlocked = fields.blockersOf(choice.component).some((field) => recorder.field(field) === 1);
    const leaf = isBlocked ? NOT_ENABLED : this.#leavesOf(memo.steps(choice, recorder.local), recorder);
    this.#hang(entry, recorder.path, words, base, -1 - leaf);
    return leaf;
  }

  /** The leaf of a step, or of the first way in which it may come out. */
  #leavesOf(ways: readonly WatchedStep[], recorder: StepRecorder): number {
    let first = NOT_ENABLED;
    let last: Way | undefined;
    for (const step of ways) {
      if (first !== NOT_ENABLED) recorder.forget();
      const leaf = this.#leaf(step, recorder);
      if (first === NOT_ENABLED) first = leaf;
      if (last) last.next = leaf;
      if (step.choice.draws) this.#ways.set(leaf, (last = { choice: step.choice.index, next: NOT_ENABLED }));
    }
    return first;
  }

  /** The leaf of the next way in which a step may come out. */
  nextWay(leaf: number): number {
    return this.#ways.get(leaf)?.next ?? NOT_ENABLED;
  }

  /** Whether something is drawn in any step. */
  get draws(): boolean {
    return this.#ways.size > 0;
  }

  /** Whether something is drawn in the step of a leaf. */
  isDrawn(leaf: number): boolean {
    return this.#ways.has(leaf);
  }

  /** The choice that takes the step of a leaf, which is in the tree at `entry`. */
  choiceOf(entry: number, leaf: number): number {
    return this.#ways.get(leaf)?.choice ?? (this.nodes[entry] as number);
  }

  #leaf(step: WatchedStep, recorder: StepRecorder): number {
    const { fields } = this.#cache;
    let moves = 0;
    for (const [component, { id }] of step.writes) if (recorder.write(component, id)) moves = 1;
    const hit = step.watched.length === 0 ? NONE : this.#observe(step, recorder);
    const leaf = this.#leaves++;
    this.#makeRoom(leaf);
    const { words } = this.layout;
    this.keep.fill(-1, leaf * words, (leaf + 1) * words);
    for (const { group, parts } of recorder.written) {
      const value = (fields.groups[group] as Collapsed).intern(parts);
      this.#write(leaf, fields.firstGroup + group, value);
      for (const [field, isBusy] of fields.busyOf(group, value)) this.#write(leaf, field, isBusy);
    }
    for (const [check, memory] of recorder.memories) this.#write(leaf, fields.memory(check), memory);
    // A step in which something is drawn has a list of its own, which is never settled: there may be other ways.
    this.hits[leaf] = hit.length === 0 && !step.choice.draws ? 0 : this.hitLists.push(hit) - 1;
    this.moves[leaf] = moves;
    return leaf;
  }

  /** Runs the observers over the step; the checks that are hit. */
  #observe({ watched }: WatchedStep, recorder: StepRecorder): number[] {
    const { checks, composition, observers } = this.#cache;
    const hit = new Set<number>();
    for (const { check, occurrence, seen } of watched) {
      const observer = observers[check] as Observer;
      const before = observer.size === 1 ? 0 : recorder.memory(check);
      const { memory, hit: isHit } = (seen[before] ??= observer.observe(before, occurrence));
      if (memory !== before) recorder.remember(check, memory);
      if (isHit) hit.add(check);
    }
    return [...hit].filter((i) => whileHolds(checks[i] as Check, composition, recorder)).toSorted((a, b) => a - b);
  }

  /** Walks down the fields that the step has read, makes the nodes that are missing, and ends in the leaf. */
  #hang(entry: number, path: readonly number[], words: Int32Array, base: number, leaf: number): void {
    let place = entry + 1;
    for (const field of path) {
      if (this.nodes[place] === UNKNOWN) this.#put(place, this.#node(field));
      place = this.#place(this.nodes[place] as number, this.layout.get(field, words, base));
    }
    this.nodes[place] = leaf;
  }

  #node(field: number): number {
    const limit = this.layout.mask[field] as number;
    const node = this.#allocate(1 + (limit < PAGE ? limit + 1 : (limit + 1) / PAGE));
    this.nodes[node] = field;
    return node;
  }

  /** Where a node's tree for a value is kept. */
  #place(node: number, value: number): number {
    if ((this.layout.mask[this.nodes[node] as number] as number) < PAGE) return node + 1 + value;
    const page = node + 1 + Math.trunc(value / PAGE);
    if (this.nodes[page] === UNKNOWN) this.#put(page, this.#allocate(PAGE));
    return (this.nodes[page] as number) + (value % PAGE);
  }

  /** A store of its own: what is to be stored may have moved `nodes`. */
  #put(place: number, node: number): void {
    this.nodes[place] = node;
  }

  #write(leaf: number, field: number, value: number): void {
    const { word, shift, mask, words } = this.layout;
    this.layout.check(field, value);
    const at = leaf * words + (word[field] as number);
    const bits = (mask[field] as number) << (shift[field] as number);
    this.keep[at] = (this.keep[at] as number) & ~bits;
    this.set[at] = (this.set[at] as number) | (value << (shift[field] as number));
  }

  #allocate(size: number): number {
    const at = this.#top;
    this.#top += size;
    while (this.#top > this.nodes.length) this.nodes = grown(this.nodes);
    return at;
  }

  #makeRoom(leaf: number): void {
    while ((leaf + 1) * this.layout.words > this.keep.length) {
      this.keep = grown(this.keep);
      this.set = grown(this.set);
    }
    if (leaf < this.hits.length) return;
    this.hits = grown(this.hits);
    this.moves = grown(this.moves);
    this.settled = grown(this.settled);
  }
}

function whileHolds(check: Check, composition: Composition, recorder: StepRecorder): boolean {
  if (!('while' in check) || !check.while) return true;
  return check.while.is(recorder.local(composition.indexOf(check.while.component)).snapshot);
}
