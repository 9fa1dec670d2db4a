import type { Composition } from '../system/compose.ts';
import { bitsFor } from './layout.ts';
import { Lump, lumpMembers } from './collapsed.ts';
import type { Observer } from '../property/observer.ts';

/** Whether some member of a lump blocks a process: kept as a bit of its own, so that others need not read the lump. */
interface Busy {
  readonly field: number;
  readonly lump: number;
  readonly process: string;
  /** The members of that process, as places in the lump. */
  readonly places: readonly number[];
}

/** A lump of which nothing is known yet is given room for this many bits. */
const FIRST_GUESS = 7;
/** A lump that has been seen to have more values than this will have yet more, and gets a bit to spare. */
const LARGE = 64;

const roomFor = (seen: number | undefined): number =>
  seen === undefined ? FIRST_GUESS : bitsFor(seen) + (seen > LARGE ? 1 : 0);

/**
 * What the fields of a packed state mean, in this order: who blocks whom, the lumps, and the memories of the checks that
 * belong to no lump.
 */
export class Fields {
  readonly lumps: readonly Lump[];
  /** The number of the first lump's field. */
  readonly firstLump: number;
  /** Per component: its lump. */
  readonly lumpOf: readonly number[];
  /** Per check: the lump that its memory belongs to; -1 for none. */
  readonly homes: readonly number[];
  readonly #composition: Composition;
  readonly #observers: readonly Observer[];
  readonly #busy: readonly Busy[];
  readonly #busyIn: readonly (readonly Busy[])[];
  /** Per component: the busy fields of the other lumps that may block it. */
  readonly #blockers: readonly (readonly number[])[];

  /** @param memories what each check remembers before the first choice */
  constructor(
    composition: Composition,
    observers: readonly Observer[],
    homes: readonly number[],
    memories: readonly number[],
  ) {
    const members = lumpMembers(composition);
    const { initial } = composition;
    this.lumps = members.map((own, lump) => {
      const ofLump = [...homes.keys()].filter((check) => homes[check] === lump);
      const locals = own.map((component) => initial[component]?.id as number);
      return new Lump(own, ofLump, [...locals, ...ofLump.map((check) => memories[check] as number)]);
    });
    this.lumpOf = members.flatMap((own, lump) => own.map(() => lump));
    this.homes = homes;
    this.#composition = composition;
    this.#observers = observers.map((observer, i) => (homes[i] === -1 ? observer : { ...observer, size: 1 }));
    this.#busy = this.#busyFields();
    this.#busyIn = this.lumps.map((_, lump) => this.#busy.filter((busy) => busy.lump === lump));
    this.firstLump = this.#busy.length;
    this.#blockers = composition.components.map(({ process }, component) => this.#blockedBy(component, process));
  }

  /** One for each lump and process of which it may block a member of another lump. */
  #busyFields(): Busy[] {
    const { blockers, components } = this.#composition;
    const wanted = new Map<string, Omit<Busy, 'field'>>();
    components.forEach(({ process }, component) => {
      for (const blocker of blockers[component] ?? []) {
        const lump = this.lumpOf[blocker] as number;
        if (lump === this.lumpOf[component] || wanted.has(`${lump} ${process}`)) continue;
        const { members } = this.lumps[lump] as Lump;
        const places = [...members.keys()].filter((at) => components[members[at] as number]?.process === process);
        wanted.set(`${lump} ${process}`, { lump, process, places });
      }
    });
    return [...wanted.values()].map((busy, field) => ({ field, ...busy }));
  }

  #blockedBy(component: number, process: string): number[] {
    return this.#busy
      .filter((busy) => busy.process === process && busy.lump !== this.lumpOf[component])
      .map(({ field }) => field);
  }

  /** The busy fields of other lumps that a component's process waits for. */
  blockersOf(component: number): readonly number[] {
    return this.#blockers[component] as readonly number[];
  }

  /** The field of a memory that belongs to no lump. */
  memory(check: number): number {
    return this.firstLump + this.lumps.length + check;
  }

  /**
   * Widths to start with, in bits.
   *
   * @param seen per lump: how many values it has been seen to have
   */
  widths(seen: readonly number[] = []): number[] {
    return [
      ...this.#busy.map(() => 1),
      ...this.lumps.map((_, lump) => roomFor(seen[lump])),
      ...this.#observers.map(({ size }) => bitsFor(size)),
    ];
  }

  /** The busy fields of a lump, each with its value where the lump has these parts. */
  busyOf(lump: number, parts: readonly number[]): [field: number, value: number][] {
    const { members } = this.lumps[lump] as Lump;
    const blocks = (at: number) =>
      this.#composition.components[members[at] as number]?.table.states[parts[at] as number]?.blocking;
    return (this.#busyIn[lump] as readonly Busy[]).map(({ field, places }) => [field, places.some(blocks) ? 1 : 0]);
  }
}
