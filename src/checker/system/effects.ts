import type { AnyActorRef, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { didYouMean } from '../did-you-mean.ts';
import { ModelError } from '../errors.ts';
import { intern, type Message, plainly } from './message.ts';
import { type Action, hideState, isMachine, isOwn, isSelf, isStandIn, PARENT } from './pure-transition.ts';
import { ownIn } from '../words/known.ts';

/** A message that a transition sends: the sender's port, not yet a component. */
export interface SendEffect {
  readonly kind: 'send';
  readonly to: string;
  readonly message: Message;
  /** Sent by XState's own actions, whose receiver queues it while at work; the action `send` is a call. */
  readonly mail?: true;
  /** To a child that is started later in this transition, and takes it then. */
  readonly early?: true;
  /** To what `system.get` has found. */
  readonly named?: true;
  /** Delayed, and now due: the machine that has sent it is at no work. */
  readonly due?: true;
}

/** A log line that a transition writes, with its placeholders. */
export interface PrintEffect {
  readonly kind: 'dprintf';
  readonly text: string;
}

/** A machine of the system that is started or stopped by the one that invokes or spawns it. */
export interface ChildEffect {
  readonly kind: 'start' | 'stop';
  readonly to: string;
  readonly message: Message;
  /** What is started. */
  readonly machine: AnyStateMachine | null;
  /** Whether it comes to its end in its very start. */
  readonly isEnded?: boolean;
  /** Whether an assignment spawns it, not an action. */
  readonly isAssigned?: boolean;
}

/** The machine has come to its end, which whoever started it is told. */
export interface EndEffect {
  readonly kind: 'end';
  readonly result: { readonly output: unknown } | { readonly error: unknown };
}

export type Effect = SendEffect | PrintEffect | ChildEffect | EndEffect;

/** A timer that is armed. */
export interface Timer {
  /** By which it is cancelled; null if it cannot be. */
  readonly id: string | null;
  readonly event: Message;
  /** To whom the event goes when it is due; null for the machine itself. */
  readonly to: string | null;
}

/** What a machine waits for: its armed timers, and its children that have not come to an end. */
export interface Pending {
  readonly timers: readonly Timer[];
  readonly children: readonly Child[];
}

/** A child that runs. */
export interface Child {
  readonly id: string;
  /** What it is, by name or place. */
  readonly src: string;
  /** Whether it is a machine, and so to be a component of the system; else its outcomes are listed. */
  readonly isComponent: boolean;
}

/** How a promise, a callback or an observable that a machine invokes may come out, or what it may send meanwhile. */
export type Outcome = ({ readonly done: unknown } | { readonly error: unknown } | { readonly event: Message }) & {
  /** Only while this class of faults is on. */
  readonly fault?: string | undefined;
};

/** How a machine is to be taken where it does what has no meaning by itself. */
export interface TableOptions {
  /** The names of custom actions that are left out: they change nothing in the system. */
  readonly ignores?: readonly string[];
  /** By the id or the `src` of what is invoked or spawned: how it may come out. */
  readonly outcomes?: Readonly<Record<string, readonly Outcome[] | undefined>>;
  /** Whether the machine waits for another one to start it. */
  readonly isSpawned?: boolean;
}

/** What is known of a child that is started. */
export interface Spawned {
  readonly actorRef?: AnyActorRef;
  readonly src: unknown;
  readonly input: unknown;
  /** Whether an assignment spawns it. */
  readonly isAssigned?: boolean;
}

export const NOTHING_PENDING: Pending = { timers: [], children: [] };

/** The messages by which a machine of the system is started and stopped. */
export const START = 'xstate.init';
export const STOP = 'xstate.stop';

/** As many timers without an id, or to the same end, may be armed at once. */
const MAX_TIMERS = 8;

/** The listed outcomes of a child. */
export const outcomesOf = ({ outcomes }: TableOptions, { id, src }: Child): readonly Outcome[] | undefined =>
  ownIn(outcomes, id) ?? ownIn(outcomes, src);

/** What the actions of one transition come to, taken in order: its effects, and what the machine waits for afterwards. */
export class Aftermath {
  effects: Effect[] = [];
  #timers: Timer[];
  #children: Child[];
  readonly #options: TableOptions;
  readonly #before: AnyMachineSnapshot | null;
  readonly #actions: readonly string[];
  /** Says whose transition it is. */
  readonly #where: () => string;

  /**
   * @param before where the machine was; null at its start
   * @param actions the names of the actions that the machine is provided with
   */
  constructor(
    { timers, children }: Pending,
    options: TableOptions,
    before: AnyMachineSnapshot | null,
    actions: readonly string[],
    where: () => string,
  ) {
    this.#actions = actions;
    this.#before = before;
    this.#timers = [...timers];
    this.#children = [...children];
    this.#options = options;
    this.#where = where;
  }

  get pending(): Pending {
    return this.#timers.length + this.#children.length === 0
      ? NOTHING_PENDING
      : { timers: this.#timers, children: this.#children };
  }

  take(action: Action): void {
    const { type } = action;
    const params = action.params as never;
    if (type === 'send') this.#call(params);
    else if (type === 'dprintf') this.effects.push({ kind: 'dprintf', ...(params as { text: string }) });
    else if (type === 'xstate.raise') this.#raise(params);
    else if (type === 'xstate.sendTo') this.#mail(params);
    else if (type === 'xstate.cancel') this.#cancel(params);
    else if (type === 'xstate.spawnChild') this.#spawnChild(params);
    else if (type === 'xstate.stopChild') this.#stop(params);
    else if (type !== 'xstate.emit' && type !== 'xstate.log') this.#custom(type);
  }

  /** The machine has ended: its timers are void, and its parent is told. */
  end({ status, output, error }: AnyMachineSnapshot): void {
    this.#timers = [];
    this.#children = [];
    if (status === 'stopped') return;
    const what = () => `${this.#where()}: its ${status === 'done' ? 'output' : 'error'}`;
    const result = status === 'done' ? { output: plainly(output, what).value } : { error: plainly(error, what).value };
    this.effects.push({ kind: 'end', result });
  }

  #custom(type: string): void {
    if (this.#options.ignores?.includes(type)) return;
    const own = this.#actions.includes(type) ? '' : didYouMean(type, ['send', 'dprintf', ...this.#actions]);
    throw new ModelError(
      `${this.#where()}: the effect '${type}' is neither 'send' nor 'dprintf' nor one of XState's own${own}; if it changes nothing in the system, list it: ignores: ['${type}']`,
    );
  }

  #call(params: { to?: unknown; message?: Message } | undefined): void {
    if (typeof params?.to !== 'string' || typeof params.message !== 'object') {
      throw new ModelError(
        `${this.#where()}: the action 'send' has the params ${JSON.stringify(params)}; it needs { to: 'port', message: { type: … } }`,
      );
    }
    const message = intern(params.message, () => `${this.#where()}: the message that it sends to '${params.to}'`);
    this.effects.push({ kind: 'send', to: params.to, message });
  }

  /** Without a delay it has been carried out already. */
  #raise({ event, id, delay }: { event: Message; id?: string; delay?: number }): void {
    if (delay !== undefined) this.#arm({ id: id ?? null, event, to: null });
  }

  #arm({ id, event, to }: Timer): void {
    const timer = { id, to, event: intern(event, () => `${this.#where()}: the event that it delays`) };
    if (id !== null && this.#timers.some((other) => other.id === id)) {
      throw new ModelError(
        `${this.#where()}: the timer '${id}' is armed while it is armed already, and could be cancelled once only; cancel it first, or give each an id`,
      );
    }
    if (this.#timers.filter((other) => other.event === timer.event && other.to === to).length >= MAX_TIMERS) {
      throw new ModelError(
        `${this.#where()}: more than ${MAX_TIMERS} delayed '${event.type}' are on their way at once; cancel those before, or bound them by a guard`,
      );
    }
    this.#timers.push(timer);
  }

  #cancel({ sendId }: { sendId: string }): void {
    this.#timers = this.#timers.filter(({ id }) => id !== sendId);
  }

  #mail(params: { to: AnyActorRef | undefined; event: Message; id?: string; delay?: number }): void {
    const { delay, event, id, to } = params;
    if (!to) throw new ModelError(`${this.#where()}: ${event.type} is sent to an actor that is not there`);
    const port = isSelf(to) ? null : to.id;
    if (delay !== undefined) this.#arm({ id: id ?? null, event, to: port });
    else if (port === null || !this.#isListed(port)) {
      const message = intern(event, () => `${this.#where()}: the message that it sends to '${port ?? 'itself'}'`);
      const isThere =
        this.#children.some(({ id: child }) => child === port) || to === this.#before?.children[port ?? ''];
      const isEarly = isOwn(to) && !isThere;
      const named = isStandIn(to) && to.id !== PARENT;
      const more = { ...(isEarly && { early: true as const }), ...(named && { named: true as const }) };
      this.effects.push({ kind: 'send', to: port ?? SELF, message, mail: true, ...more });
    }
  }

  /** What is sent to a promise or a callback is lost on it: what comes of it is listed. */
  #isListed(port: string): boolean {
    const child = this.#children.find(({ id }) => id === port);
    return child !== undefined && !child.isComponent;
  }

  #spawnChild({ actorRef: actor, input, isAssigned = false, src }: Spawned): void {
    if (!actor) {
      throw new ModelError(
        `${this.#where()}: it invokes '${String(src)}', for which the machine has no actor; give it one: setup({ actors: { '${String(src)}': … } }); where 'outcomes' lists how it comes out it never runs, so fromPromise(async () => {}) will do`,
      );
    }
    const { id } = actor;
    if (id.startsWith('x:')) throw new ModelError(`${this.#where()}: it spawns an actor without an id; give it one`);
    if (Reflect.get(actor, '_syncSnapshot') === true) {
      throw new ModelError(
        `${this.#where()}: it asks for the snapshots of '${id}', which are not plain data; have it send a message instead of onSnapshot`,
      );
    }
    hideState(actor);
    const { logic } = actor as unknown as { logic: unknown };
    const name = typeof src === 'string' ? src : id;
    const listed = outcomesOf(this.#options, { id, src: name, isComponent: false }) !== undefined;
    if (!listed && !isMachine(logic)) {
      throw new ModelError(
        `${this.#where()}: it invokes '${id}' (${name}), of which nothing is known; list how it may come out: outcomes: { '${id}': [{ done: … }, { error: … }] }`,
      );
    }
    if (this.#children.some((child) => child.id === id)) {
      throw new ModelError(
        `${this.#where()}: it starts '${id}' while a child of that id runs; give each invocation an id of its own, or stop the other first`,
      );
    }
    if (this.#timers.some(({ to }) => to === id)) {
      throw new ModelError(
        `${this.#where()}: it starts '${id}' while a delayed message to an earlier child of that id is on its way; cancel it first`,
      );
    }
    this.#children.push({ id, src: name, isComponent: !listed });
    if (listed) return;
    const message = intern(
      { type: START, actorId: id, ...(input !== undefined && { input }) },
      () => `${this.#where()}: the input of '${id}'`,
    );
    const isEnded = (Reflect.get(actor, '_snapshot') as AnyMachineSnapshot).status !== 'active';
    this.effects.push({ kind: 'start', to: id, message, machine: logic as AnyStateMachine, isEnded, isAssigned });
  }

  #stop(actor: AnyActorRef | undefined): void {
    if (!actor) return;
    const { id } = actor;
    const started = this.effects.findLastIndex((effect) => effect.kind === 'start' && effect.to === id);
    const start = this.effects[started];
    if (this.#before === null && start?.kind === 'start' && start.isAssigned) {
      throw new ModelError(
        `${this.#where()}: it stops '${id}', which its context spawns, before that has started: XState starts it all the same, and then stops it; do not spawn it`,
      );
    }
    // A child that is stopped in the transition that spawns it never starts, and takes nothing.
    const isForIt = (effect: Effect, i: number) =>
      effect.kind === 'send' && effect.to === id && (effect.early === true || i > started);
    if (started >= 0) this.effects = this.effects.filter((effect, i) => i !== started && !isForIt(effect, i));
    const child = this.#children.find((one) => one.id === id);
    this.#children = this.#children.filter((one) => one !== child);
    if (child?.isComponent && started < 0) {
      this.effects.push({ kind: 'stop', to: id, message: intern({ type: STOP }), machine: null });
    }
  }
}

/** The port by which a machine sends to itself. */
export const SELF = '#_internal';
