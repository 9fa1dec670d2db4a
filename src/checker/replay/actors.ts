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
import { Deliveries } from './deliveries.ts';

/** What an actor asks the clock for. */
interface Scheduled {
  /** By which it is cancelled; null if it was given none. */
  readonly id: string | null;
  readonly source: AnyActorRef;
  readonly target: AnyActorRef;
  readonly event: Message;
}

/** A timer that an actor has armed. */
interface Armed extends Scheduled {
  readonly fire: () => void;
}

interface Scheduler {
  schedule: (source: AnyActorRef, target: AnyActorRef, event: Message, delay: number, id?: string) => void;
}

/** A timer as text: by what it is cancelled, its event, and the component to which that goes. */
export const timerText = (id: string | null, event: Message, target: number): string => plain([id, event, target]).text;

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
  readonly #componentOf = new Map<AnyActorRef, number>();
  readonly #armed = new Map<object, Armed>();
  #scheduled: Scheduled | null = null;
  /** The component whose actor is being made: it may spawn others before it is there. */
  #making: number | null = null;
  readonly #deliveries = new Deliveries();
  /** What was invoked and never runs, until it comes out. */
  readonly #waiting = new Set<AnyActorRef>();

  /** `sent` is told what the action `send` sends. */
  constructor(composition: Composition, sent: (message: { to: string; message: Message }) => void) {
    this.#composition = composition;
    this.#sent = sent;
    const clock = {
      setTimeout: (fire: () => void) => this.#arm(fire),
      clearTimeout: (handle: object) => this.#armed.delete(handle),
    };
    const inspect = (event: InspectionEvent) => this.#inspect(event);
    this.#hub = createActor(silent, { clock: clock as never, inspect, logger: () => {} }).start();
    const { system } = this.#hub;
    const scheduler = Reflect.get(system, 'scheduler') as Scheduler;
    const schedule = scheduler.schedule;
    scheduler.schedule = (source, target, event, delay, id) => {
      this.#scheduled = { id: id ?? null, source, target, event };
      schedule(source, target, event, delay, id);
    };
    const get = system.get.bind(system);
    Object.assign(system, { get: (name: string) => get(name) ?? this.#later(name) });
    composition.components.forEach((_, component) => this.#make(component));
  }

  /** What stands for a component that is not there yet: a message to it finds it. */
  #later(name: string): object | undefined {
    const component = this.#composition.components.findIndex(({ spec }) => spec.name === name);
    if (component < 0) return undefined;
    return { id: name, _send: (event: EventObject) => this.#actors[component]?.send(event) };
  }

  /** Makes an actor that has not started yet, its parent first. */
  #make(component: number): AnyActorRef | undefined {
    const spec = this.#spec(component);
    if (this.#actors[component] || spec.spawnedBy !== undefined) return this.#actors[component];
    const parent = spec.parent === undefined ? this.#hub : this.#make(this.#composition.indexOf(spec.parent));
    const options = { id: spec.name, systemId: spec.name, input: spec.input, parent: parent ?? this.#hub };
    this.#making = component;
    const actor: AnyActorRef = createActor(spec.machine, options as never);
    return actor;
  }

  /** What the components have taken since this was last asked; a sender that is none is null. */
  taken(): { component: number; sender: number | null; message: Message; snapshot: AnyMachineSnapshot }[] {
    return this.#deliveries.flush().flatMap(({ actor, message, sender, snapshot }) => {
      const component = this.#componentOf.get(actor);
      const from = sender === null ? null : (this.#componentOf.get(sender) ?? null);
      return component === undefined ? [] : [{ component, sender: from, message, snapshot }];
    });
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
    return own.map((one) => this.#text(one)).toSorted();
  }

  #text({ event, id, target }: Armed): string {
    const named = () => this.#composition.components.findIndex(({ spec }) => spec.name === target.id);
    return timerText(id, event, this.#componentOf.get(target) ?? named());
  }

  /** What a component has invoked or spawned, and never runs, that has not come out and has not been stopped. */
  running(component: number): string[] {
    const snapshot = this.#actors[component]?.getSnapshot() as AnyMachineSnapshot | undefined;
    if (snapshot?.status !== 'active') return [];
    const waiting = Object.entries(snapshot.children as Record<string, AnyActorRef>).filter(([, child]) =>
      this.#waiting.has(child),
    );
    return waiting.map(([id]) => id).toSorted();
  }

  /** Takes a timer of a component away from the clock, for it is due. */
  takeTimer(component: number, text: string): Armed {
    const actor = this.#actors[component];
    const found = [...this.#armed].find(([, one]) => one.source === actor && this.#text(one) === text);
    if (!found) throw new ModelError(`${this.#spec(component).name}: no timer is armed for ${text}`);
    this.#armed.delete(found[0]);
    return found[1];
  }

  /** Tells a component what has become of something that it has invoked. */
  comeOut(component: number, ended: string | null, event: Message): void {
    const actor = this.#actors[component] as AnyActorRef;
    const { children } = actor.getSnapshot() as AnyMachineSnapshot;
    if (ended !== null) this.#waiting.delete(children[ended] as AnyActorRef);
    actor.send(event as EventObject);
  }

  #arm(fire: () => void): object {
    const handle = {};
    this.#armed.set(handle, { ...(this.#scheduled as Scheduled), fire });
    return handle;
  }

  #inspect(inspected: InspectionEvent): void {
    const { actorRef, type } = inspected;
    this.#deliveries.observe(inspected);
    if (type === '@xstate.actor') this.#adopt(actorRef as AnyActorRef);
    if (type === '@xstate.event' && inspected.event.type === 'xstate.init') this.#started(actorRef as AnyActorRef);
    if (type !== '@xstate.action' || inspected.action.type !== 'send') return;
    this.#sent(inspected.action.params as { to: string; message: Message });
  }

  /** Takes note of an actor that is made: a component, or something that never runs. */
  #adopt(actor: AnyActorRef): void {
    if (actor !== this.#hub) actor.subscribe({ error: () => {} });
    if (this.#making !== null) {
      this.#actors[this.#making] = actor;
      this.#componentOf.set(actor, this.#making);
      this.#making = null;
      return;
    }
    const parent = this.#componentOf.get(Reflect.get(actor, '_parent') as AnyActorRef);
    if (parent === undefined) return;
    const spec = this.#spec(parent);
    const name = spec.ports?.[actor.id] ?? actor.id;
    const component = this.#composition.components.findIndex((one) => one.spec.name === name);
    if (this.#composition.components[component]?.spec.spawnedBy === spec.name) this.#componentOf.set(actor, component);
    else {
      actor.start = () => actor;
      this.#waiting.add(actor);
    }
  }

  /** A spawned component is there from its start on. */
  #started(actor: AnyActorRef): void {
    const component = this.#componentOf.get(actor);
    if (component !== undefined) this.#actors[component] = actor;
  }

  #spec(component: number): ComponentSpec {
    return this.#composition.components[component]?.spec as ComponentSpec;
  }
}
