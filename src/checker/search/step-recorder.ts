import type { Layout } from './layout.ts';
import type { StepCache } from './step-cache.ts';
import type { Collapsed } from './collapsed.ts';
import type { LocalState } from '../system/table/table.ts';

/** A group that was written to, and its parts by now. */
interface Written {
  readonly group: number;
  readonly parts: number[];
}

/**
 * A packed state while one step is run on it: notes the fields that are read, and collects what is written. There are as
 * many steps as leaves, and one view for all of them.
 */
export class StepRecorder {
  /** The fields that were read, in order, but for the group of the component that the step begins with. */
  readonly path: number[] = [];
  readonly written: Written[] = [];
  /** Per check whose memory belongs to no group and has changed. */
  readonly memories = new Map<number, number>();
  readonly #cache: StepCache;
  readonly #layout: Layout;
  #words: Int32Array = new Int32Array(0);
  #base = 0;
  #own = 0;

  constructor(cache: StepCache, layout: Layout) {
    this.#cache = cache;
    this.#layout = layout;
  }

  /** Turns to the state at `base`, in which a step begins with a component. */
  begin(words: Int32Array, base: number, component: number): void {
    this.#words = words;
    this.#base = base;
    this.#own = this.#cache.fields.groupOf[component] as number;
    this.path.length = 0;
    this.forget();
  }

  /** Turns back to the same state for another way in which the step may come out: what was read counts for all of them. */
  forget(): void {
    this.written.length = 0;
    if (this.memories.size > 0) this.memories.clear();
  }

  field(field: number): number {
    const isOwn = field === this.#cache.fields.firstGroup + this.#own;
    if (!isOwn && !this.path.includes(field)) this.path.push(field);
    return this.#layout.get(field, this.#words, this.#base);
  }

  /** A component's local state, as it is by now. */
  readonly local = (component: number): LocalState => {
    const group = this.#cache.fields.groupOf[component] as number;
    const id = this.#parts(group)[this.#place(group, component)] as number;
    return this.#cache.composition.components[component]?.table.states[id] as LocalState;
  };

  /** Writes a component's local state; whether it is another one than before. */
  write(component: number, id: number): boolean {
    const group = this.#cache.fields.groupOf[component] as number;
    const parts = this.#toWrite(group);
    const place = this.#place(group, component);
    const changes = parts[place] !== id;
    parts[place] = id;
    return changes;
  }

  memory(check: number): number {
    const { fields } = this.#cache;
    const home = fields.homes[check] as number;
    if (home >= 0) return this.#parts(home)[this.#memoryPlace(home, check)] as number;
    return this.memories.get(check) ?? this.field(fields.memory(check));
  }

  remember(check: number, memory: number): void {
    const home = this.#cache.fields.homes[check] as number;
    if (home >= 0) this.#toWrite(home)[this.#memoryPlace(home, check)] = memory;
    else this.memories.set(check, memory);
    this.#cache.vote(check, [this.#own, ...this.written.map(({ group }) => group)]);
  }

  #parts(group: number): readonly number[] {
    const { fields } = this.#cache;
    for (const one of this.written) if (one.group === group) return one.parts;
    return fields.groups[group]?.values[this.field(fields.firstGroup + group)] as number[];
  }

  #toWrite(group: number): number[] {
    for (const one of this.written) if (one.group === group) return one.parts;
    const parts = this.#parts(group).slice();
    this.written.push({ group, parts });
    return parts;
  }

  #place(group: number, component: number): number {
    return component - (this.#group(group).members[0] as number);
  }

  #memoryPlace(group: number, check: number): number {
    const { members, memories } = this.#group(group);
    return members.length + memories.indexOf(check);
  }

  #group(group: number): Collapsed {
    return this.#cache.fields.groups[group] as Collapsed;
  }
}
