import { scheddAlone } from '../../machines/system.ts';
import { type CommandRead, fixesFromBits, type Revision } from '../../machines/vocabulary.ts';
import { ModelError } from '../engine/errors.ts';
import type { Message } from '../engine/message.ts';
import type { LocalState, MachineTable, TableStore } from '../engine/table.ts';

/** The parts of the schedd, by their place in `scheddAlone()`. */
export const DAEMON_CORE = 0;
export const SOCK = 1;
export const HANDLER = 2;
const MATCH_RECORD = 3;
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

/** How the schedd under test was built. */
export interface ScheddBuild {
  readonly revision: Revision;
  readonly commandRead: CommandRead;
  /** The fixes, as four bits. */
  readonly fixes: string;
}

/** The schedd's machines and their wiring; tests put a mutated machine in the place of one. */
export type Components = typeof scheddAlone;

/**
 * The schedd's machines as one table, for a network that is played from outside: XState is asked once per cell, and
 * what a cell sends is resolved once.
 */
export class Schedd {
  readonly build: ScheddBuild;
  readonly names: readonly string[];
  /** The schedd has a match record for the claim id and listens. */
  readonly initial: readonly LocalState[];
  readonly #tables: readonly MachineTable[];
  readonly #ports: readonly (readonly [string, number])[][];
  readonly #reactions: readonly Map<Message, Reaction | null>[][];

  constructor(build: ScheddBuild, tables: TableStore, machines: Components = scheddAlone) {
    this.build = build;
    const components = machines({ ...build, fixes: fixesFromBits(build.fixes) });
    const index = new Map(components.map(({ name }, i) => [name, i]));
    index.set('first.toSchedd', INCOMING).set('first.toStartd', OUTGOING);
    this.names = components.map(({ name }) => name.replace('first.', ''));
    this.#ports = components.map(({ ports }) =>
      Object.entries(ports ?? {}).map(([port, name]) => [port, index.get(name) ?? ELSEWHERE] as const),
    );
    this.#tables = components.map(({ machine, input }) => tables.table(machine, input));
    this.#reactions = components.map(() => []);
    const initial = this.#tables.map((table) => table.initial);
    const matched = this.reaction(MATCH_RECORD, initial[MATCH_RECORD] as LocalState, { type: 'CLAIM_STARTD' });
    this.initial = initial.with(MATCH_RECORD, (matched as Reaction).to);
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
    const entry = (this.#ports[component] ?? []).find(([name]) => name === port);
    if (!entry && component !== MATCH_RECORD) {
      throw new ModelError(`${this.names[component]} sends to '${port}', which leads nowhere`);
    }
    return entry?.[1] ?? ELSEWHERE;
  }
}
