import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode, EventObject } from 'xstate';
import { initialTransition } from 'xstate';
import { ModelError } from '../errors.ts';
import { type Message, intern } from './message.ts';
import { notPlain } from './plain.ts';
import { PureTransition } from './pure-transition.ts';
import { withInput } from './with-input.ts';

/** A message that a transition sends: the sender's port, not yet a component. */
export interface SendEffect {
  readonly kind: 'send';
  readonly to: string;
  readonly message: Message;
}

/** A log line that a transition writes, with its placeholders. */
export interface PrintEffect {
  readonly kind: 'dprintf';
  readonly text: string;
}

export type Effect = SendEffect | PrintEffect;

/** A local state of one component: what XState knows, and its small number in the table. */
export interface LocalState {
  readonly id: number;
  readonly snapshot: AnyMachineSnapshot;
  /** Value, context and what history states remember, as text; equal texts are the same state. */
  readonly key: string;
  /** Its process does nothing else while it is in this state. */
  readonly blocking: boolean;
}

/** What one event does in one local state. */
export interface Cell {
  readonly from: LocalState;
  readonly event: Message;
  readonly to: LocalState;
  readonly effects: readonly Effect[];
  /** `unhandled`: no transition is declared, or none whose guard holds. `ignored`: declared as `EVENT: {}`. */
  readonly kind: 'step' | 'ignored' | 'unhandled';
  /** Whether it may pass through states that lie between `from` and `to`. */
  readonly isLong: boolean;
  /** Whether a step of some product has passed through it: it may also have been asked for only to see what it is. */
  used: boolean;
}

/** This many cells of a machine are asked for twice, and of the others every so manieth: enough to notice impurity. */
const ASKED_TWICE = 64;
const ASKED_TWICE_EVERY = 16;

/** More local states than this, and a machine is taken for an unbounded one. */
const MAX_LOCAL_STATES = 2 ** 14;

/**
 * One machine with one input, as a table (local state, event) → cell that is filled lazily from XState's pure
 * transition: XState is asked once per cell, however often the product passes through it.
 */
export class MachineTable {
  readonly name: string;
  readonly initial: LocalState;
  readonly states: LocalState[] = [];
  readonly #machine: AnyStateMachine;
  readonly #pure: PureTransition;
  readonly #hasAlways: boolean;
  readonly #byKey = new Map<string, LocalState>();
  readonly #cells: Map<Message, Cell>[] = [];
  #asked = 0;

  constructor(machine: AnyStateMachine, input: unknown) {
    this.name = machine.id;
    this.#machine = withInput(machine, input);
    this.#pure = new PureTransition(this.#machine);
    this.#hasAlways = hasAlways(this.#machine.root);
    const [snapshot, actions] = initialTransition(this.#machine);
    if (actions.length > 0) throw new ModelError(`${this.name}: an initial state has no effects`);
    this.initial = this.#intern(snapshot);
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
    return row.get(event) ?? this.#cell(row, state, intern(event));
  }

  #cell(row: Map<Message, Cell>, state: LocalState, event: Message): Cell {
    const cell = row.get(event) ?? this.#ask(state, event);
    row.set(event, cell);
    return cell;
  }

  /** The description of the transition that an event takes in a local state; empty if its author gave none. */
  describe(state: LocalState, event: Message): string {
    const [first] = this.#machine.getTransitionData(state.snapshot, event as EventObject);
    return first?.description ?? '';
  }

  #ask(from: LocalState, event: Message): Cell {
    try {
      const cell = this.#transition(from, event);
      this.#asked += 1;
      if (this.#asked <= ASKED_TWICE || this.#asked % ASKED_TWICE_EVERY === 0) this.#refuseImpure(cell);
      return cell;
    } catch (error) {
      if (error instanceof ModelError) throw error;
      throw new ModelError(
        `${this.name}: ${event.type} in ${JSON.stringify(from.snapshot.value)} throws: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }

  /** Asks again: what a guard or an action took from elsewhere, or changed in place, gives another answer. */
  #refuseImpure(cell: Cell): void {
    const { from, event } = cell;
    const again = this.#transition(from, event);
    const one = outcome(cell);
    const other = outcome(again);
    if (one === other && keyOf(from.snapshot) === from.key) return;
    const value = JSON.stringify(from.snapshot.value);
    throw new ModelError(
      `${this.name} is impure: ${event.type} in ${value} leads to ${one}, and asked again to ${other}`,
    );
  }

  #transition(from: LocalState, event: Message): Cell {
    const candidates = this.#machine.getTransitionData(from.snapshot, event as EventObject);
    if (candidates.length === 0)
      return { from, event, to: from, effects: [], kind: 'unhandled', isLong: false, used: false };
    const [snapshot, actions] = this.#pure.transition(from.snapshot, event);
    const to = this.#intern(snapshot);
    const effects = actions.flatMap((action) => this.#effect(action));
    const kind = to === from && effects.length === 0 ? 'ignored' : 'step';
    const isLong = this.#hasAlways || actions.some(({ type }) => type === 'xstate.raise');
    return { from, event, to, effects, kind, isLong, used: false };
  }

  /** `xstate.raise` without a delay has been carried out already by `transition()`; anything else foreign is refused. */
  #effect(action: { type: string; params?: unknown }): Effect[] {
    if (action.type === 'xstate.raise') return this.#raised(action.params as { delay?: unknown });
    if (action.type === 'send') {
      const { to, message } = action.params as { to: string; message: Message };
      return [{ kind: 'send', to, message: intern(message) }];
    }
    if (action.type === 'dprintf') return [{ kind: 'dprintf', ...(action.params as { text: string }) }];
    throw new ModelError(`${this.name}: the effect '${action.type}' is neither 'send' nor 'dprintf'`);
  }

  #raised({ delay }: { delay?: unknown }): [] {
    if (delay === undefined) return [];
    throw new ModelError(
      `${this.name}: 'xstate.raise' with a delay (that is what \`after\` is too): a timer is an event of the environment`,
    );
  }

  #refuseLostContext({ context, value }: AnyMachineSnapshot): void {
    const lost = notPlain(context);
    if (lost === null) return;
    throw new ModelError(
      `${this.name}: context.${lost} in ${JSON.stringify(value)} is not plain data, so that states could not be told apart by it`,
    );
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

  #intern(snapshot: AnyMachineSnapshot): LocalState {
    this.#refuseLostContext(snapshot);
    const key = keyOf(snapshot);
    const known = this.#byKey.get(key);
    if (known) return known;
    this.#refuseUnbounded(snapshot);
    if (snapshot.status !== 'active') {
      throw new ModelError(
        `${this.name} is ended by its final state ${JSON.stringify(snapshot.value)}: an end is an ordinary state`,
      );
    }
    const state = { id: this.states.length, snapshot, key, blocking: snapshot.hasTag('blocking') };
    this.states.push(state);
    this.#byKey.set(key, state);
    this.#cells.push(new Map());
    return state;
  }
}

const keyOf = (snapshot: AnyMachineSnapshot): string =>
  JSON.stringify([snapshot.value, snapshot.context, ...history(snapshot)]);

/** What a cell says, for a message to people. */
const outcome = ({ to, effects }: Cell): string =>
  [
    JSON.stringify(to.snapshot.value),
    JSON.stringify(to.snapshot.context),
    ...effects.map((one) => JSON.stringify(one)),
  ].join(' ');

/** What history states remember; nothing in a machine without any. */
function history({ historyValue }: AnyMachineSnapshot): [string, string[]][] {
  return Object.entries(historyValue)
    .map(([id, nodes]) => [id, nodes.map((node) => node.id)] as [string, string[]])
    .toSorted();
}

function hasAlways(node: AnyStateNode): boolean {
  return node.always !== undefined || Object.values(node.states).some(hasAlways);
}

function blocks(node: AnyStateNode): boolean {
  return node.tags.includes('blocking') || Object.values(node.states).some(blocks);
}

/** Tables by machine and input, so that variants of a system share what they have in common. */
export class TableStore {
  readonly #tables = new Map<AnyStateMachine, Map<string, MachineTable>>();

  table(machine: AnyStateMachine, input: unknown): MachineTable {
    const byInput = this.#tables.get(machine) ?? new Map<string, MachineTable>();
    this.#tables.set(machine, byInput);
    const key = JSON.stringify(input) ?? '';
    const table = byInput.get(key) ?? new MachineTable(machine, input);
    byInput.set(key, table);
    return table;
  }

  /** Every table made so far, with its machine. */
  *all(): Iterable<{ machine: AnyStateMachine; table: MachineTable }> {
    for (const [machine, byInput] of this.#tables) for (const table of byInput.values()) yield { machine, table };
  }
}
