import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { Cell } from './cell.ts';
import type { Effect } from '../effects.ts';
import type { LocalState } from '../local-state.ts';
import { intern, type Message } from '../message.ts';
import { plain } from '../plain.ts';

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
  /** Each local state: its key, and the value and context from which XState makes it again. */
  readonly states: (readonly [key: string, value: unknown, context: unknown])[];
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
  readonly #noted: Noted;
  readonly #places: Map<string, number>;
  readonly #cells = new Map<number, Map<string, NotedCell>>();
  readonly #snapshots: AnyMachineSnapshot[] = [];

  constructor(noted: Noted = { states: [], cells: [] }) {
    this.#noted = noted;
    this.#places = new Map(noted.states.map(([key], place) => [key, place]));
    for (const cell of noted.cells) this.#index(cell);
  }

  get noted(): Noted {
    return this.#noted;
  }

  /** What an event does in a local state; undefined if it has not been noted. */
  recall(machine: AnyStateMachine, from: LocalState, event: Message): Recalled | undefined {
    const place = this.#places.get(from.key);
    const cell = place === undefined ? undefined : this.#cells.get(place)?.get(plain(event).text);
    if (!cell) return undefined;
    const [, , to, kind, isLong, effects] = cell;
    const own = effects.map((effect) =>
      effect.kind === 'send' ? { ...effect, message: intern(effect.message) } : effect,
    );
    const snapshot = to === place ? from.snapshot : this.#snapshot(machine, to);
    return snapshot && { snapshot, kind, isLong, effects: own };
  }

  /** The state as XState makes it; undefined if that is not the state that was noted. */
  #snapshot(machine: AnyStateMachine, place: number): AnyMachineSnapshot | undefined {
    const known = this.#snapshots[place];
    if (known) return known;
    const [key, value, context] = this.#noted.states[place] as Noted['states'][number];
    const snapshot = machine.resolveState({ value, context } as never) as AnyMachineSnapshot;
    const isIt = snapshot.status === 'active' && key === keyOf(snapshot);
    return isIt ? (this.#snapshots[place] = snapshot) : undefined;
  }

  /** Notes a cell, if plain data can say it. */
  note({ effects, event, from, isLong, kind, to }: Cell): void {
    if (!effects.every(isPlainEffect)) return;
    const [source, target] = [this.#place(from), this.#place(to)];
    if (source === null || target === null) return;
    const cell: NotedCell = [source, plain(event).text, target, kind, isLong, effects];
    this.#noted.cells.push(cell);
    this.#index(cell);
    this.isLonger = true;
  }

  #index(cell: NotedCell): void {
    const row = this.#cells.get(cell[0]) ?? new Map<string, NotedCell>();
    this.#cells.set(cell[0], row.set(cell[1], cell));
  }

  #place({ key, snapshot }: LocalState): number | null {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const { context, value } = snapshot;
    if (!isKept(context) || key !== keyOf(snapshot)) return null;
    const place = this.#noted.states.push([key, value, context]) - 1;
    this.#places.set(key, place);
    return place;
  }
}

/** The key of a state that nothing but its value and context tells from others: what else does so would stand behind them. */
const keyOf = ({ context, value }: AnyMachineSnapshot): string => `[${JSON.stringify(value)},${plain(context).text}]`;

/** Whether plain data is the same after it has been written and read. */
const isKept = (value: unknown): boolean => {
  const { infinite, text } = plain(value);
  return infinite === null && plain(JSON.parse(JSON.stringify(value))).text === text;
};

const isPlainEffect = (effect: Effect): boolean =>
  effect.kind === 'dprintf' || (effect.kind === 'send' && isKept(effect.message));
