import type { Layout } from './layout.ts';
import type { Learned } from './learned.ts';
import type { Lump } from './lump.ts';
import type { LocalState } from './table.ts';

/** A packed state while one step is run on it: notes the fields that are read, and collects what is written. */
export class View {
  /** The fields that were read, in order, but for the lump of the component that the step begins with. */
  readonly path: number[] = [];
  /** Per lump that was written to: its parts. */
  readonly written = new Map<number, number[]>();
  /** Per check whose memory belongs to no lump and has changed. */
  readonly memories = new Map<number, number>();
  readonly #learned: Learned;
  readonly #layout: Layout;
  readonly #words: Int32Array;
  readonly #base: number;
  readonly #own: number;

  constructor(learned: Learned, layout: Layout, words: Int32Array, base: number, component: number) {
    this.#learned = learned;
    this.#layout = layout;
    this.#words = words;
    this.#base = base;
    this.#own = learned.fields.lumpOf[component] as number;
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
    this.#learned.vote(check, [this.#own, ...this.written.keys()]);
  }

  #parts(lump: number): readonly number[] {
    const { fields } = this.#learned;
    return this.written.get(lump) ?? (fields.lumps[lump]?.values[this.field(fields.firstLump + lump)] as number[]);
  }

  #toWrite(lump: number): number[] {
    const known = this.written.get(lump);
    if (known) return known;
    const parts = [...this.#parts(lump)];
    this.written.set(lump, parts);
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
