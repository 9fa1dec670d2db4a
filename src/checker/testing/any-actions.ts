import {
  and,
  type AnyStateMachine,
  assign,
  cancel,
  emit,
  enqueueActions,
  forwardTo,
  fromPromise,
  log,
  not,
  or,
  raise,
  sendParent,
  sendTo,
  stateIn,
} from 'xstate';
import type { Random } from './random.ts';
import { oneOf } from '../system/channel.ts';
import { send } from './machines.ts';

interface Context {
  readonly n: number;
  /** How many timers without an id may still be armed. */
  readonly left: number;
  /** The child that was hired, if one was. */
  readonly ref?: unknown;
}

interface Args {
  readonly context: Context;
  readonly event: { readonly type: string; readonly v?: number; readonly output?: unknown };
}

/** How a machine may reach others: by the action `send`, by XState's own ones, or not at all. */
export interface Reach {
  readonly style: 'call' | 'mail';
  /** The ports or names to which it may send. A message causes later ones only, so that every exchange ends. */
  readonly to: readonly string[];
  readonly hasParent: boolean;
  /** The machine that it may start. */
  readonly kid: Kid | null;
  /** Whether it may draw with `oneOf`. */
  readonly draws?: boolean;
}

/** A machine that another one may start: invoked in its states, or hired and fired by its actions, under these ids. */
export interface Kid {
  readonly machine: AnyStateMachine;
  readonly name: string;
  readonly ids: readonly string[];
  readonly isInvoked: boolean;
}

/** Events of the environment, messages, and what machines raise themselves. */
export const EVENTS = ['GO', 'SET', 'dot.ted'] as const;
export const MESSAGES = ['M1', 'M2', 'M3'] as const;
export const RAISED = ['R1', 'R2'] as const;

/** What is named in a machine: its actions, guards, delays and actors. */
export function implementationsFor(kid: Kid | null) {
  const [id = 'kid'] = kid?.ids ?? [];
  return {
    actions: {
      send: () => {},
      dprintf: () => {},
      beep: () => {},
      count: assign({ n: ({ context }: Args) => (context.n + 1) % 3 }),
      take: assign({ n: ({ context, event }: Args) => event.v ?? context.n }),
      keep: assign({ n: ({ context, event }: Args) => (typeof event.output === 'number' ? event.output : context.n) }),
      later: enqueueActions(({ enqueue }) => {
        enqueue.cancel('later');
        enqueue.raise({ type: 'LATER' }, { delay: 30, id: 'later' });
      }),
      ring: enqueueActions(({ context, enqueue }) => {
        const { left } = context as Context;
        if (left === 0) return;
        enqueue.assign({ left: left - 1 });
        enqueue.raise({ type: 'LATER' }, { delay: 'slow' as never });
      }),
      maybe: enqueueActions(({ context, enqueue, check }) => {
        if ((context as Context).n === 1) enqueue({ type: 'count' });
        else if (check('low')) enqueue.raise({ type: 'R2' });
        else if (check(not({ type: 'is', params: { n: 0 } } as never))) enqueue.emit({ type: 'NEWS' });
      }),
      hire: enqueueActions(({ context, enqueue }) => {
        if ((context as Context).ref !== undefined) return;
        enqueue.assign({ ref: ({ spawn }: { spawn: Spawn }) => spawn('kid', { id, input: { n: 1 } }) } as never);
      }),
      hireOther: enqueueActions(({ context, enqueue }) => {
        if ((context as Context).ref !== undefined) return;
        enqueue.spawnChild('kid' as never, { id, input: input as never });
        enqueue.assign({ ref: 'hired' });
      }),
      fire: enqueueActions(({ context, enqueue }) => {
        if ((context as Context).ref === undefined) return;
        enqueue.stopChild(id);
        enqueue.assign({ ref: undefined });
      }),
    },
    guards: {
      is: ({ context }: Args, { n }: { n: number }) => context.n === n,
      low: ({ context }: Args) => context.n < 2,
    },
    delays: { slow: ({ context }: Args) => 10 + context.n, quick: 5 },
    actors: { job: fromPromise(() => new Promise(() => {})), ...(kid && { kid: kid.machine }) },
  };
}

const tossed = () => oneOf('tossed', [false, true]);

/** What is drawn may depend on where the machine is, and is drawn in an assignment, in what is sent, or to decide what is done. */
const drawingActions: readonly unknown[] = [
  assign({ n: () => oneOf('n', [0, 2]) }),
  assign({ n: ({ context }: Args) => oneOf('n', context.n === 0 ? [1, 2, 1] : [0]) }),
  raise(() => ({ type: 'R1', v: oneOf('v', [0, 1]) }) as never),
  enqueueActions(({ enqueue }) => {
    if (oneOf('counts', [true, false])) enqueue({ type: 'count' } as never);
  }),
];

const input = ({ context }: Args) => ({ n: context.n });

type Spawn = (src: string, options: object) => unknown;

export function anyGuard(random: Random, places: readonly unknown[], draws = false): unknown {
  const is = { type: 'is', params: { n: random.int(3) } };
  if (draws && random.chance(0.3))
    return random.pick<unknown>([tossed, and(['low', tossed] as never), or([is, tossed] as never)]);
  return random.pick<unknown>([
    is,
    'low',
    not(is as never),
    and(['low', is] as never),
    or([is, stateIn(random.pick(places) as never)] as never),
    ({ context }: Args) => context.n !== 1,
    ({ event }: Args) => event.v !== 1,
    { type: 'is', params: ({ event }: Args) => ({ n: event.v ?? 0 }) },
    stateIn(random.pick(places) as never),
  ]);
}

/** Actions of a transition by a message of some rank; those that send send later messages than the one that causes them. */
export function anyActions(random: Random, reach: Reach, rank: number, running: string | null): unknown[] {
  return Array.from({ length: 1 + random.int(2) }, () => anyAction(random, reach, rank, running));
}

function anyAction(random: Random, reach: Reach, rank: number, running: string | null): unknown {
  const sends = sendsOf(random, reach, rank, running);
  if (reach.draws && random.chance(0.25)) return random.pick([...drawingActions, ...drawingSends(reach, rank)]);
  if (sends.length > 0 && random.chance(0.5)) return random.pick(sends);
  const { kid } = reach;
  return random.pick<unknown>([
    'count',
    'count',
    'take',
    'keep',
    'maybe',
    'beep',
    'ring',
    raise({ type: random.pick(RAISED) }),
    raise(({ context }: { context: unknown }) => ({ type: 'R1', v: (context as Context).n }) as never),
    { type: 'later' },
    cancel('later'),
    emit({ type: 'NEWS' }),
    log('here'),
    { type: 'dprintf', params: { text: 'here' } },
    ...(kid && !kid.isInvoked ? ['hire', 'hire', 'hireOther', 'hireOther', 'fire'] : []),
  ]);
}

function drawingSends({ style, to }: Reach, rank: number): unknown[] {
  const type = MESSAGES[rank];
  if (!type) return [];
  const message = () => ({ type, v: oneOf('v', [1, 2]) });
  if (style === 'mail') return to.map((name) => sendTo(({ system }) => system.get(name), message as never));
  return to.map((port) => ({ type: 'send', params: () => ({ to: port, message: message() }) }));
}

function sendsOf(
  random: Random,
  { hasParent, kid, style, to }: Reach,
  rank: number,
  running: string | null,
): unknown[] {
  const type = MESSAGES[rank + random.int(2)];
  if (!type) return [];
  if (style === 'call') return to.map((port) => send(port, random.chance(0.3) ? { type, v: random.int(3) } : type));
  const event = random.chance(0.3) ? ((({ context }: Args) => ({ type, v: context.n })) as never) : { type };
  const later = { delay: 7, id: 'post' };
  const named = [...to, ...(kid ? [kid.name] : [])];
  return [
    ...named.map((name) => sendTo(({ system }) => system.get(name), event)),
    ...to.map((name) =>
      enqueueActions(({ enqueue, system }) => {
        enqueue.cancel('post');
        enqueue.sendTo(system.get(name) as never, { type } as never, later);
      }),
    ),
    ...(hasParent ? [sendParent(event)] : []),
    ...(running === null ? [] : [sendTo(running, event), forwardTo(running)].slice(0, rank > 0 ? 1 : 2)),
    sendTo(({ self }) => self, event),
  ];
}
