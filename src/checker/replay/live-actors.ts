import type { AnyActorRef, AnyMachineSnapshot, EventObject } from 'xstate';
import { createActor } from 'xstate';
import type { Choice, Composition } from '../system/compose.ts';
import { ENVIRONMENT } from '../system/compose.ts';
import { closes, type Lasso } from '../liveness/lasso.ts';
import type { Message } from '../system/message.ts';
import { type Trace, traceOf } from './trace.ts';

/** A message that a live actor has taken, and the state that it is in then; what it sends is delivered afterwards. */
export interface Delivery {
  readonly sender: string;
  readonly receiver: string;
  readonly message: Message;
  readonly snapshot: AnyMachineSnapshot;
}

/**
 * The components of a system as live XState actors that send each other real events: nothing of the tables, the packing
 * or the search takes part, so an agreement with a trace is evidence that those are right.
 *
 * What an actor sends is delivered when its transition is done, each message with all that follows from it, as calls
 * are. (Sent on from within the action, a message back to an actor still at work would wait behind the messages that its
 * sender sends next.)
 */
export class LiveSystem {
  readonly #actors: readonly AnyActorRef[];
  readonly #composition: Composition;
  readonly #delivered: (delivery: Delivery) => void;
  /** What the actor at work has sent. */
  #outbox: { to: string; message: Message }[] = [];

  /** `delivered` is told of every message, in order. */
  constructor(composition: Composition, delivered: (delivery: Delivery) => void = () => {}) {
    this.#composition = composition;
    this.#delivered = delivered;
    const send = (_: unknown, params: { to: string; message: Message }) => this.#outbox.push(params);
    this.#actors = composition.components.map(({ spec }) =>
      createActor(spec.machine.provide({ actions: { send } }), { input: spec.input }).start(),
    );
  }

  get snapshots(): readonly AnyMachineSnapshot[] {
    return this.#actors.map((actor) => actor.getSnapshot() as AnyMachineSnapshot);
  }

  take({ component, event }: Choice): void {
    this.#deliver(component, event, ENVIRONMENT);
  }

  #deliver(target: number, message: Message, sender: string): void {
    this.#outbox = [];
    const actor = this.#actors[target] as AnyActorRef;
    actor.send(message as EventObject);
    const name = this.#composition.components[target]?.spec.name as string;
    this.#delivered({ sender, receiver: name, message, snapshot: actor.getSnapshot() as AnyMachineSnapshot });
    for (const sent of this.#outbox) {
      this.#deliver(this.#composition.resolve(target, sent.to, sender), sent.message, name);
    }
  }
}

/** What two systems must agree on after every step. */
const visible = ({ value, context }: AnyMachineSnapshot): string => JSON.stringify([value, context]);

/**
 * Replays a trace through live actors.
 *
 * @returns where the first difference is, as a sentence; null if every component's state agrees after every step
 */
export function replayLive(composition: Composition, trace: Trace): string | null {
  const live = new LiveSystem(composition);
  for (const [i, step] of trace.entries()) {
    live.take(step.choice);
    const snapshots = live.snapshots;
    const differs = step.states.findIndex(
      ({ snapshot }, index) => visible(snapshots[index] as AnyMachineSnapshot) !== visible(snapshot),
    );
    if (differs >= 0) {
      const { spec } = composition.components[differs] as Composition['components'][number];
      return `step ${i + 1}: the live actor ${spec.name} is in another state than the trace says`;
    }
  }
  return null;
}

/**
 * Replays a lasso through live actors: its prefix, then its cycle twice.
 *
 * @returns where the first difference is, or that the cycle does not come round, as a sentence; null if all is well
 */
export function replayLasso(composition: Composition, lasso: Lasso): string | null {
  if (!closes(composition, lasso)) return 'the cycle does not lead back to where it begins';
  const choices = lasso.trace.map(({ choice }) => choice);
  return replayLive(composition, traceOf(composition, [...choices, ...choices.slice(lasso.cycleFrom)]));
}
