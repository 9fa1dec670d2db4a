/**
 * The wire format of @statelyai/inspect, in which Stately's inspector is told of actors, of their messages and of the
 * states that they come into. Only the format is used: the package itself would take an actor's first state when it has
 * changed already, knows of no sender but an actor, cuts definitions at a depth of 10, and puts the wall clock into it all.
 */
export const FORMAT_VERSION = '0.7.2';

interface Base {
  readonly rootId: string;
  /** Whom it is about. */
  readonly sessionId: string;
  /** Milliseconds: here of a logical clock. */
  readonly createdAt: string;
  readonly id: string;
  readonly _version: string;
}

export interface WireSnapshot {
  readonly status: 'active';
  readonly value: unknown;
  readonly context: unknown;
}

export interface WireMessage {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** An actor, with the state in which it begins. */
export interface ActorEvent extends Base {
  readonly type: '@xstate.actor';
  readonly name: string;
  readonly parentId: string | undefined;
  /** The machine, as JSON. */
  readonly definition: string;
  readonly snapshot: WireSnapshot;
}

/** A message that an actor takes. */
export interface MessageEvent extends Base {
  readonly type: '@xstate.event';
  readonly sourceId: string;
  readonly event: WireMessage;
}

/** The state that it is in then. */
export interface SnapshotEvent extends Base {
  readonly type: '@xstate.snapshot';
  readonly event: WireMessage;
  readonly snapshot: WireSnapshot;
}

export type InspectionEvent = ActorEvent | MessageEvent | SnapshotEvent;
