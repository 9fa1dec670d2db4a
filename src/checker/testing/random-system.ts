import fc from 'fast-check';
import { type AnyMachineSnapshot, type AnyStateMachine, assign, createMachine, raise } from 'xstate';
import type { ComponentSpec, SystemSpec } from '../system/compose.ts';
import type { Message } from '../system/message.ts';
import type { Check, Condition, Pattern } from '../property/property.ts';
import { send, takes } from './machines.ts';

/** A small system as plain data, so that a failure prints what it was and shrinks to what matters. */
export interface SystemPlan {
  readonly components: readonly ComponentPlan[];
  readonly checks: readonly CheckPlan[];
  /** Whether the environment may use its faults. */
  readonly faults: boolean;
}

interface ComponentPlan {
  readonly process: number;
  readonly states: number;
  /** The state tagged `blocking`; none if there is no such state. */
  readonly blocking: number;
  /** Whether it ignores messages that it has no transition for; else they are errors. */
  readonly polite: boolean;
  /** Whether its fault is declared before its mild event. */
  readonly faultFirst: boolean;
  /** Whether it goes round its states where nothing else is to be done. */
  readonly ring: boolean;
  readonly transitions: readonly TransitionPlan[];
}

interface TransitionPlan {
  readonly from: number;
  readonly event: (typeof EVENTS)[number];
  /** Only while the counter is so. */
  readonly guard: number | null;
  readonly to: number | null;
  readonly does: readonly ('count' | 'raise' | 'print')[];
  readonly sends: readonly { readonly port: string; readonly further: number }[];
}

interface CheckPlan {
  readonly kind: Check['kind'];
  readonly what: PatternPlan;
  readonly after: readonly PatternPlan[];
  readonly forget: PatternPlan | null;
  readonly while: WhilePlan | null;
  /** For `always`: where some components must not be together. */
  readonly places: readonly WhilePlan[];
  /** For `leadsTo`: what is fair, and what is not taken any more, or only in a place. */
  readonly fair: readonly (ActionPlan & { readonly strong: boolean })[];
  readonly not: readonly { readonly action: ActionPlan; readonly unless: WhilePlan | null }[];
}

interface WhilePlan {
  readonly component: number;
  readonly is: Place;
}

interface ActionPlan {
  readonly component: number;
  readonly event: 'TICK' | 'FAIL';
}

interface PatternPlan {
  readonly component: number;
  readonly is: Place | (typeof EVENTS)[number];
}

/** A state, with a number on the counter. */
interface Place {
  readonly state: number;
  readonly n: number;
}

/** Two events of the environment, and messages; a message causes later ones only, so that every exchange ends. */
const EVENTS = ['TICK', 'FAIL', 'M1', 'M2', 'M3'] as const;
const MESSAGES = ['M1', 'M2', 'M3'] as const;
const MOST_STATES = 3;
const MOST_COMPONENTS = 3;

const state = fc.nat(MOST_STATES - 1);
const transition: fc.Arbitrary<TransitionPlan> = fc.record({
  from: state,
  event: fc.constantFrom(...EVENTS, 'TICK', 'TICK', 'FAIL', 'M1'),
  guard: fc.option(fc.nat(2), { freq: 1 }),
  to: fc.option(state, { freq: 4 }),
  does: fc.subarray(['count', 'raise', 'print'] as const, { maxLength: 2 }),
  sends: fc.array(
    fc.record({
      port: fc.constantFrom('next', 'next', 'next', 'other', 'sender'),
      further: fc.integer({ min: 1, max: 2 }),
    }),
    {
      maxLength: 2,
    },
  ),
});

const component: fc.Arbitrary<ComponentPlan> = fc.record({
  process: fc.nat(1),
  states: fc.integer({ min: 2, max: MOST_STATES }),
  blocking: fc.nat(5),
  polite: fc.integer({ min: 0, max: 49 }).map((n) => n > 0),
  faultFirst: fc.boolean(),
  ring: fc.boolean(),
  transitions: fc.array(transition, { minLength: 6, maxLength: 14, size: 'max' }),
});

const place: fc.Arbitrary<Place> = fc.record({ state, n: fc.nat(2) });

const pattern: fc.Arbitrary<PatternPlan> = fc.record({
  component: fc.nat(MOST_COMPONENTS - 1),
  is: fc.oneof(place, fc.constantFrom(...EVENTS, 'TICK', 'FAIL')),
});

const inPlace: fc.Arbitrary<WhilePlan> = fc.record({ component: fc.nat(MOST_COMPONENTS - 1), is: place });

const anAction: fc.Arbitrary<ActionPlan> = fc.record({
  component: fc.nat(MOST_COMPONENTS - 1),
  event: fc.constantFrom('TICK', 'TICK', 'FAIL'),
});

const checkOf = (...kinds: readonly CheckPlan['kind'][]): fc.Arbitrary<CheckPlan> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    what: pattern,
    after: fc.array(pattern, { minLength: 1, maxLength: 3, size: 'max' }),
    forget: fc.option(pattern),
    while: fc.option(inPlace),
    places: fc.array(inPlace, { minLength: 1, maxLength: 2, size: 'max' }),
    fair: fc
      .array(fc.tuple(anAction, fc.boolean()), { maxLength: 4, size: 'max' })
      .map((all) => all.map(([one, strong]) => ({ ...one, strong }))),
    not: fc.array(fc.record({ action: anAction, unless: fc.option(inPlace) }), { maxLength: 2, size: 'max' }),
  });

export const randomSystem: fc.Arbitrary<SystemPlan> = fc.record({
  components: fc.array(component, { minLength: 2, maxLength: MOST_COMPONENTS, size: 'max' }),
  checks: fc.array(checkOf('never', 'sometimes', 'sometimes', 'onlyAfter', 'neverAfter'), {
    minLength: 4,
    maxLength: 6,
    size: 'max',
  }),
  faults: fc.nat(3).map((n) => n > 0),
});

/** A random system with checks that look at states and at what never ends. */
export const randomLiveSystem: fc.Arbitrary<SystemPlan> = fc
  .tuple(
    randomSystem,
    fc.array(checkOf('always', 'deadlock', 'leadsTo', 'leadsTo', 'leadsTo'), {
      minLength: 3,
      maxLength: 5,
      size: 'max',
    }),
  )
  .map(([plan, checks]) => ({ ...plan, checks }));

const name = (index: number) => `c${index}`;

export function systemOf({ components }: SystemPlan): SystemSpec {
  const at = (index: number) => name(index % components.length);
  return {
    name: 'random',
    components: components.map((plan, i): ComponentSpec => {
      const mild = { event: { type: 'TICK' } };
      const fault = { event: { type: 'FAIL' }, fault: 'fault' };
      return {
        name: name(i),
        process: `p${plan.process}`,
        machine: machineOf(plan),
        ports: { next: at(i + 1), other: at(i + 2) },
        environment: plan.faultFirst ? [fault, mild] : [mild, fault],
      };
    }),
  };
}

const NEXT: TransitionPlan = { from: 0, event: 'TICK', guard: null, to: 1, does: [], sends: [] };

function machineOf({ states, blocking, polite, ring, transitions }: ComponentPlan): AnyStateMachine {
  const round = Array.from({ length: ring ? states : 0 }, (_, i) => ({ ...NEXT, from: i, to: i + 1 }));
  const own = (from: number) => [...transitions, ...round].filter((plan) => plan.from % states === from);
  const config = {
    id: 'random',
    context: { n: 0 },
    initial: 's0',
    on: { RAISED: { actions: 'count' }, ...(polite ? Object.fromEntries(MESSAGES.map((type) => [type, {}])) : {}) },
    states: Object.fromEntries(
      Array.from({ length: states }, (_, i) => [
        `s${i}`,
        {
          ...(i === blocking ? { tags: 'blocking' } : {}),
          on: Object.fromEntries(
            EVENTS.map((event) => [
              event,
              own(i)
                .filter((plan) => plan.event === event)
                .map((plan) => written(plan, states)),
            ]).filter(([, candidates]) => candidates?.length),
          ),
        },
      ]),
    ),
  };
  return createMachine(
    config as never,
    {
      actions: {
        send: () => {},
        dprintf: () => {},
        count: assign({ n: ({ context }: { context: { n: number } }) => (context.n + 1) % 3 }),
        raise: raise({ type: 'RAISED' }),
      },
      guards: { counted: ({ context }: { context: { n: number } }, { n }: { n: number }) => context.n === n },
    } as never,
  );
}

function written({ event, guard, to, does, sends }: TransitionPlan, states: number): object {
  const rank = MESSAGES.findIndex((type) => type === event) + 1;
  const messages = sends.flatMap(({ port, further }) => {
    const message = MESSAGES[rank + further - 1];
    return message && (rank > 0 || port !== 'sender') ? [send(port, message)] : [];
  });
  return {
    ...(guard === null ? {} : { guard: { type: 'counted', params: { n: guard } } }),
    ...(to === null ? {} : { target: `s${to % states}` }),
    actions: [
      ...does.map((action) => (action === 'print' ? { type: 'dprintf', params: { text: 'here' } } : action)),
      ...messages,
    ],
  };
}

const isAt = ({ state: at, n }: Place, { value, context }: AnyMachineSnapshot): boolean =>
  value === `s${at}` && context.n === n;

const not = ({ of, is }: Condition): Condition => ({ of, is: (...snapshots) => !is(...snapshots) });

export function checksOf({ checks, components }: SystemPlan): Check[] {
  const nameOf = (index: number) => name(index % components.length);
  const patternOf = ({ component: index, is }: PatternPlan): Pattern => {
    const who = nameOf(index);
    if (typeof is === 'string') return takes(who, is);
    return ({ component: here, to }) => here === who && isAt(is, to.snapshot);
  };
  const conditionOf = (...all: readonly WhilePlan[]): Condition => ({
    of: all.map(({ component: index }) => nameOf(index)),
    is: (...snapshots) => all.every(({ is }, i) => isAt(is, snapshots[i] as AnyMachineSnapshot)),
  });
  const isAction =
    ({ component: index, event: type }: ActionPlan) =>
    (who: string, event: Message) =>
      who === nameOf(index) && event.type === type;
  const onlyOf =
    ({ not: refused }: CheckPlan) =>
    (who: string, event: Message) => {
      const rule = refused.find(({ action }) => isAction(action)(who, event));
      return rule?.unless ? conditionOf(rule.unless) : rule === undefined;
    };
  return checks.map((plan): Check => {
    const what = patternOf(plan.what);
    const after = plan.after.map(patternOf);
    const forget = plan.forget ? patternOf(plan.forget) : () => false;
    const where = plan.while;
    if (plan.kind === 'onlyAfter') return { kind: 'onlyAfter', what, after, forget };
    if (plan.kind === 'neverAfter') return { kind: 'neverAfter', what, after: after[0] as Pattern, forget };
    if (plan.kind === 'always') return { kind: 'always', what: not(conditionOf(...plan.places)) };
    if (plan.kind === 'deadlock') return { kind: 'deadlock', ...(where && { except: conditionOf(where) }) };
    if (plan.kind === 'leadsTo') {
      return {
        kind: 'leadsTo',
        from: what,
        to: after[0] as Pattern,
        ...(where && { during: not(conditionOf(where)) }),
        only: onlyOf(plan),
        fair: plan.fair.map((choice) => ({ name: choice.event, is: isAction(choice), strong: choice.strong })),
      };
    }
    const condition = where && {
      while: { component: nameOf(where.component), is: (snapshot: AnyMachineSnapshot) => isAt(where.is, snapshot) },
    };
    if (plan.kind === 'never') return { kind: 'never', what, ...condition };
    return { kind: 'sometimes', what, ...(condition ?? { after, forget }) };
  });
}
