import { type AnyStateMachine, assign, createMachine } from 'xstate';
import { ModelError } from '../errors.ts';
import { checkKeys, checkRecord, checkText, isRecord, type Keys, shown } from '../words/known.ts';
import { drawn } from './draw.ts';
import type { Message } from './message.ts';
import type { ComponentSpec, EnvironmentEvent } from './spec.ts';

/** What a channel is like. What it may do wrong is a class of faults each, so that a search can leave it out. */
export interface ChannelOptions {
  /** How many messages it holds at most; 1, if not given. A message that comes when it is full is lost, which is a finding. */
  readonly capacity?: number;
  /** It may lose a message (the event `LOSE`, the fault class `loss`), and drops those that come when it is full. */
  readonly lossy?: boolean;
  /** It may deliver a message and keep it (the event `DUPLICATE`, the fault class `duplication`). */
  readonly duplicating?: boolean;
  /** It may deliver a message before an earlier one (the event `DELIVER` with `at` above 0, the fault class `reordering`). */
  readonly reordering?: boolean;
}

interface Queue {
  readonly queue: readonly Message[];
}

interface At {
  readonly event: { readonly at: number };
}

/**
 * Under this key the channel's own events hold nothing, and by it they are told from messages of the same type and content. It is
 * not shown, for it holds undefined.
 */
export const OF_CHANNEL = 'claimcheck.channel';

/** What the environment does to a channel. */
const own = (type: string, at: number): Message => ({ type, at, [OF_CHANNEL]: undefined });

const OPTIONS: Keys<ChannelOptions & { name: string; to: string }> = {
  name: true,
  to: true,
  capacity: true,
  lossy: true,
  duplicating: true,
  reordering: true,
};

/**
 * A channel on the way to a component: it takes any message, holds it, and delivers it when the environment chooses so.
 *
 * ```ts
 * components: [
 *   { name: 'sender', machine: sender, ports: { receiver: 'wire' } },
 *   channel({ name: 'wire', to: 'receiver', capacity: 2, lossy: true }),
 *   { name: 'receiver', machine: receiver },
 * ]
 * ```
 */
export function channel(options: ChannelOptions & { readonly name: string; readonly to: string }): ComponentSpec {
  checkRecord('a channel', options, "{ name: 'wire', to: 'receiver' }");
  const { capacity = 1, duplicating = false, lossy = false, name, reordering = false, to } = options;
  checkKeys(`${name}: a channel`, options, OPTIONS);
  for (const key of ['name', 'to'] as const) checkText(`${name}: '${key}' of a channel`, options[key] ?? null);
  for (const [key, value] of Object.entries({ duplicating, lossy, reordering })) {
    if (typeof value !== 'boolean')
      throw new ModelError(`${name}: '${key}' of a channel is ${shown(value)}; it must be true or false`);
  }
  if (!Number.isInteger(capacity) || capacity < 1) {
    throw new ModelError(`${name}: a channel has a capacity of ${capacity}; it must be a whole number from 1 on`);
  }
  const places = Array.from({ length: capacity }, (_, at) => at);
  const environment: EnvironmentEvent[] = [
    { event: own('DELIVER', 0) },
    ...(reordering ? places.slice(1).map((at) => ({ event: own('DELIVER', at), fault: 'reordering' })) : []),
    ...(lossy ? places.map((at) => ({ event: own('LOSE', at), fault: 'loss' })) : []),
    ...(duplicating ? [{ event: own('DUPLICATE', 0), fault: 'duplication' }] : []),
  ];
  return { name, machine: channelMachine(name, capacity, lossy), ports: { to }, environment };
}

/** Whether a machine is that of a channel, which the user of this library has not written. */
export const isChannel = (machine: AnyStateMachine): boolean => OF_CHANNEL in machine;

/** Whether it is the environment that does something, and not a message of that name. */
const isOwn = ({ event }: At): boolean => OF_CHANNEL in event;

const isThere = ({ context, event }: { context: Queue } & At): boolean =>
  isOwn({ event }) && event.at < context.queue.length;

/** One machine for channels that are alike, however often a system is built: what is asked machine by machine is asked of one. */
function channelMachine(id: string, capacity: number, lossy: boolean): AnyStateMachine {
  const key = JSON.stringify([id, capacity, lossy]);
  const machine = machines.get(key) ?? madeMachine(id, capacity, lossy);
  machines.set(key, machine);
  return machine;
}

const machines = new Map<string, AnyStateMachine>();

function madeMachine(id: string, capacity: number, lossy: boolean): AnyStateMachine {
  const deliver = {
    type: 'send',
    params: ({ context, event }: { context: Queue } & At) => ({ to: 'to', message: context.queue[event.at] }),
  };
  const put = assign({ queue: ({ context, event }) => [...(context as Queue).queue, event as Message] });
  const take = assign({
    queue: ({ context, event }) =>
      (context as Queue).queue.filter((_, i) => i !== (event as unknown as At['event']).at),
  });
  const hasRoom = ({ context }: { context: Queue }) => context.queue.length < capacity;
  const hold = [{ guard: hasRoom, actions: [put] }, ...(lossy ? [{ description: 'There is no room' }] : [])];
  // What the environment does to a place where nothing is must not be taken for a message.
  const done = (transition: object) => [{ guard: isThere, ...transition }, { guard: isOwn }, ...hold];
  const machine = createMachine(
    {
      id,
      context: { queue: [] },
      on: {
        // The message is named before it is taken out, and carried out when it is out.
        DELIVER: done({ actions: [deliver, take], description: 'A message arrives' }),
        DUPLICATE: done({ actions: [deliver], description: 'A message arrives, and will arrive again' }),
        LOSE: done({ actions: [take], description: 'A message is lost' }),
        '*': hold,
      },
    } as never,
    { actions: { send: () => {} } } as never,
  );
  return Object.assign(machine, { [OF_CHANNEL]: true });
}

/**
 * Within a transition, one of some values: the checker tries all of them. It is called in an assignment, a guard or the
 * parameters of an action. In a run that is shown, live actors draw what the run says; an actor that no checker asks draws at
 * random.
 *
 * ```ts
 * assign({ side: () => oneOf('side', ['heads', 'tails']) })
 * ```
 *
 * Given an event, it lists the events of the environment that differ in what they carry: one for each combination of the
 * values.
 *
 * ```ts
 * environment: [...oneOf({ type: 'READ' }, { value: [1, 2], isLast: [true, false] })]
 * ```
 */
export function oneOf<const T>(name: string, values: readonly T[]): T;
export function oneOf(
  event: Message,
  values: Readonly<Record<string, readonly unknown[]>>,
  fault?: string,
): EnvironmentEvent[];
export function oneOf(
  what: string | Message,
  values: readonly unknown[] | Readonly<Record<string, readonly unknown[]>>,
  fault?: string,
): unknown {
  const isDraw = typeof what === 'string';
  if (isDraw && !Array.isArray(values)) {
    throw new ModelError(`oneOf('${what}', …): its values are ${shown(values)}; they must be a list`);
  }
  const isEvents = isRecord(what) && isRecord(values) && Object.values(values).every((some) => Array.isArray(some));
  if (!isDraw && !isEvents) {
    throw new ModelError(
      `oneOf(…) is given ${shown(what)} and ${shown(values)}; it must be given a name and a list, or { type } and { key: [values] }`,
    );
  }
  return isDraw ? drawn(what, values as readonly unknown[]) : eventsOf(what, values as never, fault);
}

function eventsOf(
  event: Message,
  values: Readonly<Record<string, readonly unknown[]>>,
  fault?: string,
): EnvironmentEvent[] {
  const combined = Object.entries(values).reduce<Message[]>(
    (events, [key, list]) => events.flatMap((one) => list.map((value) => ({ ...one, [key]: value }))),
    [event],
  );
  return combined.map((one) => ({ event: one, ...(fault !== undefined && { fault }) }));
}
