import {
  type ActorScope,
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  createMachine,
  type EventObject,
} from 'xstate';
import { ModelError } from '../errors.ts';
import { withoutChance } from './no-chance.ts';

type Scope = ActorScope<AnyMachineSnapshot, EventObject>;
export type Action = Parameters<Scope['actionExecutor']>[0];
type Asked = [snapshot: AnyMachineSnapshot, actions: Action[]];

/** A transition that is selected, as far as it matters here. */
export interface Candidate {
  readonly target?: readonly unknown[] | undefined;
  readonly actions: readonly unknown[];
  readonly reenter?: boolean;
}

/** More microsteps than this in one transition, and it is taken for one that does not end. */
const MAX_MICROSTEPS = 1000;

/** The name that stands for a machine's parent where it sends to it. */
export const PARENT = '#_parent';

/** What stands for the parent and for an actor that is asked for by its system id: messages to it go to a component. */
class StandIn {
  readonly id: string;
  readonly sessionId = 'stand-in';

  constructor(id: string) {
    this.id = id;
  }

  send(): void {
    throw new ModelError(`sends to '${this.id}' by its reference; use the action sendTo`);
  }

  getSnapshot(): void {
    throw new ModelError(
      `looks at the state of '${this.id}' from within; another machine's state can only be asked for`,
    );
  }
}

/**
 * XState's `transition()` for one machine. That makes an actor that is never started, and a system round it, for each call,
 * which takes it as long as the transition itself; here one is made for all of them. It is asked within `asking`.
 */
export class PureTransition {
  readonly #machine: AnyStateMachine;
  readonly #scope: Scope;
  readonly #input: unknown;
  /** The child that was made last. */
  #made: AnyActorRef | null = null;
  /** What the microsteps lead to, while that is asked for. */
  #between: AnyMachineSnapshot[] | null = null;
  /** The options of the machine and of those that it may spawn. */
  readonly #limits: readonly { readonly limit: { maxIterations?: number }; readonly own: number }[];

  constructor(machine: AnyStateMachine, input: unknown) {
    this.#machine = machine;
    this.#input = input;
    this.#limits = machinesWithin(machine).map(({ options }) => {
      const limit = options as { maxIterations?: number };
      return { limit, own: limit.maxIterations ?? Number.POSITIVE_INFINITY };
    });
    const made = (child: AnyActorRef) => {
      this.#made = child;
      refuseSend(child, `its child '${child.id}'`);
    };
    const stepped = (snapshot: AnyMachineSnapshot) => this.#between?.push(snapshot);
    this.#scope = this.asking(() => scopeOf(machine, input, made, stepped));
  }

  /** The initial snapshot, and the actions that are to be carried out at the start, in order; with another input, if given. */
  initial(other?: { readonly input: unknown }): Asked {
    const actions = this.#collect();
    return [this.#machine.getInitialSnapshot(this.#scope, (other ? other.input : this.#input) as never), actions];
  }

  /** The snapshot that follows, and the actions that are to be carried out, in order. */
  transition(snapshot: AnyMachineSnapshot, event: EventObject): Asked {
    const actions = this.#collect();
    return [this.#machine.transition(snapshot, event, this.#scope), actions];
  }

  /** The snapshots that the microsteps of a transition lead to, one after the other. */
  microsteps(snapshot: AnyMachineSnapshot, event: EventObject): readonly AnyMachineSnapshot[] {
    const between: AnyMachineSnapshot[] = [];
    this.#between = between;
    this.transition(snapshot, event);
    this.#between = null;
    return between;
  }

  restored(snapshot: AnyMachineSnapshot): AnyMachineSnapshot {
    return restored(this.#machine, snapshot);
  }

  /** The transitions that an event selects, before eventless ones. */
  candidates(snapshot: AnyMachineSnapshot, event: EventObject): readonly Candidate[] {
    return this.#machine.getTransitionData(snapshot, event) as readonly Candidate[];
  }

  #collect(): Action[] {
    const actions: Action[] = [];
    this.#scope.actionExecutor = (action) => actions.push(action);
    // `spawn` in an assignment is no action: it has nothing but the start of its actor deferred, in its place.
    this.#scope.defer = () => actions.push(spawning(this.#made as AnyActorRef));
    return actions;
  }

  /** Asks while chance and the clocks throw, and a transition that does not end is given up. */
  asking<T>(use: () => T): T {
    for (const { limit, own } of this.#limits) limit.maxIterations = Math.min(own, MAX_MICROSTEPS);
    try {
      return withoutChance(use);
    } finally {
      for (const { limit, own } of this.#limits) limit.maxIterations = own;
    }
  }
}

/** A state of a machine, or of another with the same states, as this machine has it. */
export function restored(
  machine: AnyStateMachine,
  { value, context, historyValue, children }: AnyMachineSnapshot,
): AnyMachineSnapshot {
  return { ...machine.resolveState({ value, context, historyValue }), children } as AnyMachineSnapshot;
}

/** Whether an actor's logic is a machine. */
export const isMachine = (logic: unknown): logic is AnyStateMachine =>
  typeof logic === 'object' && logic !== null && 'getTransitionData' in logic && 'implementations' in logic;

/** A machine, and those that it may invoke or spawn by name or in place. */
function machinesWithin(machine: AnyStateMachine): AnyStateMachine[] {
  const found = new Set<AnyStateMachine>([machine]);
  for (const one of found) {
    const inPlace = invokedBy(one.config as Config);
    for (const logic of [...Object.values(one.implementations.actors), ...inPlace]) {
      if (isMachine(logic)) found.add(logic);
    }
  }
  return [...found];
}

interface Config {
  readonly invoke?: { readonly src: unknown } | readonly { readonly src: unknown }[];
  readonly states?: Readonly<Record<string, Config>>;
}

function invokedBy({ invoke = [], states = {} }: Config): unknown[] {
  const own = (Array.isArray(invoke) ? invoke : [invoke]) as readonly { readonly src: unknown }[];
  return [...own.map(({ src }) => src), ...Object.values(states).flatMap(invokedBy)];
}

/** The start of an actor that an assignment spawns, as the action that does the same. */
function spawning(actorRef: AnyActorRef): Action {
  const { options, src } = actorRef as unknown as { options?: { input?: unknown }; src?: unknown };
  const params = { id: actorRef.id, actorRef, src, input: options?.input, isAssigned: true };
  return { type: 'xstate.spawnChild', params } as unknown as Action;
}

interface Inspected {
  readonly type: string;
  readonly actorRef: AnyActorRef;
  readonly snapshot: AnyMachineSnapshot;
}

const nothing = () => {};
const silent = createMachine({});

/** `made` is told of every child that is made of the machine, `stepped` of every snapshot between two microsteps. */
function scopeOf(
  machine: AnyStateMachine,
  input: unknown,
  made: (child: AnyActorRef) => void,
  stepped: (snapshot: AnyMachineSnapshot) => void,
): Scope {
  const parent = createActor(silent, { id: PARENT });
  const { system } = parent;
  Object.assign(system, { _set: nothing, get: (id: string) => new StandIn(id) });
  const self = createActor(machine, { input: input as never, parent });
  const inspect = ({ actorRef, snapshot, type }: Inspected) => {
    if (type === '@xstate.microstep') stepped(snapshot);
    if (type === '@xstate.actor' && Reflect.get(actorRef, '_parent') === self) made(actorRef);
  };
  Object.assign(system, { _sendInspectionEvent: inspect });
  hide(self);
  return {
    self,
    system,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: nothing,
  };
}

const refuse = (name: string) => () => {
  throw new ModelError(`asks for ${name}, which is known only of an actor that runs`);
};

/** Makes an actor that never runs throw where it is asked for what only a running one knows. */
function hide(self: AnyActorRef): void {
  self.getSnapshot = refuse('self.getSnapshot()');
  refuseSend(self, 'itself');
  for (const name of ['id', 'sessionId'] as const) {
    Object.defineProperty(self, name, { get: refuse(`self.${name}`), configurable: true });
  }
}

/** An actor that never runs would lose what an assignment or a guard sends to it. */
function refuseSend(actor: AnyActorRef, whom: string): void {
  actor.send = () => {
    throw new ModelError(`sends to ${whom} by its reference; use the action raise or sendTo`);
  };
}

/** Makes a spawned actor, which never runs here, throw where its state is asked for. */
export function hideState(actor: AnyActorRef): void {
  actor.getSnapshot = () => {
    throw new ModelError(`asks for the state of its child '${actor.id}'; a parent may only know what it was sent`);
  };
}

/** Whether an actor is the one that is asked: the one that has no name. */
export function isSelf(actor: AnyActorRef): boolean {
  return Object.getOwnPropertyDescriptor(actor, 'id')?.get !== undefined;
}

/** Whether an actor is a child of the one that is asked. */
export function isOwn(actor: AnyActorRef): boolean {
  const parent = Reflect.get(actor, '_parent') as AnyActorRef | undefined;
  return parent !== undefined && isSelf(parent);
}

/** Whether what a message is sent to stands for a component, which `system.get` was asked for. */
export const isStandIn = (actor: unknown): boolean => actor instanceof StandIn;
