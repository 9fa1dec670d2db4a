import {
  and,
  type AnyStateMachine,
  assign,
  cancel,
  createMachine,
  emit,
  enqueueActions,
  fromPromise,
  log,
  not,
  raise,
  sendParent,
  sendTo,
  stateIn,
} from 'xstate';
import type { Random } from './random.ts';
import { send } from './machines.ts';

interface Context {
  readonly n: number;
}

/** How a machine may reach others: by the action `send`, by XState's own ones, or not at all. */
export interface Reach {
  readonly style: 'call' | 'mail';
  /** The ports or names to which it may send. A message causes later ones only, so that every exchange ends. */
  readonly to: readonly string[];
  readonly hasParent: boolean;
  /** The machine that it may invoke under the name `kid`. */
  readonly kid: AnyStateMachine | null;
}

/** Events of the environment, messages, and what machines raise themselves. */
export const EVENTS = ['GO', 'SET', 'dot.ted'] as const;
const MESSAGES = ['M1', 'M2', 'M3'] as const;
const RAISED = ['R1', 'R2'] as const;

const implementations = {
  actions: {
    send: () => {},
    dprintf: () => {},
    beep: () => {},
    count: assign({ n: ({ context }: { context: Context }) => (context.n + 1) % 3 }),
    take: assign({
      n: ({ context, event }: { context: Context; event: { v?: number; type: string } }) => event.v ?? context.n,
    }) as never,
    later: enqueueActions(({ enqueue }) => {
      enqueue.cancel('later');
      enqueue.raise({ type: 'LATER' }, { delay: 30, id: 'later' });
    }),
    maybe: enqueueActions(({ context, enqueue }) => {
      if ((context as Context).n === 1) enqueue({ type: 'count' });
      else enqueue.raise({ type: 'R2' });
    }),
  },
  guards: {
    is: ({ context }: { context: Context }, { n }: { n: number }) => context.n === n,
    low: ({ context }: { context: Context }) => context.n < 2,
  },
  actors: { job: fromPromise(() => new Promise(() => {})) },
};

/** A machine drawn from all that XState machines may do, but for what is refused. */
export function anyMachine(random: Random, id: string, reach: Reach): AnyStateMachine {
  const draft = new Draft(random, id, reach);
  const config = draft.machine();
  const actors = { ...implementations.actors, ...(reach.kid && { kid: reach.kid }) };
  return createMachine(config as never, { ...implementations, actors } as never);
}

type Config = Record<string, unknown>;

class Draft {
  readonly #random: Random;
  readonly #id: string;
  readonly #reach: Reach;

  constructor(random: Random, id: string, reach: Reach) {
    this.#random = random;
    this.#id = id;
    this.#reach = reach;
  }

  machine(): Config {
    const random = this.#random;
    const start = random.int(3);
    const shape = random.int(4);
    return {
      id: this.#id,
      context: random.chance(0.5) ? ({ input }: { input?: { n: number } }) => ({ n: input?.n ?? start }) : { n: start },
      ...(random.chance(0.2) && { entry: this.#actions(0) }),
      ...(random.chance(0.4) && { on: this.#on(['s0', 's1'].map((name) => `.${name}`)) }),
      ...(shape === 0 ? this.#parallel('s') : this.#compound('s', shape === 1 ? 1 : 0)),
      ...(random.chance(0.3) && { output: ({ context }: { context: Context }) => context.n }),
      options: { maxIterations: 60 },
    };
  }

  #compound(prefix: string, deeper: number): Config {
    const random = this.#random;
    const names = Array.from({ length: 2 + random.int(2) }, (_, i) => `${prefix}${i}`);
    const states = names.map((name, i): [string, Config] => [name, this.#state(name, names, i > 0 && deeper > 0)]);
    return {
      initial: random.chance(0.15) ? { target: names[0], actions: this.#actions(0) } : names[0],
      states: {
        ...Object.fromEntries(states),
        ...(random.chance(0.25) && { [`${prefix}end`]: { type: 'final' } }),
        ...(random.chance(0.25) && {
          [`${prefix}was`]: { type: 'history', history: random.pick(['shallow', 'deep']), target: names[1] },
        }),
      },
      ...(prefix !== 's' && random.chance(0.3) && { onDone: this.#transition([]) }),
    };
  }

  #parallel(prefix: string): Config {
    const random = this.#random;
    return {
      type: 'parallel',
      states: {
        [`${prefix}0`]: this.#compound(`${prefix}0`, 0),
        [`${prefix}1`]: this.#compound(`${prefix}1`, 0),
      },
      ...(random.chance(0.3) && { onDone: this.#transition([]) }),
    };
  }

  #state(name: string, siblings: readonly string[], isDeeper: boolean): Config {
    const random = this.#random;
    const prefix = name.slice(0, -1);
    const targets = [...siblings, ...(random.chance(0.2) ? [`${prefix}end`, `${prefix}was`] : [])];
    return {
      on: this.#on(targets),
      ...(random.chance(0.25) && { entry: this.#actions(2) }),
      ...(random.chance(0.15) && { exit: this.#actions(2) }),
      ...(random.chance(0.1) && { tags: 'blocking' }),
      ...(random.chance(0.15) && {
        always: { guard: { type: 'is', params: { n: 2 } }, target: random.pick(siblings), actions: 'count' },
      }),
      ...(random.chance(0.2) && { after: { [random.pick(['10', '20'])]: this.#transition(targets) } }),
      ...(random.chance(0.12) && { invoke: this.#invoke(targets) }),
      ...(isDeeper && random.chance(0.6) && (random.chance(0.3) ? this.#parallel(name) : this.#compound(name, 0))),
    };
  }

  #invoke(targets: readonly string[]): Config {
    const random = this.#random;
    const isKid = this.#reach.kid !== null && random.chance(0.7);
    return {
      src: isKid ? 'kid' : 'job',
      id: isKid ? 'kid' : 'job',
      ...(isKid && { input: ({ context }: { context: Context }) => ({ n: context.n }) }),
      ...(random.chance(0.7) && { onDone: this.#transition(targets) }),
      ...(random.chance(0.8) && { onError: this.#transition(targets) }),
    };
  }

  #on(targets: readonly string[]): Config {
    const random = this.#random;
    const own = [...EVENTS, ...MESSAGES].filter(() => random.chance(0.55));
    const others = [...RAISED, 'LATER', 'dot.*', '*'].filter(() => random.chance(0.15));
    return Object.fromEntries([...own, ...others].map((event) => [event, this.#transitions(event, targets)]));
  }

  #transitions(event: string, targets: readonly string[]): unknown {
    if (this.#random.chance(0.1)) return {};
    const rank = MESSAGES.indexOf(event as never) + 1;
    return this.#random.chance(0.3)
      ? [this.#transition(targets, rank), this.#transition(targets, rank)]
      : this.#transition(targets, rank);
  }

  #transition(targets: readonly string[], rank: number = MESSAGES.length): Config {
    const random = this.#random;
    const known = targets.filter((name) => this.#isThere(name));
    return {
      ...(random.chance(0.4) && { guard: this.#guard() }),
      ...(known.length > 0 && random.chance(0.75) && { target: random.pick(known) }),
      ...(random.chance(0.15) && { reenter: true }),
      ...(random.chance(0.6) && { actions: this.#actions(rank) }),
    };
  }

  /** End and history states are drawn afterwards: what leads to them is taken out where they are not. */
  #isThere(name: string): boolean {
    return !/end$|was$/.test(name);
  }

  #guard(): unknown {
    const random = this.#random;
    const is = { type: 'is', params: { n: random.int(3) } };
    return random.pick<unknown>([
      is,
      'low',
      not(is as never),
      and(['low', is] as never),
      ({ context }: { context: Context }) => context.n !== 1,
      ({ event }: { event: { v?: number } }) => event.v !== 1,
      { type: 'is', params: ({ event }: { event: { v?: number } }) => ({ n: event.v ?? 0 }) },
      stateIn({} as never),
    ]);
  }

  /** Actions; those that send send later messages than the one that causes them. */
  #actions(rank: number): unknown[] {
    const random = this.#random;
    return Array.from({ length: 1 + random.int(2) }, () => this.#action(rank));
  }

  #action(rank: number): unknown {
    const random = this.#random;
    const { hasParent, kid, style, to } = this.#reach;
    const message = MESSAGES[rank + random.int(2)];
    const sends: unknown[] = [];
    if (message && style === 'call') for (const port of to) sends.push(send(port, message));
    if (message && style === 'mail') {
      for (const name of to) sends.push(sendTo(({ system }) => system.get(name), { type: message }));
      if (hasParent) sends.push(sendParent({ type: message }));
      if (kid) sends.push(enqueueActions(({ enqueue, self: _ }) => enqueue.raise({ type: 'R1' })));
      sends.push(sendTo(({ self }) => self, { type: message }));
    }
    if (sends.length > 0 && random.chance(0.5)) return random.pick(sends);
    return random.pick<unknown>([
      'count',
      'count',
      'take',
      'maybe',
      'beep',
      raise({ type: random.pick(RAISED) }),
      { type: 'later' },
      cancel('later'),
      emit({ type: 'NEWS' }),
      log('here'),
      { type: 'dprintf', params: { text: 'here' } },
    ]);
  }
}
