import { assign, createMachine, setup } from 'xstate';
import { describe, expect, test } from 'vitest';
import { draws } from '../../testing/sampled.ts';
import { ModelError } from '../errors.ts';
import type { Check, PropertySpec } from '../property/property.ts';
import { replayLive } from '../replay/live-actors.ts';
import { traceOf } from '../replay/trace.ts';
import { channel, oneOf } from '../system/channel.ts';
import { Composition, type ComponentSpec, type SystemSpec } from '../system/compose.ts';
import { TableStore } from '../system/table/table.ts';
import { machine, send } from '../testing/machines.ts';
import { searchNaively } from '../testing/naive.ts';
import { Random } from '../testing/random.ts';
import { verify } from '../verify.ts';

const composed = (spec: SystemSpec) => new Composition(spec, new TableStore());
const events = (...types: string[]) => types.map((type) => ({ event: { type } }));

/** All orders of a list. */
function orders<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((one) => orders(list.filter((other) => other !== one)).map((rest) => [one, ...rest]));
}

/** How names change places in every way that is declared, as lists of what each of the names becomes. */
function renamings({ ring = [], symmetric = [] }: SystemSpec): Map<string, string>[] {
  const ways = [...symmetric, ...ring].map((members, row) => {
    const turns = members.map((_, by) => [...members.slice(by), ...members.slice(0, by)]);
    return (row < symmetric.length ? orders(members) : turns).map((order) =>
      members.flatMap((member, i) =>
        [member].flat().map((name, j) => [name, [order[i] ?? []].flat()[j] ?? ''] as const),
      ),
    );
  });
  return ways
    .reduce<(readonly [string, string])[][]>(
      (all, some) => all.flatMap((one) => some.map((other) => [...one, ...other])),
      [[]],
    )
    .map((pairs) => new Map(pairs));
}

/** The orbits among all states, by writing each state out, renamed in every way: nothing of the search takes part. */
function orbits(spec: SystemSpec, checks: readonly Check[] = []) {
  const composition = composed(spec);
  const { graph, result } = searchNaively(composition, checks);
  const names = spec.components.map(({ name }) => name);
  const ways = renamings(spec);
  const least = (key: string) => {
    // A line for each component, and one for what the checks remember.
    const lines = key.split('\n');
    const [locals, memory] = [lines.slice(0, -1), lines.at(-1)];
    const images = ways.map((way) => {
      const image = new Map(
        locals.map((local, i) => {
          const name = names[i] as string;
          return [
            way.get(name) ?? name,
            local.replace(/"(\w+)"/g, (text, one: string) => (way.has(one) ? `"${way.get(one)}"` : text)),
          ];
        }),
      );
      return JSON.stringify([names.map((name) => image.get(name)), memory]);
    });
    return images.toSorted()[0] as string;
  };
  const steps = new Map<string, number>();
  for (const [key, node] of graph) steps.set(least(key), node.steps.filter(({ to }) => to !== key).length);
  const transitions = [...steps.values()].reduce((sum, one) => sum + one, 0);
  return { all: result.states, counts: { states: steps.size, transitions, depth: result.depth } };
}

/** What is found up to symmetry: its counts are those of the orbits, and its verdicts those of all states. */
function compare(spec: SystemSpec, properties: readonly PropertySpec[] = []) {
  const [with_, without] = [composed(spec), composed(spec)];
  const found = verify(with_, properties);
  expect(found.engine).toBe('symmetric');
  const full = verify(without, properties, { symmetry: false });
  const shown = ({ findings }: typeof found) =>
    findings.map(({ property: { id }, verdict, run }) => [id, verdict, run?.length]);
  expect(shown(found)).toEqual(shown(full));
  const runs = found.findings.flatMap(({ run }) => (run ? [run] : []));
  for (const run of runs) expect(replayLive(with_, traceOf(with_, run))).toBeNull();
  const { all, counts } = orbits(
    spec,
    properties.flatMap(({ checks }) => checks as Check[]),
  );
  expect({ states: found.states, transitions: found.transitions, depth: found.depth }).toEqual(counts);
  expect(full.states).toBe(all);
  return { orbits: found.states, states: full.states };
}

const names = (count: number, name = 'm') => Array.from({ length: count }, (_, i) => `${name}${i + 1}`);

const ask = (type: string) => ({
  type: 'send',
  params: ({ context: { me } }: { context: { me: string } }) => ({ to: 'lock', message: { type, who: me } }),
});

/** Members that ask a lock, and name themselves; the lock remembers who holds it. */
function lockOf(count: number): SystemSpec {
  const member = setup({ actions: { send: () => {} } }).createMachine({
    id: 'member',
    context: ({ input }) => ({ me: (input as { me: string }).me }),
    initial: 'idle',
    states: {
      idle: { on: { WANT: { target: 'asking', actions: ask('TAKE') as never } } },
      asking: { on: { YES: 'inside', NO: 'idle' } },
      inside: { on: { LEAVE: { target: 'idle', actions: ask('GIVE') as never } } },
    },
  });
  const lock = createMachine(
    {
      id: 'lock',
      context: { holder: null as string | null },
      on: {
        TAKE: [
          {
            guard: ({ context }) => context.holder === null,
            actions: [assign({ holder: ({ event }) => event['who'] as string }), send('sender', 'YES')] as never,
          },
          { actions: send('sender', 'NO') as never },
        ],
        GIVE: { actions: assign({ holder: null }) },
      },
    },
    { actions: { send: () => {} } },
  );
  const members = names(count).map(
    (name): ComponentSpec => ({ name, machine: member, input: { me: name }, environment: events('WANT', 'LEAVE') }),
  );
  return { name: 'lock', components: [...members, { name: 'lock', machine: lock }], symmetric: [names(count)] };
}

const isInside = (name: string) => ({ of: [name], is: ({ value }: { value: unknown }) => value !== 'inside' });

const tell = () => ({
  type: 'send',
  params:
    (type: string) =>
    ({ context: { me } }: { context: { me: string } }) => ({ to: 'hub', message: { type, who: me } }),
});

const isHolder = ({ context, event }: { context: { holder: unknown }; event: { who: unknown } }) =>
  context.holder === event.who;

/** Members that are drawn, round a hub that is drawn: it remembers one of them, and answers. */
function drawn(seed: number): { spec: SystemSpec; properties: PropertySpec[] } {
  const random = new Random(seed);
  const places = ['a', 'b', 'c'];
  const telling = () => ({ type: 'send', params: tell().params(random.pick(['M0', 'M1'])) });
  const move = (some: unknown[]) => ({
    ...(random.chance(0.8) && { target: random.pick(places) }),
    ...(some.length > 0 && { actions: some }),
  });
  const draw = assign({ n: () => oneOf('n', [0, 1]) } as never);
  const memberStates = Object.fromEntries(
    places.map((place) => [
      place,
      {
        on: {
          ...(random.chance(0.8) && { E0: move(random.chance(0.6) ? [telling()] : random.chance(0.3) ? [draw] : []) }),
          ...(random.chance(0.5) && { E1: move(random.chance(0.5) ? [telling()] : []) }),
          R0: random.chance(0.8) ? move([]) : {},
        },
        ...(random.chance(0.2) && { after: { 10: move([]) } }),
      },
    ]),
  );
  const member = machine({
    id: 'member',
    context: ({ input }: { input: { me: string } }) => ({ me: input.me, n: 0 }),
    initial: 'a',
    states: memberStates,
  });
  const hold = assign({ holder: ({ event }: { event: { who: string } }) => event.who } as never);
  const drop = assign({ holder: null } as never);
  const hubMove = () => ({
    ...(random.chance(0.4) && { guard: isHolder }),
    ...(random.chance(0.6) && { target: random.pick(['x', 'y']) }),
    actions: [...random.pick([[hold], [drop], []]), ...(random.chance(0.5) ? [send('sender', 'R0')] : [])],
  });
  const hubOn = () => ({ M0: [hubMove(), {}], M1: [hubMove(), hubMove(), {}] });
  const hub = machine({
    id: 'hub',
    context: { holder: null },
    initial: 'x',
    states: { x: { on: hubOn() }, y: { on: hubOn() } },
  });
  const count = 2 + random.int(2);
  const members = names(count).map(
    (name): ComponentSpec => ({
      name,
      machine: member,
      input: { me: name },
      environment: [{ event: { type: 'E0' } }, { event: { type: 'E1' }, fault: 'fault' }],
    }),
  );
  const spec = {
    name: `drawn ${seed}`,
    components: [...members, { name: 'hub', machine: hub }],
    ...(count === 3 && random.chance(0.3) ? { ring: [names(count)] } : { symmetric: [names(count)] }),
  };
  const place = random.pick(places);
  const other = random.pick(places);
  const properties: PropertySpec[] = [
    {
      id: 'never',
      checks: [{ kind: 'never', what: ({ component, to }) => component === 'm2' && to.snapshot.value === place }],
    },
    {
      id: 'while',
      checks: [
        {
          kind: 'never',
          what: ({ component }) => component === 'm1',
          while: { component: 'm2', is: ({ value }) => value === other },
        },
      ],
    },
    {
      id: 'always',
      checks: [
        {
          kind: 'always',
          what: {
            of: ['m1', 'm2', 'hub'],
            is: (one, two, three) => one.value !== place || two.value !== other || three.value !== 'y',
          },
        },
      ],
    },
    { id: 'held', checks: [{ kind: 'always', what: { of: ['hub'], is: ({ context }) => context.holder !== 'm2' } }] },
    { id: 'deadlock', checks: [{ kind: 'deadlock', except: { of: ['m1'], is: ({ value }) => value === other } }] },
    {
      id: 'after',
      checks: [
        {
          kind: 'neverAfter',
          what: ({ to }) => to.snapshot.value === place,
          after: ({ event }) => event.type === 'R0',
          forget: ({ event }) => event.type === 'M1',
        },
      ],
    },
  ];
  return { spec, properties };
}

describe('interchangeable components', () => {
  test('are searched one state of each orbit, where messages and states carry their names', () => {
    const properties = [
      { id: 'free', checks: [{ kind: 'always' as const, what: isInside('m2') }] },
      { id: 'dead', checks: [{ kind: 'deadlock' as const }] },
      {
        id: 'both',
        checks: [
          {
            kind: 'always' as const,
            what: {
              of: ['m1', 'm3'],
              is: (one: { value: unknown }, other: { value: unknown }) =>
                one.value !== 'inside' || other.value !== 'inside',
            },
          },
        ],
      },
    ];
    expect(compare(lockOf(3), properties)).toEqual({ orbits: 2, states: 4 });
    expect(verify(composed(lockOf(6)), properties).states).toBe(2);
  });

  test('may each be several that go together', () => {
    const pinger = machine({
      id: 'pinger',
      initial: 'idle',
      states: {
        idle: { on: { GO: { target: 'sent', actions: send('wire', 'PING') } } },
        sent: { on: { PONG: 'idle' } },
      },
    });
    const server = machine({
      id: 'server',
      initial: 'up',
      states: { up: { on: { PING: {}, FAIL: 'down' } }, down: { on: { PING: {}, MEND: 'up' } } },
    });
    const components = names(3).flatMap((name): ComponentSpec[] => [
      { name, machine: pinger, ports: { wire: `${name}wire` }, environment: events('GO') },
      channel({ name: `${name}wire`, to: 'server', lossy: true }),
    ]);
    const spec = {
      name: 'wires',
      components: [...components, { name: 'server', machine: server, environment: events('FAIL', 'MEND') }],
      symmetric: [names(3).map((name) => [name, `${name}wire`])],
    };
    // Channels have machines of their own names: nothing is known of them but what they do.
    const { states } = verify(composed(spec), []);
    const full = verify(composed(spec), [], { symmetry: false });
    // Three that are alike, each in one of three places, beside a server in one of two.
    expect({ full: full.states, states }).toEqual({ full: 27 * 2, states: 10 * 2 });
  });

  test('may sit in a ring', () => {
    const token = machine({
      id: 'token',
      initial: 'without',
      states: {
        without: { on: { PUT: 'with', GET: 'with' } },
        with: { on: { PASS: { target: 'without', actions: send('next', 'GET') }, GET: {} } },
      },
    });
    const all = names(4);
    const components = all.map(
      (name, i): ComponentSpec => ({
        name,
        machine: token,
        ports: { next: all[(i + 1) % 4] },
        environment: events('PUT', 'PASS'),
      }),
    );
    // The necklaces of four beads in two colours are 6 of 16.
    expect(compare({ name: 'ring', components, ring: [all] })).toEqual({ orbits: 6, states: 16 });
  });

  test('may be sent to one after the other, where that comes to the same in any order', () => {
    const caller = machine({ id: 'caller', on: { CALL: { actions: names(3).map((name) => send(name, 'HEAR')) } } });
    const hearer = machine({
      id: 'hearer',
      initial: 'a',
      states: { a: { on: { HEAR: 'b', GO: 'b' } }, b: { on: { HEAR: 'a' } } },
    });
    const hearers = names(3).map((name): ComponentSpec => ({ name, machine: hearer, environment: events('GO') }));
    const spec = {
      name: 'calls',
      components: [{ name: 'caller', machine: caller, environment: events('CALL') }, ...hearers],
      symmetric: [names(3)],
    };
    expect(compare(spec)).toEqual({ orbits: 4, states: 8 });
  });

  const SEEDS = draws(40, 120);
  test(`have the orbits, the verdicts and the shortest lengths of the whole: ${SEEDS} random systems`, () => {
    let saved = 0;
    for (let seed = 0; seed < SEEDS; seed++) {
      const { properties, spec } = drawn(seed);
      const found = compare(spec, properties);
      if (found.orbits < found.states) saved += 1;
    }
    expect(saved).toBeGreaterThan(SEEDS / 2);
  });
});

const refusal = (spec: SystemSpec, properties: readonly PropertySpec[] = []) => {
  try {
    verify(composed(spec), properties);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    return (error as Error).message;
  }
};

const { components, name } = lockOf(3);

const changed = (i: number, change: Partial<ComponentSpec>): SystemSpec => ({
  ...lockOf(3),
  components: components.map((one, at) => (at === i ? { ...one, ...change } : one)),
});

const what = ({ component }: { component: string }) => component === 'm1';

const forget = () => false;

const asker = (who: unknown) => machine({ id: 'asker', on: { GO: { actions: send('keeper', { type: 'ASK', who }) } } });

describe('symmetry is refused', () => {
  test('where the declaration is not well made', () => {
    const declared = (symmetric: SystemSpec['symmetric']) => refusal({ name, components, symmetric });
    expect(declared([['m1']])).toBe('lock: symmetric: it takes two members or more to be alike');
    expect(declared([['m1', 'm9']])).toBe(
      "lock: no component is called 'm9'; there are m1, m2, m3, lock; did you mean 'm1'?",
    );
    expect(declared([['m1', 'm1']])).toBe("lock: symmetric: 'm1' is named twice");
    expect(declared([['m1', ['m2', 'm3']]])).toBe(
      'lock: symmetric: m1 and m2 with m3 do not have as many components, so they cannot change places',
    );
    const many = lockOf(7);
    expect(refusal(many)).toBe(
      'lock: symmetric: what is declared can change places in more than 720 ways; declare fewer members alike',
    );
  });

  test('where components are not alike, with what they do otherwise', () => {
    expect(refusal(changed(1, { environment: events('WANT') }))).toBe(
      'lock: symmetric: m1 and m2 are not alike: the events that may happen in "inside" are not the same',
    );
    expect(refusal(changed(1, { environment: events('LEAVE') }))).toBe(
      'lock: symmetric: m1 and m2 are not alike: the events that may happen in "idle" are not the same',
    );
    expect(refusal(changed(2, { process: 'm1' }))).toBeNull();
    const partial = machine({
      id: 'lock',
      context: { holder: null },
      on: {
        TAKE: [
          { guard: ({ event }: { event: { who: string } }) => event.who === 'm1', actions: send('sender', 'YES') },
          { actions: send('sender', 'NO') },
        ],
        GIVE: {},
      },
    });
    expect(refusal(changed(3, { machine: partial }))).toBe(
      `lock: symmetric: lock tells members apart: TAKE in {} sends something else; ${LIMIT}`,
    );
  });

  const LIMIT =
    "only a component's name may stand for a member: use the component's name, not a number, and do not draw a member with oneOf";

  test('where something else than the name of a component stands for a member, with what to use instead', () => {
    const keeper = machine({
      id: 'keeper',
      context: { last: null },
      on: { ASK: { actions: assign({ last: ({ event }: { event: { who: unknown } }) => event.who }) } },
    });
    const asking = (whose: (i: number) => unknown): SystemSpec => ({
      name: 'asked',
      components: [
        ...names(3).map((one, i) => ({ name: one, machine: asker(whose(i)), environment: events('GO') })),
        { name: 'keeper', machine: keeper },
      ],
      symmetric: [names(3)],
    });
    expect(refusal(asking((i) => names(3)[i]))).toBeNull();
    expect(refusal(asking((i) => i))).toBe(
      `asked: symmetric: m1 and m2 are not alike: GO in {} sends something else; ${LIMIT}`,
    );
    const to = () => ({ to: oneOf('who', names(3)), message: { type: 'HEAR' } });
    const picking = machine({ id: 'keeper', on: { PICK: { actions: { type: 'send', params: to } } } });
    const hearing = machine({ id: 'm', initial: 'a', states: { a: { on: { HEAR: 'b' } }, b: { on: { HEAR: {} } } } });
    const members = names(3).map((one) => ({ name: one, machine: hearing }));
    const picked = { name: 'keeper', machine: picking, environment: events('PICK') };
    expect(refusal({ name: 'picks', components: [...members, picked], symmetric: [names(3)] })).toBe(
      `picks: symmetric: keeper tells members apart: PICK in {} sends something else; ${LIMIT}`,
    );
  });

  test('where an order matters, where a check remembers who was who, and for what happens in the end', () => {
    const caller = machine({
      id: 'caller',
      on: { CALL: { actions: names(2).map((one) => send(one, 'HEAR')) }, SAID: {} },
    });
    const hearer = machine({ id: 'hearer', on: { HEAR: { actions: send('third', 'SAID') } } });
    const third = machine({ id: 'third', on: { SAID: {} } });
    const hearers = names(2).map((one): ComponentSpec => ({ name: one, machine: hearer }));
    expect(
      refusal({
        name: 'calls',
        components: [
          { name: 'caller', machine: caller, environment: events('CALL') },
          ...hearers,
          { name: 'third', machine: third },
        ],
        symmetric: [names(2)],
      }),
    ).toBe(
      'calls: symmetric: caller sends with CALL to members one after the other, and the order matters, as what they do sends on; send through channels, or do not declare them alike',
    );
    expect(refusal(lockOf(2), [{ id: 'P', checks: [{ kind: 'neverAfter', what, after: what, forget }] }])).toMatch(
      /^lock: symmetric: P remembers what has happened, and tells m1 WANT from m2 WANT; state it of any member, or search it without symmetry$/,
    );
    expect(refusal(lockOf(2), [{ id: 'L', checks: [{ kind: 'leadsTo', from: what, to: what }] }])).toBe(
      'lock: symmetric: L is about what happens in the end, which is not decided up to symmetry; search it without',
    );
  });
});
