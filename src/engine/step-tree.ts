import type { Choice, Composition, Occurrence } from './compose.ts';
import type { Layout } from './layout.ts';
import type { Observer } from './observer.ts';
import type { Check } from './property.ts';
import type { LocalState } from './table.ts';
import { grown } from './typed-array.ts';

/** Not yet known. */
const UNKNOWN = 0;
/** A node that asks for a field with more values than this keeps only the children that there are. */
const MAX_DENSE = 1 << 10;
/** Above every value of a field that a sparse node may ask for. */
const SPARSE_RANGE = 2 ** 22;

/** The leaf of a choice that is not enabled. */
export const DISABLED = -1;

/**
 * The steps of a system, as decision trees over packed states.
 *
 * What a choice does depends on few components: the tree asks for one field after the other and ends in a leaf that
 * holds the whole step as bit masks, so that the search takes a step without running it. A leaf is made when it is
 * first reached, by running the step through the tables once.
 */
export class StepTree {
  readonly layout: Layout;
  /** Per leaf and word: the bits that the step leaves alone. Leaf n is at n * words. */
  keep = new Int32Array(1024);
  /** Per leaf and word: the bits that the step sets. */
  set = new Int32Array(1024);
  /** Per leaf: the checks that the step hits, as an index into `hitLists`. */
  hits = new Int32Array(256);
  readonly hitLists: (readonly number[])[] = [[]];

  /** Node n: the field it asks for at `nodes[n]`, then a child per value: a node, or a leaf as -1 - leaf. */
  #nodes = new Int32Array(4096);
  /** The children of nodes that are not dense, by node and value. */
  readonly #sparse = new Map<number, number>();
  #top = 1;
  #leaves = 1;
  readonly #roots: Int32Array;
  readonly #composition: Composition;
  readonly #checks: readonly Check[];
  readonly #observers: readonly Observer[];
  readonly #concerned = new Map<Occurrence, readonly number[]>();

  constructor(composition: Composition, checks: readonly Check[], observers: readonly Observer[], layout: Layout) {
    this.#composition = composition;
    this.#checks = checks;
    this.#observers = observers;
    this.layout = layout;
    this.#roots = new Int32Array(composition.choices.length);
  }

  /** The leaf of a choice in the state at `base`, as -1 - leaf; made if it is not there. */
  find(choice: number, words: Int32Array, base: number): number {
    const nodes = this.#nodes;
    const { word, shift, mask } = this.layout;
    let node = this.#roots[choice] as number;
    while (node > UNKNOWN) {
      const field = nodes[node] as number;
      const value =
        ((words[base + (word[field] as number)] as number) >>> (shift[field] as number)) & (mask[field] as number);
      node = ((mask[field] as number) < MAX_DENSE ? nodes[node + 1 + value] : this.#sparseChild(node, value)) as number;
    }
    return node === UNKNOWN ? this.#grow(choice, words, base) : node;
  }

  /** Runs the step once and hangs it into the tree under the fields that it read. */
  #grow(index: number, words: Int32Array, base: number): number {
    const choice = this.#composition.choices[index] as Choice;
    const path: number[] = [];
    const read = (field: number): number => {
      if (!path.includes(field)) path.push(field);
      return this.value(field, words, base);
    };
    const component = (field: number) => this.#localState(field, read(field));
    const step = this.#composition.step(choice, component);
    const leaf = step ? this.#leaf(step.occurrences, step.writes, read) : DISABLED;
    this.#hang(index, path, words, base, leaf);
    return leaf;
  }

  #leaf(
    occurrences: readonly Occurrence[],
    writes: ReadonlyMap<number, LocalState>,
    read: (field: number) => number,
  ): number {
    const values = new Map([...writes].map(([field, state]) => [field, state.id]));
    const hit = this.#observe(occurrences, read, values);
    const leaf = this.#allocateLeaf();
    const { words } = this.layout;
    this.keep.fill(-1, leaf * words, (leaf + 1) * words);
    for (const [field, value] of values) this.#write(leaf, field, value);
    this.hits[leaf] = hit.length === 0 ? 0 : this.hitLists.push(hit) - 1;
    return -1 - leaf;
  }

  /** Runs the observers over the step; their new memories are added to `values`. */
  #observe(occurrences: readonly Occurrence[], read: (field: number) => number, values: Map<number, number>): number[] {
    const first = this.#composition.components.length;
    const hit = new Set<number>();
    for (const occurrence of occurrences) {
      for (const i of this.#concernedBy(occurrence)) {
        const observer = this.#observers[i] as Observer;
        const memory = observer.size === 1 ? 0 : (values.get(first + i) ?? read(first + i));
        const seen = observer.observe(memory, occurrence);
        if (observer.size > 1) values.set(first + i, seen.memory);
        if (seen.hit) hit.add(i);
      }
    }
    return [...hit].filter((i) => this.#whileHolds(this.#checks[i] as Check, read, values)).toSorted((a, b) => a - b);
  }

  /** The observers that a transition concerns at all: asked once per transition. */
  #concernedBy(occurrence: Occurrence): readonly number[] {
    const known = this.#concerned.get(occurrence);
    if (known) return known;
    const concerned = [...this.#observers.keys()].filter((i) => this.#observers[i]?.concerns(occurrence));
    this.#concerned.set(occurrence, concerned);
    return concerned;
  }

  #whileHolds(check: Check, read: (field: number) => number, values: ReadonlyMap<number, number>): boolean {
    if (!('while' in check) || !check.while) return true;
    const field = this.#composition.indexOf(check.while.component);
    return check.while.is(this.#localState(field, values.get(field) ?? read(field)).snapshot);
  }

  /** Walks down the fields that the step has read, makes the nodes that are missing, and ends in the leaf. */
  #hang(choice: number, path: readonly number[], words: Int32Array, base: number, leaf: number): void {
    let put = (child: number) => {
      this.#roots[choice] = child;
    };
    let node = this.#roots[choice] as number;
    for (const field of path) {
      if (node === UNKNOWN) put((node = this.#allocateNode(field)));
      const parent = node;
      const value = this.value(field, words, base);
      put = (child) => this.#setChild(parent, field, value, child);
      node = this.#child(parent, field, value);
    }
    put(leaf);
  }

  #isDense(field: number): boolean {
    return (this.layout.mask[field] as number) < MAX_DENSE;
  }

  #child(node: number, field: number, value: number): number {
    return this.#isDense(field) ? (this.#nodes[node + 1 + value] as number) : this.#sparseChild(node, value);
  }

  #sparseChild(node: number, value: number): number {
    return this.#sparse.get(node * SPARSE_RANGE + value) ?? UNKNOWN;
  }

  #setChild(node: number, field: number, value: number, child: number): void {
    if (this.#isDense(field)) this.#nodes[node + 1 + value] = child;
    else this.#sparse.set(node * SPARSE_RANGE + value, child);
  }

  /** What a field holds in the state at `base`. */
  value(field: number, words: Int32Array, base: number): number {
    const { word, shift, mask } = this.layout;
    return ((words[base + (word[field] as number)] as number) >>> (shift[field] as number)) & (mask[field] as number);
  }

  #localState(component: number, id: number): LocalState {
    return this.#composition.components[component]?.table.states[id] as LocalState;
  }

  #write(leaf: number, field: number, value: number): void {
    const { word, shift, mask, words } = this.layout;
    this.layout.check(field, value);
    const at = leaf * words + (word[field] as number);
    const bits = (mask[field] as number) << (shift[field] as number);
    this.keep[at] = (this.keep[at] as number) & ~bits;
    this.set[at] = (this.set[at] as number) | (value << (shift[field] as number));
  }

  #allocateNode(field: number): number {
    const node = this.#top;
    this.#top += this.#isDense(field) ? 2 + (this.layout.mask[field] as number) : 1;
    while (this.#top > this.#nodes.length) this.#nodes = grown(this.#nodes);
    this.#nodes[node] = field;
    return node;
  }

  #allocateLeaf(): number {
    const leaf = this.#leaves++;
    while ((leaf + 1) * this.layout.words > this.keep.length) {
      this.keep = grown(this.keep);
      this.set = grown(this.set);
    }
    if (leaf >= this.hits.length) this.hits = grown(this.hits);
    return leaf;
  }
}
