import { type AnyActorRef, type AnyMachineSnapshot, createActor } from 'xstate';
import type { Choice, SystemSpec } from '../compose.ts';
import type { Message } from '../table.ts';

/**
 * A system as live XState actors, one per component, with no table anywhere. An actor's messages are delivered when its
 * transition is done, each with all that follows from it, as calls are.
 */
export class LiveSystem {
  readonly #spec: SystemSpec;
  readonly #actors: readonly AnyActorRef[];
  #outbox: { to: string; message: Message }[] = [];

  constructor(spec: SystemSpec) {
    this.#spec = spec;
    this.#actors = spec.components.map(({ machine, input }) => {
      const send = (_: unknown, effect: { to: string; message: Message }) => this.#outbox.push(effect);
      return createActor(machine.provide({ actions: { send } } as never), { input }).start();
    });
  }

  /** Value and context of every component. */
  get states(): { value: unknown; context: unknown }[] {
    return this.#actors.map((_, i) => {
      const { value, context } = this.#snapshot(i);
      return { value, context };
    });
  }

  /** Whether the component would do anything about the event. */
  can({ component, event }: Choice): boolean {
    return this.#snapshot(component).can(event as never);
  }

  take({ component, event }: Choice): void {
    this.#deliver(component, event, 'environment');
  }

  #deliver(index: number, event: Message, sender: string): void {
    this.#outbox = [];
    this.#actors[index]?.send(event);
    const { name, ports } = this.#spec.components[index] as SystemSpec['components'][number];
    for (const { to, message } of this.#outbox) {
      const target = to === 'sender' ? sender : ports?.[to];
      this.#deliver(
        this.#spec.components.findIndex((component) => component.name === target),
        message,
        name,
      );
    }
  }

  #snapshot(index: number): AnyMachineSnapshot {
    return this.#actors[index]?.getSnapshot() as AnyMachineSnapshot;
  }
}
