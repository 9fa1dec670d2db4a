import { type Choice, type Composition, ENVIRONMENT } from '../system/compose.ts';
import { FieldOverflow, Layout, PRESENT } from './layout.ts';
import type { StepCache } from './step-cache.ts';
import type { Collapsed } from './collapsed.ts';
import { StateBitmap, type StateSet, StateTable } from './state-set.ts';
import { type KeptTree, StepTree } from './step-tree.ts';
import { waysOf } from '../system/table/cell.ts';
import type { LocalState } from '../system/table/table.ts';

/** What has been learned of a packed system, as plain data. */
export interface KeptSystem {
  readonly bits: readonly number[];
  /** Per group: the rows by the value of the group; 0 for one that is not there. */
  readonly withoutFault: readonly Int32Array[];
  readonly withFault: readonly Int32Array[];
  readonly still: readonly Int32Array[];
  readonly tree: KeptTree;
}

/**
 * A composition with its checks, over packed states: which steps are enabled in a state, and what each leads to, as
 * array look-ups and bit masks. States live in the caller's arrays.
 */
export class PackedSystem {
  readonly composition: Composition;
  readonly cache: StepCache;
  readonly words: number;
  readonly tree: StepTree;
  /** Per group and value: the rows of the choices without and with a fault. */
  readonly withoutFault: readonly number[][];
  readonly withFault: readonly number[][];
  /** The rows of the choices that neither change nor do anything, and that no check looks at. */
  readonly #still: readonly number[][];
  readonly firstGroup: number;
  /** Per group, without and with a fault: the rows by the value of the group, as arrays; 0 for one that is not there yet. */
  #rowArrays: Int32Array[] | null = null;
  readonly #faults: readonly string[] | undefined;
  readonly #bits: readonly number[];

  constructor(cache: StepCache, bits: readonly number[], faults?: readonly string[]) {
    this.composition = cache.composition;
    this.cache = cache;
    this.tree = new StepTree(cache, new Layout(bits));
    this.words = this.tree.layout.words;
    this.firstGroup = cache.fields.firstGroup;
    this.withoutFault = cache.fields.groups.map(() => []);
    this.withFault = cache.fields.groups.map(() => []);
    this.#still = cache.fields.groups.map(() => []);
    this.#faults = faults;
    this.#bits = [...bits];
  }

  get kept(): KeptSystem {
    const [withoutFault, withFault, still] = [this.withoutFault, this.withFault, this.#still].map((groups) =>
      groups.map((rows) => Int32Array.from(rows, (row) => row ?? 0)),
    ) as [Int32Array[], Int32Array[], Int32Array[]];
    return { bits: this.#bits, withoutFault, withFault, still, tree: this.tree.kept };
  }

  /** Goes on from what was learned before. */
  restore({ withoutFault, withFault, still, tree }: KeptSystem): void {
    this.tree.restore(tree);
    fill(this.withoutFault, withoutFault);
    fill(this.withFault, withFault);
    fill(this.#still, still);
  }

  /** Writes the packed initial state to `into`: every group is 0; who blocks whom, and what checks remember, need not be. */
  initial(into: Int32Array): void {
    const { fields, initialMemories } = this.cache;
    into.fill(0);
    into[0] = PRESENT;
    fields.groups.forEach((_, group) => {
      for (const [field, value] of fields.busyOf(group, 0)) this.#put(field, value, into);
    });
    initialMemories.forEach((memory, check) => {
      if (fields.homes[check] === -1 && memory !== 0) this.#put(fields.memory(check), memory, into);
    });
  }

  /** Writes to a field that is 0. */
  #put(field: number, value: number, into: Int32Array): void {
    const { shift, word } = this.tree.layout;
    const at = word[field] as number;
    into[at] = (into[at] as number) | (value << (shift[field] as number));
  }

  /** An empty set for the states of this system: a bitmap where a state is one word, unless a table is asked for. */
  states(engine: 'bitmap' | 'table' = 'bitmap'): StateSet {
    const { mask, shift } = this.tree.layout;
    const from = 1 + this.firstGroup;
    const used = Math.max(
      ...Array.from(mask, (_, field) => (shift[field] as number) + Math.log2((mask[field] as number) + 1)),
    );
    return this.words === 1 && engine === 'bitmap' ? new StateBitmap(from, used - from) : new StateTable(this.words);
  }

  /** The row of the choices, without or with a fault, that a group has in the state at `base`. */
  row(group: number, withFault: boolean, data: Int32Array, base: number): number {
    const value = this.tree.layout.get(this.firstGroup + group, data, base);
    const rows = (withFault ? this.withFault : this.withoutFault)[group] as number[];
    return rows[value] ?? this.#learn(group, value, rows);
  }

  /** The row of the choices that neither change nor do anything, and that no check looks at. */
  stillRow(group: number, data: Int32Array, base: number): number {
    const value = this.tree.layout.get(this.firstGroup + group, data, base);
    const rows = this.#still[group] as number[];
    return (rows[value] ??= this.tree.row(this.#stillOf(this.cache.fields.groups[group] as Collapsed, value)));
  }

  #learn(group: number, value: number, rows: number[]): number {
    const choices = this.#choicesOf(this.cache.fields.groups[group] as Collapsed, value);
    const without = this.tree.row(choices.filter(({ fault }) => fault === null));
    const withOne = this.tree.row(choices.filter(({ fault }) => fault !== null));
    (this.withoutFault[group] as number[])[value] = without;
    (this.withFault[group] as number[])[value] = withOne;
    this.#noteRows(group, value, without, withOne);
    return rows[value] as number;
  }

  /** The rows as arrays, which other threads can see if it is wanted. */
  asArrays(isShared: boolean): readonly Int32Array[] {
    if (isShared) this.tree.share();
    this.#rowArrays = this.withoutFault.flatMap((rows, group) => {
      const values = (this.tree.layout.mask[this.firstGroup + group] as number) + 1;
      const made = () => (isShared ? new Int32Array(new SharedArrayBuffer(4 * values)) : new Int32Array(values));
      return [
        Int32Array.from(rows, (row) => row ?? 0),
        Int32Array.from(this.withFault[group] ?? [], (row) => row ?? 0),
      ].map((known) => {
        const table = made();
        table.set(known);
        return table;
      });
    });
    return this.#rowArrays;
  }

  #noteRows(group: number, value: number, without: number, withOne: number): void {
    const [first, second] = [this.#rowArrays?.[2 * group], this.#rowArrays?.[2 * group + 1]];
    if (first) first[value] = without;
    if (second) second[value] = withOne;
  }

  /** What may be chosen in a group, its own blocking rule applied. */
  #choicesOf(group: Collapsed, value: number): Choice[] {
    const { composition } = this;
    return this.#allowed(group, value, (member, local) => {
      const still = composition.stillChoicesOf(member, local).filter((choice) => this.#isWatched(choice, local));
      const moving = composition.choicesOf(member, local);
      return still.length === 0 ? moving : [...moving, ...still].toSorted((a, b) => composition.order(a, b));
    });
  }

  #stillOf(group: Collapsed, value: number): Choice[] {
    return this.#allowed(group, value, (member, local) =>
      this.composition.stillChoicesOf(member, local).filter((choice) => !this.#isWatched(choice, local)),
    );
  }

  #allowed(group: Collapsed, value: number, choicesOf: (member: number, local: number) => readonly Choice[]): Choice[] {
    const { blockers, components } = this.composition;
    const isBlocking = (member: number) => components[member]?.table.states[group.local(value, member)]?.blocking;
    const isBlocked = (member: number) =>
      blockers[member]?.some((other) => group.members.includes(other) && isBlocking(other));
    return group.members
      .filter((member) => !isBlocked(member))
      .flatMap((member) => choicesOf(member, group.local(value, member)))
      .filter(({ fault }) => fault === null || (this.#faults?.includes(fault) ?? true));
  }

  /** Whether a check looks at a transition that neither changes nor does anything. */
  #isWatched({ component, event }: Choice, local: number): boolean {
    const { composition, memo } = this.cache;
    const from = composition.components[component]?.table.states[local] as LocalState;
    return waysOf(composition.cell(component, from, event)).some((cell) => {
      const { occurrence } = composition.transition(component, cell, ENVIRONMENT);
      return memo.concernedBy(occurrence).length > 0;
    });
  }

  /** The local state of a component in the state at `base`. */
  local(component: number, data: Int32Array, base: number): LocalState {
    const { fields } = this.cache;
    const group = fields.groupOf[component] as number;
    const value = this.tree.layout.get(this.firstGroup + group, data, base);
    const id = (fields.groups[group] as Collapsed).local(value, component);
    return this.composition.components[component]?.table.states[id] as LocalState;
  }

  /** The memory of a check in the state at `base`. */
  memory(check: number, data: Int32Array, base: number): number {
    const { fields } = this.cache;
    const home = fields.homes[check] as number;
    if (home < 0) return this.tree.layout.get(fields.memory(check), data, base);
    const { members, memories, values } = fields.groups[home] as Collapsed;
    const value = this.tree.layout.get(this.firstGroup + home, data, base);
    return values[value]?.[members.length + memories.indexOf(check)] as number;
  }

  /** Writes the successor to `into`; false if nothing has changed. */
  apply(leaf: number, data: Int32Array, base: number, into: Int32Array): boolean {
    const { keep, set } = this.tree;
    const { words } = this;
    const at = leaf * words;
    let changed = 0;
    for (let i = 0; i < words; i++) {
      const old = data[base + i] as number;
      const word = (old & (keep[at + i] as number)) | (set[at + i] as number);
      into[i] = word;
      changed |= old ^ word;
    }
    return changed !== 0;
  }

  /** The checks that the step hits, by number. */
  hitsOf(leaf: number): readonly number[] {
    return this.tree.hitLists[this.tree.hits[leaf] as number] as readonly number[];
  }
}

function fill(groups: readonly number[][], kept: readonly Int32Array[]): void {
  kept.forEach((rows, group) =>
    rows.forEach((row, value) => {
      if (row !== 0) (groups[group] as number[])[value] = row;
    }),
  );
}

/**
 * Runs `use` on a packed system; where a field turns out too narrow, again from the start with a wider one. What has been
 * learned of the steps is kept, so that little is done twice.
 *
 * @param sizes per group: how many values it has been seen to have
 */
export function withPacked<T>(
  cache: StepCache,
  faults: readonly string[] | undefined,
  use: (system: PackedSystem) => T,
  sizes?: readonly number[],
): T {
  const bits = cache.fields.widths(sizes);
  for (;;) {
    try {
      return use(new PackedSystem(cache, bits, faults));
    } catch (error) {
      if (!(error instanceof FieldOverflow)) throw error;
      bits[error.field] = (bits[error.field] as number) + 1;
    }
  }
}
