import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { Cell } from './cell.ts';
import type { Effect } from '../effects.ts';
import type { LocalState } from '../local-state.ts';
import { intern, type Message } from '../message.ts';
import { plain } from '../plain.ts';
import { isKept, type NotedState, notedState, snapshotOf } from './noted-state.ts';

/** A cell as plain data: the places of its states among those noted, the text of its event, and what it does. */
type NotedCell = readonly [
  from: number,
  event: string,
  to: number,
  kind: Cell['kind'],
  isLong: boolean,
  effects: readonly Effect[],
];

/** The cells of one table as plain data, which can be kept for the next process. */
export interface Noted {
  readonly states: NotedState[];
  readonly cells: NotedCell[];
}

/** What is known of a cell that was noted. */
export interface Recalled extends Pick<Cell, 'effects' | 'isLong' | 'kind'> {
  readonly snapshot: AnyMachineSnapshot;
}

/**
 * The answers of XState for one machine with one input, from an earlier process and from this one.
 *
 * Noted is only what plain data can say: states without timers, children, history and an end, and effects that send or print. Any other
 * cell is asked for in each process.
 */
export class TableNotes {
  /** Whether there is more than there was at the start. */
  isLonger = false;
  #isSpoilt = false;
  readonly #read: () => Noted | undefined;
  #known: Noted | null = null;
  readonly #places = new Map<string, number>();
  readonly #cells = new Map<number, Map<string, NotedCell>>();
  readonly #snapshots: AnyMachineSnapshot[] = [];

  /** @param read what an earlier process has noted; asked for when the first cell is, and not for a table of which none is */
  constructor(read: () => Noted | undefined = () => undefined) {
    this.#read = read;
  }

  get noted(): Noted {
    return (this.#known ??= this.#begin());
  }

  #begin(): Noted {
    const noted = this.#read() ?? { states: [], cells: [] };
    noted.states.forEach(([key], place) => this.#places.set(key, place));
    for (const cell of noted.cells) this.#index(cell);
    return noted;
  }

  /** What an event does in a local state; undefined if it has not been noted. */
  recall(machine: AnyStateMachine, from: LocalState, event: Message): Recalled | undefined {
    const { states } = this.noted;
    const place = this.#places.get(from.key);
    const cell = place === undefined ? undefined : this.#cells.get(place)?.get(plain(event).text);
    if (!cell) return undefined;
    const [, , to, kind, isLong, effects] = cell;
    const own = effects.map((effect) =>
      effect.kind === 'send' ? { ...effect, message: intern(effect.message) } : effect,
    );
    const snapshot = to === place ? from.snapshot : this.#snapshot(machine, to, states);
    return snapshot && { snapshot, kind, isLong, effects: own };
  }

  /** The state as XState makes it; undefined if that is not the state that was noted. */
  #snapshot(machine: AnyStateMachine, place: number, states: Noted['states']): AnyMachineSnapshot | undefined {
    const known = this.#snapshots[place];
    if (known) return known;
    const snapshot = snapshotOf(machine, states[place] as NotedState);
    if (snapshot) this.#snapshots[place] = snapshot;
    return snapshot;
  }

  /** A state was met with its keys in several orders, of which plain data that is kept has one: nothing new is kept. */
  spoil(): void {
    this.#isSpoilt = true;
    this.isLonger = false;
  }

  /** Notes a cell, if plain data can say it. */
  note({ effects, event, from, isLong, kind, to }: Cell): void {
    if (this.#isSpoilt) return;
    const { noted } = this;
    if (!effects.every(isPlainEffect)) return;
    const [source, target] = [this.#place(from), this.#place(to)];
    if (source === null || target === null) return;
    const cell: NotedCell = [source, plain(event).text, target, kind, isLong, effects];
    noted.cells.push(cell);
    this.#index(cell);
    this.isLonger = true;
  }

  #index(cell: NotedCell): void {
    const row = this.#cells.get(cell[0]) ?? new Map<string, NotedCell>();
    this.#cells.set(cell[0], row.set(cell[1], cell));
  }

  #place(state: LocalState): number | null {
    const known = this.#places.get(state.key);
    if (known !== undefined) return known;
    const noted = notedState(state);
    if (!noted) return null;
    const place = this.noted.states.push(noted) - 1;
    this.#places.set(state.key, place);
    return place;
  }
}

const isPlainEffect = (effect: Effect): boolean =>
  effect.kind === 'dprintf' || (effect.kind === 'send' && isKept(effect.message));
