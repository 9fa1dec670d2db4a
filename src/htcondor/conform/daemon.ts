import type { ComponentSpec } from '../../checker/index.ts';

import { ModelError } from '../../checker/errors.ts';
import type { Message } from '../../checker/system/message.ts';
import type { LocalState, MachineTable, TableStore } from '../../checker/system/table/table.ts';

/** The network, which is no machine here: the two directions of the connection, and whatever else there is. */
export const INCOMING = -1;
export const OUTGOING = -2;
const ELSEWHERE = -3;
const SENDER = -4;

interface SentTo {
  readonly target: number;
  readonly message: Message;
}

/** What one message does in one local state, with the ports resolved. */
export interface Reaction {
  readonly to: LocalState;
  readonly sends: readonly SentTo[];
  readonly prints: readonly string[];
}

/** What of the network a daemon reaches, by the names in its ports. */
export type Network = Readonly<Record<string, typeof INCOMING | typeof OUTGOING>>;

/**
 * A daemon's machines as one table, for a network that is played from outside: XState is asked once per cell, and
 * what a cell sends is resolved once.
 */
export class Daemon {
  readonly names: readonly string[];
  /** Every machine's own initial state. */
  readonly starts: readonly LocalState[];
  readonly #tables: readonly MachineTable[];
  readonly #ports: readonly (readonly [string, number])[][];
  readonly #reactions: readonly Map<Message, Reaction | null>[][];

  constructor(components: readonly ComponentSpec[], network: Network, tables: TableStore) {
    const index = new Map(components.map(({ name }, i) => [name, i]));
    for (const [name, direction] of Object.entries(network)) index.set(name, direction);
    this.names = components.map(({ name }) => name.replace('first.', ''));
    this.#ports = components.map(({ ports }) =>
      Object.entries(ports ?? {}).map(([port, name]) => [port, index.get(name as string) ?? ELSEWHERE] as const),
    );
    this.#tables = components.map(({ machine, input }) => tables.table(machine, input));
    this.#reactions = components.map(() => []);
    this.starts = this.#tables.map((table) => table.initial);
  }

  /** null where the component has no transition for the message. */
  reaction(component: number, state: LocalState, message: Message): Reaction | null {
    const byState = this.#reactions[component] as Map<Message, Reaction | null>[];
    let byMessage = byState[state.id];
    if (!byMessage) byMessage = byState[state.id] = new Map();
    let reaction = byMessage.get(message);
    if (reaction === undefined) {
      reaction = this.#ask(component, state, message);
      byMessage.set(message, reaction);
    }
    return reaction;
  }

  /** Who is meant by a target: itself, or whoever sent the message. */
  resolve(target: number, sender: number): number {
    return target === SENDER ? sender : target;
  }

  #ask(component: number, state: LocalState, message: Message): Reaction | null {
    const cell = (this.#tables[component] as MachineTable).cell(state, message);
    if (cell.kind === 'unhandled') return null;
    const sends = cell.effects
      .filter((effect) => effect.kind === 'send')
      .map((effect) => ({ target: this.#target(component, effect.to), message: effect.message }));
    const prints = cell.effects
      .filter((effect) => effect.kind === 'dprintf')
      .map(({ text }) => text.replace('{peer}', '<>').replace('{claim}', '<>#...'));
    return { to: cell.to, sends, prints };
  }

  #target(component: number, port: string): number {
    if (port === 'sender') return SENDER;
    const ports = this.#ports[component] ?? [];
    const entry = ports.find(([name]) => name === port);
    if (!entry && ports.length > 0) {
      throw new ModelError(`${this.names[component]} sends to '${port}', which leads nowhere`);
    }
    return entry?.[1] ?? ELSEWHERE;
  }
}
