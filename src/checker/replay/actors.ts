import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  createActor,
  createMachine,
  type EventObject,
  type InspectionEvent,
} from 'xstate';
import { ModelError } from '../errors.ts';
import type { ComponentSpec, Composition } from '../system/compose.ts';
import { restingSnapshot } from '../system/local-state.ts';
import type { Message } from '../system/message.ts';
import { plain } from '../system/plain.ts';

/** A timer that an actor has armed. */
interface Armed {
  readonly source: AnyActorRef;
  readonly event: Message;
  readonly fire: () => void;
}

interface Scheduled {
  readonly source: AnyActorRef;
  readonly event: Message;
}

const silent = createMachine({});

/**
 * The live actors of a system, in one XState system. Their clock stands still: a timer is due when it is chosen. What a
 * machine invokes, other than a machine of the system, never runs: it comes out as is chosen.
 */
export class LiveActors {
  readonly #composition: Composition;
  readonly #sent: (message: { to: string; message: Message }) => void;
  readonly #hub: AnyActorRef;
  readonly #actors: (AnyActorRef | undefined)[] = [];
  readonly #armed = new Map<object, Armed>();

  /** `sent` is told what the action `send` sends. */
  constructor(composition: Composition, sent: (message: { to: string; message: Message }) => void) {
    this.#composition = composition;
    this.#sent = sent;
    const clock = {
      setTimeout: (fire: () => void) => this.#arm(fire),
      clearTimeout: (handle: object) => this.#armed.delete(handle),
    };
    const inspect = (event: InspectionEvent) => this.#inspect(event);
    this.#hub = createActor(silent, { clock: clock as never, inspect }).start();
    composition.components.forEach((_, component) => this.#make(component));
  }

  /** Makes an actor that has not started yet, its parent first. */
  #make(component: number): AnyActorRef | undefined {
    const spec = this.#spec(component);
    if (this.#actors[component] || spec.spawnedBy !== undefined) return this.#actors[component];
    const parent = spec.parent === undefined ? this.#hub : this.#make(this.#composition.indexOf(spec.parent));
    const options = { id: spec.name, systemId: spec.name, input: spec.input, parent: parent ?? this.#hub };
    const actor: AnyActorRef = createActor(spec.machine, options as never);
    actor.subscribe({ error: () => {} });
    this.#actors[component] = actor;
    return actor;
  }

  start(component: number): void {
    if (this.#spec(component).spawnedBy === undefined) this.#actors[component]?.start();
  }

  of(component: number): AnyActorRef | undefined {
    return this.#actors[component];
  }

  snapshot(component: number): AnyMachineSnapshot {
    const actor = this.#actors[component];
    return (actor?.getSnapshot() ??
      restingSnapshot(this.#spec(component).machine, 'not started')) as AnyMachineSnapshot;
  }

  timersOf(component: number): string[] {
    const own = [...this.#armed.values()].filter(({ source }) => source === this.#actors[component]);
    return own.map(({ event }) => plain(event).text).toSorted();
  }

  /** Lets a timer of a component be due, or something that it has invoked come out. */
  happen(component: number, event: Message): void {
    const actor = this.#actors[component];
    if (this.#composition.components[component]?.table.isTimer(event)) {
      const text = plain(event).text;
      const [handle, armed] =
        [...this.#armed].find(([, one]) => one.source === actor && plain(one.event).text === text) ?? [];
      if (!armed || !handle) throw new ModelError(`${this.#spec(component).name}: no timer is armed for ${event.type}`);
      this.#armed.delete(handle);
      armed.fire();
    } else actor?.send(event as EventObject);
  }

  #arm(fire: () => void): object {
    const { _scheduledEvents: scheduled } = this.#hub.system.getSnapshot() as unknown as {
      _scheduledEvents: Record<string, Scheduled>;
    };
    const { event, source } = Object.values(scheduled).at(-1) as Scheduled;
    const handle = {};
    this.#armed.set(handle, { event, source, fire });
    return handle;
  }

  #inspect(inspected: InspectionEvent): void {
    const { actorRef, type } = inspected;
    if (type === '@xstate.actor') this.#adopt(actorRef as AnyActorRef);
    if (type !== '@xstate.action' || inspected.action.type !== 'send') return;
    this.#sent(inspected.action.params as { to: string; message: Message });
  }

  /** Takes note of an actor that a component has spawned: another component, or something that never runs. */
  #adopt(actor: AnyActorRef): void {
    const parent = this.#actors.indexOf(actor._parent as AnyActorRef);
    if (parent < 0) return;
    const spec = this.#spec(parent);
    const name = spec.ports?.[actor.id] ?? actor.id;
    const component = this.#composition.components.findIndex((one) => one.spec.name === name);
    if (this.#composition.components[component]?.spec.spawnedBy === spec.name) {
      actor.subscribe({ error: () => {} });
      this.#actors[component] = actor;
    } else if (this.#composition.components[component]?.spec.parent !== spec.name) {
      actor.start = () => actor;
    }
  }

  #spec(component: number): ComponentSpec {
    return this.#composition.components[component]?.spec as ComponentSpec;
  }
}
