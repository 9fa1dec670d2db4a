import type { Composition } from '../system/compose.ts';
import { bitsFor } from './layout.ts';
import { Collapsed, collapsedMembers } from './collapsed.ts';
import type { Observer } from '../property/observer.ts';

/** Whether some member of a group blocks a process: kept as a bit of its own, so that others need not read the group. */
interface Busy {
  readonly field: number;
  readonly group: number;
  readonly process: string;
  /** The members of that process, as places in the group. */
  readonly places: readonly number[];
}

type BusyValue = readonly [field: number, value: number];

/** A group of which nothing is known yet is given room for this many bits. */
const FIRST_GUESS = 7;
/** A group that has been seen to have more values than this will have yet more, and gets a bit to spare. */
const LARGE = 64;

const roomFor = (seen: number | undefined): number =>
  seen === undefined ? FIRST_GUESS : bitsFor(seen) + (seen > LARGE ? 1 : 0);

/**
 * What the fields of a packed state mean, in this order: who blocks whom, the groups, and the memories of the checks that
 * belong to no group.
 */
export class Fields {
  readonly groups: readonly Collapsed[];
  /** The number of the first group's field. */
  readonly firstGroup: number;
  /** Per component: its group. */
  readonly groupOf: readonly number[];
  /** Per check: the group that its memory belongs to; -1 for none. */
  readonly homes: readonly number[];
  readonly #composition: Composition;
  readonly #observers: readonly Observer[];
  readonly #busy: readonly Busy[];
  readonly #busyIn: readonly (readonly Busy[])[];
  /** Per group and value: the busy fields with their values, as far as they have been asked for. */
  readonly #busyBy: BusyValue[][][];
  /** Per component: the busy fields of the other groups that may block it. */
  readonly #blockers: readonly (readonly number[])[];

  /** @param memories what each check remembers before the first choice */
  constructor(
    composition: Composition,
    observers: readonly Observer[],
    homes: readonly number[],
    memories: readonly number[],
  ) {
    const members = collapsedMembers(composition);
    const { initial } = composition;
    this.groups = members.map((own, group) => {
      const ofLump = [...homes.keys()].filter((check) => homes[check] === group);
      const locals = own.map((component) => initial[component]?.id as number);
      return new Collapsed(own, ofLump, [...locals, ...ofLump.map((check) => memories[check] as number)]);
    });
    this.groupOf = members.flatMap((own, group) => own.map(() => group));
    this.homes = homes;
    this.#composition = composition;
    this.#observers = observers.map((observer, i) => (homes[i] === -1 ? observer : { ...observer, size: 1 }));
    this.#busy = this.#busyFields();
    this.#busyIn = this.groups.map((_, group) => this.#busy.filter((busy) => busy.group === group));
    this.#busyBy = this.groups.map(() => []);
    this.firstGroup = this.#busy.length;
    this.#blockers = composition.components.map(({ process }, component) => this.#blockedBy(component, process));
  }

  /** One for each group and process of which it may block a member of another group. */
  #busyFields(): Busy[] {
    const { blockers, components } = this.#composition;
    const wanted = new Map<string, Omit<Busy, 'field'>>();
    components.forEach(({ process }, component) => {
      for (const blocker of blockers[component] ?? []) {
        const group = this.groupOf[blocker] as number;
        if (group === this.groupOf[component] || wanted.has(`${group} ${process}`)) continue;
        const { members } = this.groups[group] as Collapsed;
        const places = [...members.keys()].filter((at) => components[members[at] as number]?.process === process);
        wanted.set(`${group} ${process}`, { group, process, places });
      }
    });
    return [...wanted.values()].map((busy, field) => ({ field, ...busy }));
  }

  #blockedBy(component: number, process: string): number[] {
    return this.#busy
      .filter((busy) => busy.process === process && busy.group !== this.groupOf[component])
      .map(({ field }) => field);
  }

  /** The busy fields of other groups that a component's process waits for. */
  blockersOf(component: number): readonly number[] {
    return this.#blockers[component] as readonly number[];
  }

  /** The field of a memory that belongs to no group. */
  memory(check: number): number {
    return this.firstGroup + this.groups.length + check;
  }

  /**
   * Widths to start with, in bits.
   *
   * @param seen per group: how many values it has been seen to have
   */
  widths(seen: readonly number[] = []): number[] {
    return [
      ...this.#busy.map(() => 1),
      ...this.groups.map((_, group) => roomFor(seen[group])),
      ...this.#observers.map(({ size }) => bitsFor(size)),
    ];
  }

  /** The busy fields of a group, each with its value where the group has this one. */
  busyOf(group: number, value: number): readonly BusyValue[] {
    return ((this.#busyBy[group] as BusyValue[][])[value] ??= this.#busyAt(group, value));
  }

  #busyAt(group: number, value: number): BusyValue[] {
    const { members, values } = this.groups[group] as Collapsed;
    const parts = values[value] as readonly number[];
    const blocks = (at: number) =>
      this.#composition.components[members[at] as number]?.table.states[parts[at] as number]?.blocking;
    return (this.#busyIn[group] as readonly Busy[]).map(({ field, places }) => [field, places.some(blocks) ? 1 : 0]);
  }
}
