import { type AnyStateMachine, createMachine } from 'xstate';
import { anyActions, anyGuard, EVENTS, implementationsFor, MESSAGES, RAISED, type Reach } from './any-actions.ts';
import type { Random } from './random.ts';

/** A machine drawn from all that XState machines may do, but for what is refused. */
export function anyMachine(random: Random, id: string, reach: Reach): AnyStateMachine {
  const config = new Draft(random, id, reach).machine();
  return createMachine(config as never, implementationsFor(reach.kid) as never);
}

type Config = Record<string, unknown>;

/** A state to be: what kind it is, and what is in it. All are drawn first, so that each may be a target. */
interface Plan {
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly name: string;
  /** Its names from the root on. */
  readonly path: readonly string[];
  readonly inside: readonly Plan[];
  /** Under which id it invokes the kid, or a promise; null if it invokes nothing. */
  readonly invokes: string | null;
}

/** How deep states lie in each other at most. */
const DEEPEST = 3;

class Draft {
  readonly #random: Random;
  readonly #id: string;
  readonly #reach: Reach;
  #plans: Plan[] = [];

  constructor(random: Random, id: string, reach: Reach) {
    this.#random = random;
    this.#id = id;
    this.#reach = reach;
  }

  machine(): Config {
    const random = this.#random;
    const start = random.int(3);
    const root = this.#plan(random.chance(0.25) ? 'parallel' : 'compound', [], 's');
    const known = ({ input }: { input?: { n: number } }) => ({ n: input?.n ?? start, left: 2 });
    const { kid } = this.#reach;
    const hired = { id: kid?.ids[0], input: { n: 2 } };
    const hires = ({ spawn }: { spawn: (src: string, options: object) => unknown }) => ({
      n: start,
      left: 2,
      ref: spawn('kid', hired),
    });
    const isHiring = kid !== null && !kid.isInvoked && random.chance(0.3);
    return {
      id: this.#id,
      context: isHiring ? hires : random.chance(0.5) ? known : { n: start, left: 2 },
      ...this.#state(root),
      ...(random.chance(0.3) && { output: ({ context }: { context: { n: number } }) => context.n }),
      options: { maxIterations: 60 },
    };
  }

  #plan(kind: Plan['kind'], path: readonly string[], prefix: string): Plan {
    const inside =
      kind === 'compound' ? this.#members(path, prefix) : kind === 'parallel' ? this.#regions(path, prefix) : [];
    const canInvoke = path.length > 0 && (kind === 'atomic' || kind === 'compound');
    const invokes = canInvoke && this.#random.chance(this.#reach.kid?.isInvoked ? 0.25 : 0.12) ? this.#invoked() : null;
    const plan = { kind, name: path.at(-1) ?? '', path, inside, invokes };
    this.#plans.push(plan);
    return plan;
  }

  #invoked(): string {
    const { kid } = this.#reach;
    const isAgain = this.#plans.some(({ invokes }) => invokes !== null && invokes !== 'job');
    if (!kid?.isInvoked || !this.#random.chance(isAgain ? 0.2 : 0.9)) return 'job';
    return this.#random.pick(kid.ids);
  }

  #members(path: readonly string[], prefix: string): Plan[] {
    const random = this.#random;
    const isDeep = path.length + 1 >= DEEPEST;
    const names = Array.from({ length: 2 + random.int(path.length === 0 ? 2 : 1) }, (_, i) => `${prefix}${i}`);
    const states = names.map((name, i) => {
      const kind = isDeep || i === 0 || random.chance(0.7) ? 'atomic' : random.chance(0.6) ? 'compound' : 'parallel';
      return this.#plan(kind, [...path, name], name);
    });
    if (random.chance(0.3)) states.push(this.#plan('final', [...path, `${prefix}end`], ''));
    if (random.chance(0.3)) states.push(this.#plan('history', [...path, `${prefix}was`], ''));
    return states;
  }

  #regions(path: readonly string[], prefix: string): Plan[] {
    const kind = path.length + 1 >= DEEPEST ? 'atomic' : 'compound';
    return [0, 1].map((i) => this.#plan(kind, [...path, `${prefix}${i}`], `${prefix}${i}`));
  }

  #state(plan: Plan): Config {
    const random = this.#random;
    const { inside, kind, path } = plan;
    const isRoot = path.length === 0;
    if (kind === 'history') {
      return { type: 'history', history: random.pick(['shallow', 'deep']), target: this.#siblings(plan)[0]?.name };
    }
    if (kind === 'final') {
      return { type: 'final', ...(random.chance(0.4) && { output: random.int(3), entry: this.#actions(plan, 2) }) };
    }
    // What leads to the first of some states without an event does not begin there.
    const isLater = !isRoot && this.#siblings(plan)[0] !== plan && this.#siblings(plan).length > 0;
    const states = inside.map((one): [string, Config] => [one.name, this.#state(one)]);
    const first = inside[0]?.name;
    return {
      ...(kind === 'parallel' && { type: 'parallel' }),
      ...(kind === 'compound' && {
        initial: random.chance(0.15) ? { target: first, actions: this.#actions(plan, 0) } : first,
      }),
      ...(inside.length > 0 && { states: Object.fromEntries(states) }),
      ...(inside.length > 0 && !isRoot && random.chance(0.5) && { onDone: this.#transition(plan, 3) }),
      ...(random.chance(isRoot ? 0.4 : kind === 'atomic' ? 1 : 0.5) && { on: this.#on(plan) }),
      ...(random.chance(0.2) && { entry: this.#actions(plan, isRoot ? 0 : 2, isLater && this.#reach.draws) }),
      ...(random.chance(0.15) && { exit: this.#actions(plan, 2) }),
      ...(random.chance(0.1) && { tags: 'blocking' }),
      ...(isLater && random.chance(0.25) && { always: this.#always(plan) }),
      ...(random.chance(0.15) && { after: this.#after(plan) }),
      ...(plan.invokes !== null && { invoke: this.#invoke(plan, plan.invokes) }),
    };
  }

  #always(plan: Plan): unknown {
    const random = this.#random;
    const target = this.#siblings(plan).find(({ name }) => name !== plan.name)?.name;
    return random.pick<unknown>([
      { guard: { type: 'is', params: { n: 2 } }, target, actions: 'count' },
      [
        { guard: { type: 'is', params: { n: 1 } }, actions: 'count' },
        { guard: anyGuard(random, this.#places()), target },
      ],
      { guard: ({ event }: { event: { v?: number } }) => event.v === 2, actions: 'count', target },
    ]);
  }

  #after(plan: Plan): Config {
    const random = this.#random;
    const delay = random.pick(['10', '20', 'slow', 'quick']);
    const one = this.#transition(plan, MESSAGES.length);
    return { [delay]: random.chance(0.2) ? [{ ...one, guard: 'low' }, this.#transition(plan, MESSAGES.length)] : one };
  }

  #invoke(plan: Plan, id: string): Config {
    const random = this.#random;
    const isKid = id !== 'job';
    return {
      src: isKid ? 'kid' : 'job',
      // A promise has the id that XState makes for it.
      ...(isKid && { id }),
      ...(isKid && { input: ({ context }: { context: { n: number } }) => ({ n: context.n }) }),
      ...(random.chance(0.7) && { onDone: this.#transition(plan, MESSAGES.length) }),
      ...(random.chance(0.8) && { onError: this.#transition(plan, MESSAGES.length) }),
    };
  }

  #on(plan: Plan): Config {
    const random = this.#random;
    const own = [...EVENTS, ...MESSAGES].filter(() => random.chance(plan.path.length === 0 ? 0.3 : 0.55));
    const others = [...RAISED, 'LATER', 'dot.*', '*', 'xstate.done.*'].filter(() => random.chance(0.15));
    return Object.fromEntries([...own, ...others].map((event) => [event, this.#transitions(plan, event)]));
  }

  #transitions(plan: Plan, event: string): unknown {
    if (this.#random.chance(0.1)) return {};
    const rank = (MESSAGES as readonly string[]).includes(event) ? MESSAGES.indexOf(event as never) + 1 : 3;
    const known = (EVENTS as readonly string[]).includes(event) ? 0 : rank;
    return this.#random.chance(0.3)
      ? [this.#transition(plan, known), this.#transition(plan, known)]
      : this.#transition(plan, known);
  }

  #transition(plan: Plan, rank: number): Config {
    const random = this.#random;
    return {
      ...(random.chance(0.4) && { guard: anyGuard(random, this.#places(), this.#reach.draws) }),
      ...(random.chance(0.75) && { target: this.#target(plan) }),
      ...(random.chance(0.15) && { reenter: true }),
      ...(random.chance(0.6) && { actions: this.#actions(plan, rank, this.#reach.draws) }),
    };
  }

  /** Mostly a state beside this one or in it; at times any, or one in each region of a parallel state. */
  #target(plan: Plan): unknown {
    const random = this.#random;
    const within = plan.inside.map(({ name }) => `.${name}`);
    const near = [...this.#siblings(plan).map(({ name }) => name), ...within];
    if (near.length > 0 && random.chance(0.8)) return random.pick(near);
    const all = this.#plans.filter(({ path }) => path.length > 0);
    const split = all.filter(({ inside, kind }) => kind === 'parallel' && inside.every((one) => one.inside.length > 0));
    if (split.length > 0 && random.chance(0.4)) {
      return random.pick(split).inside.map(({ inside }) => this.#byId(random.pick(inside)));
    }
    return this.#byId(random.pick(all));
  }

  /** The states that a transition of this one may name: those beside it, and itself. */
  #siblings({ path }: Plan): Plan[] {
    if (path.length === 0) return [];
    const above = path.slice(0, -1).join('.');
    const beside = this.#plans.filter(
      (one) => one.path.length === path.length && one.path.slice(0, -1).join('.') === above,
    );
    const isRegion = this.#plans.some(({ kind, path: own }) => kind === 'parallel' && own.join('.') === above);
    return isRegion ? [] : beside;
  }

  #byId({ path }: Plan): string {
    return `#${[this.#id, ...path].join('.')}`;
  }

  /** What may be asked of where the machine is. */
  #places(): unknown[] {
    const all = this.#plans.filter(({ kind, path }) => path.length > 0 && kind !== 'history');
    return all.flatMap((one) => [this.#byId(one), valueOf(one.path)]);
  }

  /** @param draws whether they may draw: not at the start of a machine */
  #actions(plan: Plan, rank: number, draws = false): unknown[] {
    const running = plan.invokes === null || plan.invokes === 'job' ? null : plan.invokes;
    return anyActions(this.#random, { ...this.#reach, draws }, rank, running);
  }
}

const valueOf = ([first, ...rest]: readonly string[]): unknown =>
  rest.length === 0 ? first : { [first as string]: valueOf(rest) };
