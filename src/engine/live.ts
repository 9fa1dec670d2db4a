import type { AnyActorRef, EventObject } from 'xstate';
import { createActor } from 'xstate';
import type { Composition } from './compose.ts';
import { ENVIRONMENT } from './compose.ts';
import type { Message } from './table.ts';
import type { Trace } from './trace.ts';

/**
 * The components of a system as live XState actors that send each other real events: nothing of the tables, the packing
 * or the search takes part, so an agreement with a trace is evidence that those are right.
 */
class LiveSystem {
  readonly actors: readonly AnyActorRef[];
  readonly #composition: Composition;
  /** Who sent the message that each actor is working on: the meaning of its port `sender`. */
  readonly #senders: string[];

  constructor(composition: Composition) {
    this.#composition = composition;
    this.#senders = composition.components.map(() => ENVIRONMENT);
    this.actors = composition.components.map(({ spec }, index) => {
      const machine = spec.machine.provide({
        actions: {
          send: (_: unknown, params: { to: string; message: Message }) => this.#send(index, params.to, params.message),
        },
      });
      return createActor(machine, { input: spec.input }).start();
    });
  }

  dispatch(component: number, message: Message): void {
    this.#deliver(component, message, ENVIRONMENT);
  }

  #send(from: number, port: string, message: Message): void {
    const target = this.#composition.resolve(from, port, this.#senders[from] as string);
    this.#deliver(target, message, this.#composition.components[from]?.spec.name as string);
  }

  /** An actor that is at work queues the message; a sender that it must remember is kept until it comes to it. */
  #deliver(target: number, message: Message, sender: string): void {
    this.#senders[target] = sender;
    (this.actors[target] as AnyActorRef).send(message as EventObject);
  }
}

/**
 * Replays a trace through live actors.
 *
 * @returns where the first difference is, as a sentence; null if every component's state agrees after every step
 */
export function replayLive(composition: Composition, trace: Trace): string | null {
  const live = new LiveSystem(composition);
  for (const [i, step] of trace.entries()) {
    live.dispatch(step.choice.component, step.choice.event);
    const differs = step.states.findIndex((state, index) => {
      const snapshot = (live.actors[index] as AnyActorRef).getSnapshot();
      return JSON.stringify([snapshot.value, snapshot.context]) !== state.key;
    });
    if (differs >= 0) {
      const { spec } = composition.components[differs] as Composition['components'][number];
      return `step ${i + 1}: the live actor ${spec.name} is in another state than the trace says`;
    }
  }
  return null;
}
