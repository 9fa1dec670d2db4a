import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { ModelError } from '../errors.ts';
import {
  Aftermath,
  type Child,
  type Effect,
  NOTHING_PENDING,
  outcomesOf,
  type Pending,
  START,
  STOP,
  type TableOptions,
  type Timer,
} from './effects.ts';
import { blocks, hasAlways, keyed, type LocalState, RegionOrder, restingSnapshot } from './local-state.ts';
import { intern, type Message, plainly } from './message.ts';
import { plain, thawed } from './plain.ts';
import { type Action, PureTransition } from './pure-transition.ts';

export type { Effect, PrintEffect, SendEffect } from './effects.ts';
export type { LocalState } from './local-state.ts';

/** What one event does in one local state. */
export interface Cell {
  readonly from: LocalState;
  readonly event: Message;
  readonly to: LocalState;
  readonly effects: readonly Effect[];
  /**
   * - `step`: a transition is taken, and changes or does something;
   * - `still`: a transition is taken, and neither changes nor does anything;
   * - `ignored`: all that is declared is `EVENT: {}`, without a target, an action or `reenter`;
   * - `unhandled`: no transition is declared, or none whose guard holds.
   */
  readonly kind: 'step' | 'still' | 'ignored' | 'unhandled';
  /** Whether it may pass through states that lie between `from` and `to`. */
  readonly isLong: boolean;
  /** Whether a step of some product has passed through it: it may also have been asked for only to see what it is. */
  used: boolean;
}

/** More local states than this, and a machine is taken for an unbounded one. */
const MAX_LOCAL_STATES = 2 ** 14;

/** What happens to a machine by itself: a timer is due, or a child of it comes to an end or sends something. */
interface Inner {
  readonly timer?: Timer;
  readonly child?: Child;
  readonly isEnd: boolean;
}

/** An event that happens to a machine by itself, and the class of faults that it belongs to. */
export interface InnerEvent {
  readonly event: Message;
  readonly fault: string | null;
}

/** What XState says of one event in one state, before it has its place in the table. */
interface Answer {
  readonly snapshot: AnyMachineSnapshot;
  readonly key: string;
  readonly pending: Pending;
  readonly effects: readonly Effect[];
  readonly candidates: readonly Candidate[];
  readonly isLong: boolean;
}

interface Candidate {
  readonly target?: readonly unknown[] | undefined;
  readonly actions: readonly unknown[];
  readonly reenter?: boolean;
}

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
  readonly #machine: AnyStateMachine;
  readonly #options: TableOptions;
  readonly #pure: PureTransition;
  readonly #order: RegionOrder;
  readonly #hasAlways: boolean;
  readonly #byKey = new Map<string, LocalState>();
  readonly #cells: Map<Message, Cell>[] = [];
  /** The events that happen by themselves, each an object of its own: the same event may also be sent. */
  readonly #inner = new Map<Message, Inner>();
  readonly #innerByText = new Map<string, Message>();

  /** @throws {ModelError} if the machine cannot be checked from its start on */
  constructor(machine: AnyStateMachine, input: unknown, options: TableOptions = {}) {
    this.name = machine.id;
    this.#machine = machine;
    this.#options = options;
    const given = plainly(input, () => `${this.name}: the input`).value;
    this.#pure = this.#named(atStart, () => new PureTransition(machine, given));
    this.#hasAlways = hasAlways(machine.root);
    this.#order = new RegionOrder(machine);
    const answer = options.isSpawned ? this.#resting('not started') : this.#start((pure) => pure.initial());
    this.initial = this.#intern(answer);
    this.initialEffects = answer.effects;
  }

  /** Whether any state of the machine is tagged `blocking`. */
  get mayBlock(): boolean {
    return blocks(this.#machine.root);
  }

  /** Every cell that has been asked for. */
  *cells(): Iterable<Cell> {
    for (const row of this.#cells) yield* row.values();
  }

  /** The cells that steps have passed through. */
  get used(): Cell[] {
    return [...this.cells()].filter(({ used }) => used);
  }

  cell(state: LocalState, event: Message): Cell {
    const row = this.#cells[state.id] as Map<Message, Cell>;
    return row.get(event) ?? this.#cell(row, state, event);
  }

  #cell(row: Map<Message, Cell>, state: LocalState, given: Message): Cell {
    const event = this.#inner.has(given) ? given : intern(given, () => `${this.name}: an event`);
    const cell = row.get(event) ?? this.#ask(state, event);
    row.set(event, cell);
    return cell;
  }

  /** The description of the transition that an event takes in a local state; empty if its author gave none. */
  describe(state: LocalState, event: Message): string {
    if (state.snapshot.status !== 'active') return '';
    const [first] = this.#machine.getTransitionData(state.snapshot, event as EventObject);
    return first?.description ?? '';
  }

  /** What may happen to the machine by itself in a local state: each timer that is due, each outcome of a child. */
  innerEvents({ pending: { timers, children } }: LocalState): InnerEvent[] {
    if (timers.length + children.length === 0) return [];
    const due = timers.map((timer) => ({
      event: this.#innerEvent(timer.event, { timer, isEnd: false }),
      fault: null,
    }));
    const outcomes = children.flatMap((child) =>
      (child.isComponent ? [] : (outcomesOf(this.#options, child) ?? [])).map((outcome) => {
        const isEnd = !('event' in outcome);
        const event = this.#innerEvent(outcomeEvent(this.name, child, outcome), { child, isEnd });
        return { event, fault: outcome.fault ?? null };
      }),
    );
    return [...due, ...outcomes];
  }

  /** Whether an event is one of the machine's timers that is due, and not the same event sent. */
  isTimer(event: Message): boolean {
    return this.#inner.get(event)?.timer !== undefined;
  }

  #innerEvent(event: Message, inner: Inner): Message {
    const { child, isEnd, timer } = inner;
    const text = plain([timer?.id, timer?.to, child?.id, isEnd, event]).text;
    const known = this.#innerByText.get(text) ?? Object.freeze({ ...event });
    this.#innerByText.set(text, known);
    this.#inner.set(known, inner);
    return known;
  }

  #ask(from: LocalState, event: Message): Cell {
    const { status, value } = from.snapshot;
    const isControl = this.#options.isSpawned && (event.type === START || event.type === STOP);
    if (isControl) return this.#controlled(from, event);
    if (status !== 'active') return this.#cellOf(from, event, null);
    const where = () => `${event.type} in ${JSON.stringify(value)}`;
    const inner = this.#inner.get(event);
    if (inner && !isPending(from.pending, inner)) return this.#cellOf(from, event, null);
    const answer = this.#named(where, () => this.#tried(from, event));
    const again = this.#named(where, () => this.#answer(from, thawedSnapshot(from.snapshot), thawed(event), event));
    if (answer === null) throw new ModelError(`${this.name} is impure: ${where()} changes in place what it is given`);
    if (!isSame(answer, again)) {
      throw new ModelError(
        `${this.name} is impure: ${where()} leads to ${shown(answer)}, and asked again to ${shown(again)}`,
      );
    }
    return this.#cellOf(from, event, answer);
  }

  /** Asks with what is frozen; null if it is tried to change that, and only that is why it fails. */
  #tried(from: LocalState, event: Message): Answer | null {
    try {
      return this.#answer(from, from.snapshot, event, event);
    } catch (error) {
      if (error instanceof ModelError || !isAboutFrozen(error)) throw error;
      return null;
    }
  }

  #cellOf(from: LocalState, event: Message, answer: Answer | null): Cell {
    if (answer === null) return { from, event, to: from, effects: [], kind: 'unhandled', isLong: false, used: false };
    const { candidates, effects, isLong } = answer;
    const to = this.#intern(answer);
    const kind = to !== from || effects.length > 0 ? 'step' : kindOf(candidates);
    return { from, event, to, effects, kind, isLong: isLong && kind !== 'unhandled', used: false };
  }

  #answer(from: LocalState, snapshot: AnyMachineSnapshot, event: Message, canonical: Message): Answer {
    const inner = this.#inner.get(canonical);
    const pending = inner ? without(from.pending, inner) : from.pending;
    if (inner?.timer && inner.timer.to !== null) return this.#due(from, pending, inner.timer);
    const candidates = this.#machine.getTransitionData(snapshot, event as EventObject);
    if (candidates.length === 0 && !this.#mayAct(event)) {
      return { ...this.#keyed(from.snapshot, pending), effects: [], candidates, isLong: false };
    }
    const [next, actions] = this.#pure.transition(snapshot, event as EventObject);
    const where = () => `${this.name}: ${event.type} in ${JSON.stringify(from.snapshot.value)}`;
    return { ...this.#settled(snapshot, next, actions, pending, where), candidates };
  }

  /** Whether an event without a transition may do something all the same: by an eventless one, or as an error. */
  #mayAct({ type }: Message): boolean {
    return this.#hasAlways || type.startsWith('xstate.error.actor.');
  }

  /** A delayed message to another machine is due: it is sent, and this one stays as it is. */
  #due({ snapshot }: LocalState, pending: Pending, { event, to }: Timer): Answer {
    const effects: Effect[] = [{ kind: 'send', to: to as string, message: event, mail: true }];
    return { ...this.#keyed(snapshot, pending), effects, candidates: [], isLong: false };
  }

  #settled(
    before: AnyMachineSnapshot | null,
    after: AnyMachineSnapshot,
    actions: readonly Action[],
    pending: Pending,
    where: () => string,
  ) {
    const aftermath = new Aftermath(pending, this.#options, where);
    aftermath.addSpawned(before, after, actions);
    for (const action of actions) aftermath.take(action);
    if (after.status !== 'active') aftermath.end(after);
    const isLong = this.#hasAlways || actions.some(({ type }) => type === 'xstate.raise');
    return { ...this.#keyed(after, aftermath.pending), effects: aftermath.effects, isLong };
  }

  #keyed(snapshot: AnyMachineSnapshot, pending: Pending) {
    return { ...keyed(this.name, snapshot, pending, this.#order.of(snapshot)), pending };
  }

  /** A machine that another one starts or stops. */
  #controlled(from: LocalState, event: Message): Cell {
    if (event.type === START)
      return this.#cellOf(
        from,
        event,
        this.#start((pure) => pure.initialWith(event['input'])),
      );
    const stopped = this.#resting('stopped');
    const effects = from.pending.children
      .filter(({ isComponent }) => isComponent)
      .map(({ id }): Effect => ({ kind: 'stop', to: id, message: event, machine: null }));
    return from.snapshot.status === 'active'
      ? this.#cellOf(from, event, { ...stopped, effects })
      : this.#cellOf(from, event, null);
  }

  #resting(value: 'not started' | 'stopped'): Answer {
    const snapshot = restingSnapshot(this.#machine, value);
    return { ...this.#keyed(snapshot, NOTHING_PENDING), effects: [], candidates: [], isLong: false };
  }

  #start(initial: (pure: PureTransition) => [AnyMachineSnapshot, Action[]]): Answer {
    const once = () => {
      const [snapshot, actions] = initial(this.#pure);
      if (snapshot.status === 'error') throw snapshot.error;
      const settled = this.#settled(null, snapshot, actions, NOTHING_PENDING, () => `${this.name} at its start`);
      return { ...settled, candidates: [] };
    };
    const answer = this.#named(atStart, once);
    const again = this.#named(atStart, once);
    if (isSame(answer, again)) return answer;
    throw new ModelError(`${this.name} is impure: it starts in ${shown(answer)}, and started again in ${shown(again)}`);
  }

  /** Says whose fault it is if something throws. */
  #named<T>(where: () => string, use: () => T): T {
    try {
      return use();
    } catch (error) {
      if (error instanceof ModelError && error.message.startsWith(this.name)) throw error;
      const { message } = error as Error;
      const why = /^Infinite loop/.test(message) ? 'it never comes to rest (`always` or `raise` in a circle)' : message;
      throw new ModelError(`${this.name}: ${where()} throws: ${why}`, { cause: error });
    }
  }

  /** A component with very many states has something in its context that grows for ever, as far as one can tell. */
  #refuseUnbounded({ context, value }: AnyMachineSnapshot): void {
    if (this.states.length < MAX_LOCAL_STATES) return;
    const variety = (name: string) =>
      new Set(this.states.map(({ snapshot }) => JSON.stringify(snapshot.context[name]))).size;
    const [widest] = Object.keys(context)
      .map((name) => ({ name, count: variety(name) }))
      .toSorted((a, b) => b.count - a.count);
    const where = widest ? `: context.${widest.name} is ${JSON.stringify(context[widest.name])} by now` : '';
    throw new ModelError(
      `${this.name} has more than ${MAX_LOCAL_STATES} states, in ${JSON.stringify(value)}${where}; a component must be finite, and small`,
    );
  }

  #intern({ key, snapshot, pending }: Answer): LocalState {
    const known = this.#byKey.get(key);
    if (known) return known;
    this.#refuseUnbounded(snapshot);
    const state = { id: this.states.length, snapshot, key, blocking: snapshot.hasTag('blocking'), pending };
    this.states.push(state);
    this.#byKey.set(key, state);
    this.#cells.push(new Map());
    return state;
  }
}

function kindOf(candidates: readonly Candidate[]): Cell['kind'] {
  if (candidates.length === 0) return 'unhandled';
  const isNothing = ({ target, actions, reenter }: Candidate) => !target?.length && actions.length === 0 && !reenter;
  return candidates.every(isNothing) ? 'ignored' : 'still';
}

/** What is left to wait for when something has happened by itself. */
function without({ timers, children }: Pending, { timer, child, isEnd }: Inner): Pending {
  if (child) return isEnd ? { timers, children: children.filter(({ id }) => id !== child.id) } : { timers, children };
  const at = timers.findIndex((one) => isTimer(one, timer));
  return { timers: timers.toSpliced(at, 1), children };
}

function outcomeEvent(name: string, { id }: Child, outcome: object): Message {
  const whose = () => `${name}: an outcome that is listed for '${id}'`;
  if ('event' in outcome) return intern(outcome.event as Message, whose);
  if ('done' in outcome) return intern({ type: `xstate.done.actor.${id}`, output: outcome.done, actorId: id }, whose);
  if ('error' in outcome) return intern({ type: `xstate.error.actor.${id}`, error: outcome.error, actorId: id }, whose);
  throw new ModelError(`${whose()} is none of { done: … }, { error: … } and { event: { type: … } }`);
}

const atStart = () => 'at its start';

const isPending = ({ timers, children }: Pending, { timer, child }: Inner): boolean =>
  child ? children.some(({ id }) => id === child.id) : timers.some((one) => isTimer(one, timer));

const isTimer = ({ id, event, to }: Timer, other: Timer | undefined): boolean =>
  id === other?.id && event === other?.event && to === other.to;

const isSame = (one: Answer, other: Answer): boolean =>
  one.key === other.key &&
  one.effects.length === other.effects.length &&
  one.effects.every((effect, i) => isSameEffect(effect, other.effects[i] as Effect));

function isSameEffect(one: Effect, other: Effect): boolean {
  if (one.kind === 'dprintf') return other.kind === 'dprintf' && one.text === other.text;
  if (one.kind === 'end') return other.kind === 'end' && plain(one.result).text === plain(other.result).text;
  return one.kind === other.kind && one.to === other.to && one.message === other.message;
}

const thawedSnapshot = (snapshot: AnyMachineSnapshot): AnyMachineSnapshot =>
  ({ ...snapshot, context: thawed(snapshot.context) as unknown }) as AnyMachineSnapshot;

const isAboutFrozen = (error: unknown): boolean =>
  /read only property|not extensible|Cannot delete property|Cannot redefine property/.test(
    String((error as Error)?.message),
  );

/** What a cell says, for a message to people. */
const shown = ({ snapshot, effects }: Answer): string =>
  [
    JSON.stringify(snapshot.value),
    JSON.stringify(snapshot.context),
    ...effects.map((one) => JSON.stringify('machine' in one ? { ...one, machine: undefined } : one)),
  ].join(' ');

/** Tables by machine, input and what is left out or listed, so that variants of a system share what they have in common. */
export class TableStore {
  readonly #tables = new Map<AnyStateMachine, Map<string, MachineTable>>();

  table(machine: AnyStateMachine, input: unknown, options: TableOptions = {}): MachineTable {
    const byInput = this.#tables.get(machine) ?? new Map<string, MachineTable>();
    this.#tables.set(machine, byInput);
    const whose = () => `${machine.id}: its input, or what is listed for it`;
    const key = plainly([input, options], whose).text;
    const table = byInput.get(key) ?? new MachineTable(machine, input, options);
    byInput.set(key, table);
    return table;
  }

  /** Every table made so far, with its machine. */
  *all(): Iterable<{ machine: AnyStateMachine; table: MachineTable }> {
    for (const [machine, byInput] of this.#tables) for (const table of byInput.values()) yield { machine, table };
  }
}
