import type { AnyStateMachine, EventObject } from 'xstate';
import { ModelError } from '../../errors.ts';
import { type Cell, waysOf } from './cell.ts';
import { type Answer, Asker } from './answer.ts';
import { refuseOther } from './other-order.ts';
import { type Draw, drawingSome } from '../draw.ts';
import { type Effect, NOTHING_PENDING, START, STOP, type TableOptions, type Timer } from '../effects.ts';
import { type Inner, type InnerEvent, InnerEvents, isPending } from '../inner.ts';
import { blocks, keyed, type LocalState, RegionOrder } from '../local-state.ts';
import { stateOrders } from './key-orders.ts';
import { intern, type Message, ordersOf, plainly, reorderedCount } from '../message.ts';
import { isSameData } from '../plain.ts';
import type { Candidate } from '../pure-transition.ts';
import { type NotedState, snapshotOf } from './noted-state.ts';
import type { TableNotes } from './table-notes.ts';
import { Bounds } from './unbounded.ts';

export type { Effect, PrintEffect, SendEffect } from '../effects.ts';
export type { Cell } from './cell.ts';
export type { LocalState } from '../local-state.ts';

type Selected = ReturnType<AnyStateMachine['getTransitionData']>;

/**
 * One machine with one input, as a table (local state, event) → cell that is filled lazily from XState's pure
 * transition: XState is asked twice per cell, however often the product passes through it.
 */
export class MachineTable {
  readonly name: string;
  readonly initial: LocalState;
  /** What the machine does at its start. */
  readonly initialEffects: readonly Effect[];
  readonly states: LocalState[] = [];
  readonly input: unknown;
  /** Whether the machine waits for another one to start it. */
  readonly isSpawned: boolean;
  readonly #machine: AnyStateMachine;
  readonly #asker: Asker;
  readonly #order: RegionOrder;
  readonly #inner: InnerEvents;
  readonly #innerOf: (readonly InnerEvent[])[] = [];
  readonly #byKey = new Map<string, LocalState>();
  readonly #cells: Map<Message, Cell>[] = [];
  readonly #notes: TableNotes | null;
  readonly #bounds: Bounds;
  readonly #orders = stateOrders();
  /** Which orders of keys each cell was asked for in, beside the first ones; and how many of all there were then. */
  readonly #settled = new Map<Cell, Set<string>>();
  #settledAt: readonly number[] = [];
  #cellCount = 0;

  /**
   * @param notes what is known of the machine with this input from before
   * @throws {ModelError} if the machine cannot be checked from its start on
   */
  constructor(machine: AnyStateMachine, input: unknown, options: TableOptions = {}, notes: TableNotes | null = null) {
    this.#notes = notes;
    this.name = machine.id;
    this.#bounds = new Bounds(machine.id, this.states);
    this.#machine = machine;
    this.isSpawned = options.isSpawned === true;
    this.input = plainly(input, () => `${this.name}: the input`).value;
    this.#asker = new Asker(machine, this.input, options);
    this.#inner = new InnerEvents(this.name, options);
    this.#order = new RegionOrder(machine);
    const answer = this.isSpawned ? this.#asker.resting('not started') : this.#asker.start();
    this.initial = this.#intern(answer, null);
    this.initialEffects = answer.effects;
  }

  /** Whether any state of the machine is tagged `blocking`. */
  get mayBlock(): boolean {
    return blocks(this.#machine.root);
  }

  /** Every cell that has been asked for; of one in which something is drawn, every way. */
  *cells(): Iterable<Cell> {
    for (const row of this.#cells) for (const cell of row.values()) yield* waysOf(cell);
  }

  /** The cells that steps have passed through. */
  get used(): Cell[] {
    return [...this.cells()].filter(({ used }) => used);
  }

  cell(state: LocalState, event: Message): Cell {
    const row = this.#cells[state.id] as Map<Message, Cell>;
    return row.get(event) ?? this.#cell(row, state, event);
  }

  /** A local state that an earlier search has met; undefined if what was noted is no state of the machine. */
  restore(noted: NotedState): LocalState | undefined {
    const snapshot = this.#byKey.get(noted[0])?.snapshot ?? snapshotOf(this.#machine, noted);
    return snapshot && this.#intern({ snapshot, pending: NOTHING_PENDING }, null);
  }

  #cell(row: Map<Message, Cell>, state: LocalState, given: Message): Cell {
    const event = this.#inner.get(given) ? given : intern(given, () => `${this.name}: an event`);
    const cell = row.get(event) ?? this.#recall(state, event) ?? this.#asked(state, event);
    row.set(event, cell);
    this.#cellCount += 1;
    return cell;
  }

  /**
   * Asks again for each cell whose state or event was met in several orders of its keys.
   *
   * @returns whether there was anything to ask
   * @throws {ModelError} if the order makes a difference
   */
  settle(): boolean {
    const known = [this.#orders.count, reorderedCount(), this.#cellCount];
    if (this.#orders.count + reorderedCount() === 0 || isSameData(known, this.#settledAt)) return false;
    this.#settledAt = known;
    let hasAsked = false;
    for (const [id, row] of this.#cells.entries()) {
      for (const [event, cell] of row) {
        const from = this.states[id] as LocalState;
        for (const [i, snapshot] of this.#orders.of(id, from.snapshot).entries()) {
          for (const [j, said] of ordersOf(event).entries()) {
            if (i + j === 0 || !this.#isNew(cell, `${i} ${j}`)) continue;
            hasAsked = true;
            const as = { ...from, snapshot };
            refuseOther(this.name, cell, this.#ask(from, event, as, said), as, said);
          }
        }
      }
    }
    return hasAsked;
  }

  #isNew(cell: Cell, orders: string): boolean {
    const asked = this.#settled.get(cell) ?? new Set();
    this.#settled.set(cell, asked);
    return asked.size < asked.add(orders).size;
  }

  /** The cell as it was noted; undefined if it was not, or if what was noted is no state of the machine. */
  #recall(from: LocalState, event: Message): Cell | undefined {
    const known = this.#notes?.recall(this.#machine, from, event);
    if (!known) return undefined;
    const { effects, isLong, kind, snapshot } = known;
    const to = this.#reached({ snapshot, pending: from.pending }, from, event, from.startedAs);
    return { from, event, to, effects, kind, isLong, used: false };
  }

  #asked(from: LocalState, event: Message): Cell {
    const [cell, ...others] = this.#ask(from, event) as [Cell, ...Cell[]];
    if (others.length > 0) cell.ways = [cell, ...others];
    else if (!cell.draws) this.#notes?.note(cell);
    return cell;
  }

  /** The description of the transition that an event takes in a local state; empty if its author gave none. */
  describe(from: LocalState, event: Message, draws: readonly Draw[] = []): string {
    return this.selected({ from, event, draws })[0]?.description ?? '';
  }

  /** The transitions that an event takes in a local state, one for each region that it concerns, before eventless ones. */
  selected({ draws = [], event, from: { snapshot } }: Pick<Cell, 'draws' | 'event' | 'from'>): Selected {
    // A delayed message to another machine is no event of this one.
    if (snapshot.status !== 'active' || (this.timerOf(event)?.to ?? null) !== null) return [];
    return drawingSome(draws, () => this.#machine.getTransitionData(snapshot, event as EventObject));
  }

  /** What may happen to the machine by itself in a local state: each timer that is due, each outcome of a child. */
  innerEvents({ id, pending }: LocalState): readonly InnerEvent[] {
    return (this.#innerOf[id] ??= pending === NOTHING_PENDING ? [] : this.#inner.of(pending));
  }

  /** What happens by itself with an event; undefined for any other, also for the same event sent. */
  innerOf(event: Message): Inner | undefined {
    return this.#inner.get(event);
  }

  /** The timer that is due with an event that happens by itself; null for any other, also for the same event sent. */
  timerOf(event: Message): Timer | null {
    return this.#inner.get(event)?.timer ?? null;
  }

  /** The child that ends with an event that happens by itself; null if none does. */
  endedChild(event: Message): string | null {
    const inner = this.#inner.get(event);
    return inner?.isEnd ? (inner.child?.id ?? null) : null;
  }

  /** @param as the state, @param said the event, with their keys in the order in which they are to be asked for */
  #ask(from: LocalState, event: Message, as = from, said = event): Cell[] {
    const isControl = this.isSpawned && (event.type === START || event.type === STOP);
    const answers = isControl ? this.#controlled(as, said) : this.#answered(as, event, said);
    if (answers === null)
      return [{ from, event, to: from, effects: [], kind: 'unhandled', isLong: false, used: false }];
    return answers.map((answer) => this.#made(answer, from, event, isControl));
  }

  #made(answer: Answer, from: LocalState, event: Message, isControl: boolean): Cell {
    const { candidates, draws, effects, isLong } = answer;
    const startedAs = !isControl ? from.startedAs : event.type === START ? String(event['actorId']) : null;
    const to = this.#reached(answer, from, event, startedAs);
    const kind = to !== from || effects.length > 0 ? 'step' : kindOf(candidates);
    const cell = { from, event, to, effects, kind, isLong: isLong && kind !== 'unhandled', used: false };
    return draws ? { ...cell, draws } : cell;
  }

  /** The local state of an answer; says where it was on the way to if there is none. */
  #reached(
    answer: Pick<Answer, 'pending' | 'snapshot'>,
    from: LocalState,
    event: Message,
    startedAs: string | null,
  ): LocalState {
    try {
      return this.#intern(answer, startedAs, from);
    } catch (error) {
      const { message } = error as Error;
      if (!(error instanceof ModelError) || message.startsWith(this.name)) throw error;
      throw new ModelError(`${this.name}: ${event.type} in ${JSON.stringify(from.snapshot.value)}: ${message}`, {
        cause: error,
      });
    }
  }

  /** Null where the machine takes no events any more, or what is to happen by itself is not waited for. */
  #answered(from: LocalState, event: Message, said: Message): Answer[] | null {
    const inner = this.#inner.get(event);
    if (from.snapshot.status !== 'active' || (inner && !isPending(from.pending, inner))) return null;
    return this.#asker.ask(from, said, inner);
  }

  /** What becomes of a machine that another one starts or stops. */
  #controlled({ pending, snapshot, startedAs }: LocalState, event: Message): Answer[] | null {
    if (event.type === START) {
      if (snapshot.status !== 'active') return [this.#asker.start({ input: event['input'] })];
      throw new ModelError(
        `${this.name}: it is started as '${String(event['actorId'])}' while it runs as '${startedAs}': there would be two of it; give the other one a component of its own`,
      );
    }
    if (snapshot.status !== 'active') return null;
    const children = pending.children.filter(({ isComponent }) => isComponent);
    const stops = children.map(({ id }) => ({ kind: 'stop', to: id, message: event, machine: null }) as const);
    return [this.#asker.resting('stopped', stops)];
  }

  /** The local state of an answer; most are no other than the one before. */
  #intern(
    { pending, snapshot }: Pick<Answer, 'pending' | 'snapshot'>,
    startedAs: string | null,
    from?: LocalState,
  ): LocalState {
    if (from && snapshot === from.snapshot && pending === from.pending && startedAs === from.startedAs) return from;
    const { key, snapshot: frozen } = keyed(this.name, snapshot, { pending, startedAs }, this.#order.of(snapshot));
    const known = this.#byKey.get(key);
    if (known) {
      if (this.#orders.meet(known.id, known.snapshot, frozen)) this.#notes?.spoil();
      return known;
    }
    this.#bounds.add(snapshot, key);
    // A machine that has come to its end, in whichever way, is at no work any more.
    const blocking = snapshot.status === 'active' && snapshot.hasTag('blocking');
    const state = { id: this.states.length, snapshot: frozen, key, blocking, pending, startedAs };
    this.states.push(state);
    this.#byKey.set(key, state);
    this.#cells.push(new Map());
    return state;
  }
}

const isNothing = ({ target, actions, reenter }: Candidate): boolean =>
  !target?.length && actions.length === 0 && !reenter;

function kindOf(candidates: readonly Candidate[]): Cell['kind'] {
  if (candidates.length === 0) return 'unhandled';
  return candidates.every(isNothing) ? 'ignored' : 'still';
}

/** Tables by machine, input and what is left out or listed, so that variants of a system share what they have in common. */
export class TableStore {
  readonly #notesOn: (machine: AnyStateMachine, key: string) => TableNotes | null;
  readonly #tables = new Map<AnyStateMachine, Map<string, MachineTable>>();

  /** @param notesOn what is known of a machine from before, by the text of its input and of what is left out or listed */
  constructor(notesOn: (machine: AnyStateMachine, key: string) => TableNotes | null = () => null) {
    this.#notesOn = notesOn;
  }

  table(machine: AnyStateMachine, input: unknown, options: TableOptions = {}): MachineTable {
    const byInput = this.#tables.get(machine) ?? new Map<string, MachineTable>();
    this.#tables.set(machine, byInput);
    const whose = () => `${machine.id}: its input, or what is listed for it`;
    const key = plainly([input, options], whose).text;
    const table = byInput.get(key) ?? new MachineTable(machine, input, options, this.#notesOn(machine, key));
    byInput.set(key, table);
    return table;
  }

  /** Every table made so far, with its machine. */
  *all(): Iterable<{ machine: AnyStateMachine; table: MachineTable }> {
    for (const [machine, byInput] of this.#tables) for (const table of byInput.values()) yield { machine, table };
  }
}
