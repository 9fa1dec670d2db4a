import type { PackedSystem } from '../search/packed.ts';
import type { StateBitmap } from '../search/state-set.ts';
import { PAGE } from '../search/step-tree.ts';
import * as chunk from './chunk.ts';

/** Where the search hands a helper a chunk, and gets back what is new in it. */
export interface Slot {
  readonly control: Int32Array;
  readonly out: Int32Array;
}

/** A thread that expands states for a search. It takes its slots in turn. */
export interface Helper {
  readonly slots: readonly Slot[];
  /** Tells it what the search knows by now; it takes note before the next chunk. */
  tell(view: chunk.View): void;
  end(): void;
  /** Why it has ended by itself. */
  readonly failure: () => string;
  /** Expands what is in a slot; only of one that works on the thread of the search. */
  readonly expand?: (slot: Slot) => void;
}

/** Those who can be asked to help. */
export interface Crew {
  /** Whether they are threads of their own. */
  readonly isShared: boolean;
  /** They help with a search of at least so many states, and there with buckets of at least so many. */
  readonly least?: { readonly states: number; readonly bucket: number };
  start(): Helper[];
}

/** So many states are handed over at once: whole breaths of the search. */
export const BREATH = 1024;
const CHUNK = chunk.BREATHS * BREATH;

/** A helper that shows no sign of life for so long is taken for dead. */
const PATIENCE_MS = 30_000;

/** What the search does with what helpers have found, in the order in which it would have found it by itself. */
export interface Merge {
  /** Takes the entries of one breath. */
  readonly take: (out: Int32Array, from: number, to: number, transitions: number) => void;
  /** Expands states by itself, whole breaths: there were too many entries. */
  readonly expand: (from: number, to: number) => void;
  /** Whether the search is over; asked after each breath. */
  readonly isOver: () => boolean;
}

/**
 * A search whose states are expanded by helpers. Each chunk of a level is expanded by the next helper in turn, and the search merges the
 * chunks in order; so numbers and parents of states, and the runs that are found first, are those of a search on one thread.
 */
export class Together {
  readonly #system: PackedSystem;
  readonly #states: StateBitmap;
  readonly #helpers: readonly Helper[];
  readonly #slots: readonly Slot[];
  readonly #rows: readonly Int32Array[];
  #told: chunk.View | null = null;
  #version = 0;
  /** How many chunks have been handed over: helpers take their slots in turn, whatever bucket is in them. */
  #handed = 0;

  constructor(system: PackedSystem, states: StateBitmap, crew: Crew) {
    this.#system = system;
    this.#states = states;
    this.#rows = system.asArrays(crew.isShared);
    if (crew.isShared) states.share();
    this.#helpers = crew.start();
    // The first slot of each helper in turn, then the second ones.
    this.#slots = [0, 1].flatMap((at) => this.#helpers.flatMap(({ slots }) => slots[at] ?? []));
  }

  /** Expands states that lie in one bucket. */
  expand(from: number, to: number, withFault: boolean, merge: Merge): void {
    let ahead = from;
    const handOver = () => {
      if (ahead >= to) return;
      const start = ahead;
      ahead = Math.min(start + CHUNK, to);
      this.#handOver(this.#handed++, start, ahead, withFault);
    };
    let number = this.#handed;
    try {
      for (let i = 0; i < this.#slots.length; i++) handOver();
      for (; number < this.#handed; number++) {
        const slot = this.#wait(number);
        this.#merge(slot, merge);
        Atomics.store(slot.control, chunk.STATE, chunk.IDLE);
        if (merge.isOver()) return;
        handOver();
      }
    } finally {
      this.#settle();
    }
  }

  end(): void {
    for (const helper of this.#helpers) helper.end();
  }

  #merge({ control, out }: Slot, { expand, isOver, take }: Merge): void {
    const [from, to, upto] = [chunk.FROM, chunk.TO, chunk.UPTO].map((place) => control[place] as number) as [
      number,
      number,
      number,
    ];
    let at = 0;
    for (let start = from, breath = 0; start < to; start += BREATH, breath++) {
      if (start < upto) {
        const end = control[chunk.MARKS + 2 * breath] as number;
        take(out, at, end, control[chunk.MARKS + 2 * breath + 1] as number);
        at = end;
      } else expand(start, Math.min(start + BREATH, to));
      if (isOver()) return;
    }
  }

  #handOver(number: number, from: number, to: number, withFault: boolean): void {
    const at = number % this.#slots.length;
    const { control } = this.#slots[at] as Slot;
    this.#tell();
    const { finished } = this.#system.tree;
    const choices = this.#system.composition.choices.length;
    control[chunk.FROM] = from;
    control[chunk.TO] = to;
    control[chunk.WITH_FAULT] = withFault ? 1 : 0;
    control[chunk.VERSION] = this.#version;
    control[chunk.NODES] = finished.nodes;
    control[chunk.LEAVES] = finished.leaves;
    control[chunk.ROOM] = 2 * (choices + this.#rows.length);
    Atomics.store(control, chunk.STATE, chunk.TASK);
    Atomics.notify(control, chunk.STATE);
  }

  /** Tells the helpers of arrays that have been replaced. */
  #tell(): void {
    const { firstGroup, tree } = this.#system;
    const { hits, keep, layout, nodes, set, settled } = tree;
    const { bits, data, from } = this.#states;
    const told = this.#told;
    if (told?.data === data && told.nodes === nodes && told.keep === keep && told.hits === hits) return;
    const { mask, shift } = layout;
    this.#told = {
      data,
      bits,
      from,
      nodes,
      keep,
      set,
      hits,
      settled,
      shift,
      mask,
      firstGroup,
      rows: this.#rows,
      page: PAGE,
    };
    this.#version += 1;
    for (const helper of this.#helpers) helper.tell(this.#told);
  }

  #wait(number: number): Slot {
    const at = number % this.#slots.length;
    const slot = this.#slots[at] as Slot;
    const helper = this.#helpers[at % this.#helpers.length] as Helper;
    if (helper.expand) {
      helper.expand(slot);
      return slot;
    }
    let pulse = -1;
    for (;;) {
      const state = Atomics.load(slot.control, chunk.STATE);
      if (state === chunk.DONE) return slot;
      if (state === chunk.DEAD) throw new Error(`a thread of the search has ended: ${helper.failure()}`);
      if (Atomics.wait(slot.control, chunk.STATE, chunk.TASK, PATIENCE_MS) !== 'timed-out') continue;
      const beat = Atomics.load(slot.control, chunk.PULSE);
      if (beat === pulse) throw new Error('a thread of the search does not answer any more');
      pulse = beat;
    }
  }

  /** Waits for chunks that nobody wants any more. */
  #settle(): void {
    this.#slots.forEach(({ control }, at) => {
      const isHere = this.#helpers[at % this.#helpers.length]?.expand !== undefined;
      if (!isHere && Atomics.load(control, chunk.STATE) === chunk.TASK) this.#waitQuietly(at);
      Atomics.store(control, chunk.STATE, chunk.IDLE);
    });
  }

  #waitQuietly(at: number): void {
    const { control } = this.#slots[at] as Slot;
    Atomics.wait(control, chunk.STATE, chunk.TASK, PATIENCE_MS);
  }
}
