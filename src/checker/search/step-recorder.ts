import type { Layout } from './layout.ts';
import type { Learned } from './step-cache.ts';
import type { Lump } from './collapsed.ts';
import type { LocalState } from '../system/table.ts';

/** A lump that was written to, and its parts by now. */
interface Written {
  readonly lump: number;
  readonly parts: number[];
}

/**
 * A packed state while one step is run on it: notes the fields that are read, and collects what is written. There are as
 * many steps as leaves, and one view for all of them.
 */
export class View {
  /** The fields that were read, in order, but for the lump of the component that the step begins with. */
  readonly path: number[] = [];
  readonly written: Written[] = [];
  /** Per check whose memory belongs to no lump and has changed. */
  readonly memories = new Map<number, number>();
  readonly #learned: Learned;
  readonly #layout: Layout;
  #words: Int32Array = new Int32Array(0);
  #base = 0;
  #own = 0;

  constructor(learned: Learned, layout: Layout) {
    this.#learned = learned;
    this.#layout = layout;
  }

  /** Turns to the state at `base`, in which a step begins with a component. */
  begin(words: Int32Array, base: number, component: number): void {
    this.#words = words;
    this.#base = base;
    this.#own = this.#learned.fields.lumpOf[component] as number;
    this.path.length = 0;
    this.written.length = 0;
    if (this.memories.size > 0) this.memories.clear();
  }

  field(field: number): number {
    const isOwn = field === this.#learned.fields.firstLump + this.#own;
    if (!isOwn && !this.path.includes(field)) this.path.push(field);
    return this.#layout.get(field, this.#words, this.#base);
  }

  /** A component's local state, as it is by now. */
  readonly local = (component: number): LocalState => {
    const lump = this.#learned.fields.lumpOf[component] as number;
    const id = this.#parts(lump)[this.#place(lump, component)] as number;
    return this.#learned.composition.components[component]?.table.states[id] as LocalState;
  };

  write(component: number, id: number): void {
    const lump = this.#learned.fields.lumpOf[component] as number;
    this.#toWrite(lump)[this.#place(lump, component)] = id;
  }

  memory(check: number): number {
    const { fields } = this.#learned;
    const home = fields.homes[check] as number;
    if (home >= 0) return this.#parts(home)[this.#memoryPlace(home, check)] as number;
    return this.memories.get(check) ?? this.field(fields.memory(check));
  }

  remember(check: number, memory: number): void {
    const home = this.#learned.fields.homes[check] as number;
    if (home >= 0) this.#toWrite(home)[this.#memoryPlace(home, check)] = memory;
    else this.memories.set(check, memory);
    this.#learned.vote(check, [this.#own, ...this.written.map(({ lump }) => lump)]);
  }

  #parts(lump: number): readonly number[] {
    const { fields } = this.#learned;
    for (const one of this.written) if (one.lump === lump) return one.parts;
    return fields.lumps[lump]?.values[this.field(fields.firstLump + lump)] as number[];
  }

  #toWrite(lump: number): number[] {
    for (const one of this.written) if (one.lump === lump) return one.parts;
    const parts = this.#parts(lump).slice();
    this.written.push({ lump, parts });
    return parts;
  }

  #place(lump: number, component: number): number {
    return component - (this.#lump(lump).members[0] as number);
  }

  #memoryPlace(lump: number, check: number): number {
    const { members, memories } = this.#lump(lump);
    return members.length + memories.indexOf(check);
  }

  #lump(lump: number): Lump {
    return this.#learned.fields.lumps[lump] as Lump;
  }
}
