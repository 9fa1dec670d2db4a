import type { AnyStateMachine } from 'xstate';
import type { Outcome } from './effects.ts';
import type { Message } from './message.ts';

/** Something that the environment may do to a component; with `fault`, only while that class of faults is on. */
export interface EnvironmentEvent {
  readonly event: Message;
  readonly fault?: string | undefined;
}

/** One machine of a system, with the ports through which it reaches the others. */
export interface ComponentSpec {
  readonly name: string;
  /**
   * Components of one process share a thread: while one blocks, the others take no event of the environment. A process of
   * its own, if not given.
   */
  readonly process?: string | undefined;
  /** Neighbours of one group, which mostly talk to each other, are kept in one number by the search: faster, no more. */
  readonly group?: string | undefined;
  readonly machine: AnyStateMachine;
  readonly input?: unknown;
  /**
   * Port name → component name. A port that is not listed leads to the component of its name, and the port `sender` to
   * whoever sent the message.
   */
  readonly ports?: Readonly<Record<string, string | undefined>> | undefined;
  /** What the environment may do here, mildest first: the order decides between equally short traces. */
  readonly environment?: readonly EnvironmentEvent[] | undefined;
  /** What `{placeholders}` in its log lines stand for. */
  readonly labels?: Readonly<Record<string, string | undefined>> | undefined;
  /** The component to which `sendParent` leads. */
  readonly parent?: string | undefined;
  /**
   * The component that invokes or spawns this one, under this one's name or a port that leads to it: this one is there only
   * from then on, until it ends or is stopped. It is the parent, too.
   */
  readonly spawnedBy?: string | undefined;
  /** By its id or `src`: how a promise, a callback or an observable that the machine invokes may come out. */
  readonly outcomes?: Readonly<Record<string, readonly Outcome[] | undefined>> | undefined;
  /** The names of custom actions that change nothing in the system, and are left out. */
  readonly ignores?: readonly string[] | undefined;
  /**
   * What becomes of a message that the machine has no transition for: `report` makes it a finding, `drop` is XState's own
   * rule. It is lost either way.
   */
  readonly unhandled?: 'report' | 'drop' | undefined;
}

/** A system: its name, and the machines of which it is made. */
export interface SystemSpec {
  readonly name: string;
  readonly components: readonly ComponentSpec[];
  /**
   * Sets of members that are interchangeable: alike but for their names. A member is a component, or several that go together.
   * `verify` checks that, and searches one state of all that differ in who is who.
   */
  readonly symmetric?: readonly (readonly Member[])[] | undefined;
  /** Sets of members in a ring, which are alike if all go on by one place. */
  readonly ring?: readonly (readonly Member[])[] | undefined;
}

/** A component, or several that go together: a client and its wire. */
export type Member = string | readonly string[];
