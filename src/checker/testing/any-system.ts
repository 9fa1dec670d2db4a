import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { channel } from '../system/channel.ts';
import type { ComponentSpec, EnvironmentEvent, SystemSpec } from '../system/compose.ts';
import type { Check, Condition, Pattern } from '../property/property.ts';
import { EVENTS, type Kid } from './any-actions.ts';
import { anyMachine } from './any-machine.ts';
import { Random } from './random.ts';

/** A system drawn from all that is supported, with its properties. */
export interface AnySystem {
  readonly spec: SystemSpec;
  readonly checks: readonly Check[];
  readonly faults: readonly string[] | undefined;
}

const OUTCOMES = { job: [{ done: 1 }, { error: 'no', fault: 'fault' }, { event: { type: 'M1' } }] };

/**
 * The system of a seed.
 *
 * @param draws whether its machines may draw with `oneOf`
 */
export function anySystem(seed: number, draws = false): AnySystem {
  const random = new Random(seed);
  const style = random.pick(['call', 'mail'] as const);
  const names = ['a', 'b'].slice(0, 1 + random.int(2));
  const family = style === 'mail' && random.chance(0.7) ? anyFamily(random) : { kid: null, members: [] };
  const isWired = style === 'call' && names.length > 1 && random.chance(0.3);
  const components = names.map((name, i): ComponentSpec => {
    const to = names.filter((other) => other !== name);
    const hasParent = style === 'mail' && i > 0 && random.chance(0.2);
    return {
      ...common(random, name),
      machine: anyMachine(random, name, { style, to, hasParent, kid: i === 0 ? family.kid : null, draws }),
      ...(random.chance(0.5) && { input: { n: random.int(3) } }),
      ...(hasParent && { parent: 'a' }),
      ...(isWired && i === 0 && { ports: { b: 'wire' } }),
      ...(i === 0 && family.kid && { ports: Object.fromEntries(family.kid.ids.map((id) => [id, 'kid'])) }),
    };
  });
  const wires = isWired ? [channel({ name: 'wire', to: 'b', ...anyChannel(random) })] : [];
  const all = [...components, ...family.members, ...wires];
  const checks = Array.from({ length: 4 }, () =>
    anyCheck(
      random,
      all.map(({ name }) => name),
    ),
  );
  return { spec: { name: `random ${seed}`, components: all }, checks, faults: random.chance(0.7) ? undefined : [] };
}

/** A machine that another starts, at times one that starts a third. */
function anyFamily(random: Random): { readonly kid: Kid; readonly members: readonly ComponentSpec[] } {
  const style = 'mail' as const;
  const named = (name: string, machine: AnyStateMachine): Kid => ({
    machine,
    name,
    ids: random.pick([[name], [name], ['one'], ['one', 'other']]),
    isInvoked: random.chance(0.6),
  });
  const tot = random.chance(0.3)
    ? named('tot', anyMachine(random, 'tot', { style, to: [], hasParent: true, kid: null }))
    : null;
  const kid = named('kid', anyMachine(random, 'kid', { style, to: [], hasParent: true, kid: tot }));
  const members: ComponentSpec[] = [
    {
      ...common(random, 'kid'),
      machine: kid.machine,
      spawnedBy: 'a',
      ...(tot && { ports: Object.fromEntries(tot.ids.map((id) => [id, 'tot'])) }),
    },
    ...(tot ? [{ ...common(random, 'tot'), machine: tot.machine, spawnedBy: 'kid' }] : []),
  ];
  return { kid, members };
}

const anyChannel = (random: Random) => ({
  capacity: 1 + random.int(2),
  lossy: random.chance(0.5),
  duplicating: random.chance(0.3),
  reordering: random.chance(0.3),
});

function common(random: Random, name: string): Omit<ComponentSpec, 'machine'> {
  const events = EVENTS.filter(() => random.chance(0.7));
  return {
    name,
    process: random.chance(0.3) ? 'shared' : name,
    outcomes: OUTCOMES,
    ignores: ['beep'],
    ...(random.chance(0.6) && { unhandled: 'drop' }),
    environment: events.flatMap((type): EnvironmentEvent[] =>
      type === 'SET'
        ? [{ event: { type, v: 1 } }, { event: { type, v: 2 } }]
        : [{ event: { type }, ...(random.chance(0.2) && { fault: 'fault' }) }],
    ),
  };
}

/** Whether a component is somewhere: in a state, or at a number. */
function anyPlace(random: Random): (snapshot: AnyMachineSnapshot) => boolean {
  const n = random.int(3);
  const part = random.pick(['s1', 's2', 's00', 's01', 's11', 'send', 'not']);
  return random.chance(0.5)
    ? ({ context }) => (context as { n?: number }).n === n
    : ({ value }) => JSON.stringify(value).includes(`"${part}`);
}

function anyPattern(random: Random, names: readonly string[]): Pattern {
  const name = random.pick(names);
  const is = anyPlace(random);
  const type = random.pick(['GO', 'SET', 'M1', 'M2', 'xstate.after', 'xstate.done']);
  return random.chance(0.5)
    ? ({ component, event }) => component === name && event.type.startsWith(type)
    : ({ component, to }) => component === name && is(to.snapshot);
}

const anyCondition = (random: Random, names: readonly string[]): Condition => ({
  of: [random.pick(names)],
  is: anyPlace(random),
});

function anyCheck(random: Random, names: readonly string[]): Check {
  const what = anyPattern(random, names);
  const forget = anyPattern(random, names);
  const after = anyPattern(random, names);
  const where = anyCondition(random, names);
  switch (random.int(7)) {
    case 0:
      return { kind: 'never', what };
    case 1:
      return { kind: 'sometimes', what, after: [after], forget };
    case 2:
      return { kind: 'onlyAfter', what, after: [after], forget };
    case 3:
      return { kind: 'neverAfter', what, after, forget };
    case 4:
      return { kind: 'deadlock', except: where };
    case 5:
      return {
        kind: 'leadsTo',
        from: what,
        to: after,
        fair: names
          .map((name) => ({ name, is: (component: string) => component === name, strong: random.chance(0.4) }))
          .slice(0, 1 + random.int(2)),
      };
    default:
      return { kind: 'always', what: { of: where.of, is: (snapshot) => !where.is(snapshot as AnyMachineSnapshot) } };
  }
}
