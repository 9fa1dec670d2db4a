import { assign, type AnyStateMachine, createActor, createMachine, raise } from 'xstate';
import { describe, expect, test } from 'vitest';
import { isDeep, sampled } from '../testing/sampled.ts';
import { explore } from './search/explore.ts';
import type { Message } from './system/message.ts';
import type { Check, PropertySpec } from './property/property.ts';
import { replayLive } from './replay/live-actors.ts';
import { namesOf, runNamed } from './replay/named-run.ts';
import { choiceText, traceOf } from './replay/trace.ts';
import { component, compose, graph, machine, send } from './testing/machines.ts';
import { verify } from './verify.ts';

const inc = assign({ n: ({ context }: { context: { n: number } }) => context.n + 1 });
const states = { a: { entry: inc, on: { E: 'b' } }, b: {} };

const one = (behaviour: AnyStateMachine, events: readonly Message[] = [], more = {}) =>
  compose({ name: 'm', process: 'm', machine: behaviour, environment: events.map((event) => ({ event })), ...more });
const property = (...checks: Check[]): PropertySpec => ({ id: 'P', checks });
const verdictOn = (composition: ReturnType<typeof compose>, ...checks: Check[]) =>
  verify(composition, [property(...checks)]).findings[0];
const is =
  (type: string) =>
  ({ event }: { event: Message }) =>
    event.type === type;

describe('the initial state is the one that a live actor has', () => {
  test.each([
    ['an object as context, entry', createMachine({ context: { n: 0 }, initial: 'a', states })],
    ['a function as context, entry', createMachine({ context: () => ({ n: 0 }), initial: 'a', states })],
    [
      'a function of the input, entry of the root',
      createMachine({
        context: ({ input }) => ({ n: input as number }),
        entry: inc as never,
        initial: 'a',
        states: { a: {}, b: {} },
      }),
    ],
    [
      'a function, `always`',
      createMachine({
        context: () => ({ n: 0 }),
        initial: 'a',
        states: {
          a: {
            always: [
              { guard: ({ context }: { context: { n: number } }) => context.n === 0, target: 'first', actions: inc },
              { target: 'again' },
            ],
          },
          first: {},
          again: {},
        },
      } as never),
    ],
    [
      'a function, a raised event',
      createMachine({
        context: () => ({ n: 0 }),
        initial: 'a',
        states: { a: { entry: raise({ type: 'R' }), on: { R: { actions: inc } } } },
      }),
    ],
    [
      'a function, initial actions',
      createMachine({ context: () => ({ n: 0 }), initial: { target: 'a', actions: inc }, states: { a: {} } } as never),
    ],
    [
      'entry that looks at the input',
      createMachine({
        context: () => ({ n: 0 }),
        entry: assign({ n: ({ event }) => (event as unknown as { input: number }).input + 5 }),
      }),
    ],
  ])('%s', (_, behaviour) => {
    const live = createActor(behaviour as AnyStateMachine, { input: 0 as never })
      .start()
      .getSnapshot();
    const composition = one(behaviour as AnyStateMachine, [{ type: 'E' }], { input: 0 });
    expect(composition.initial[0]?.key).toBe(JSON.stringify([live.value, live.context]));
    expect(replayLive(composition, [])).toBeNull();
  });

  test('so that a budget of three tries lasts for three failures', () => {
    const upload = createMachine({
      context: ({ input }) => ({ left: input as number }),
      initial: 'trying',
      states: {
        trying: {
          entry: assign({ left: ({ context }) => context.left - 1 }),
          on: {
            FAIL: [{ guard: ({ context }) => context.left > 0, target: 'trying', reenter: true }, { target: 'gaveUp' }],
            OK: 'done',
          },
        },
        gaveUp: {},
        done: {},
      },
    });
    const composition = one(upload, [{ type: 'FAIL' }, { type: 'OK' }], { input: 3 });
    const found = verify(composition, [
      property({ kind: 'sometimes', what: ({ to }) => to.snapshot.value === 'gaveUp' }),
    ]);
    expect(found).toMatchObject({ states: 7, findings: [{ verdict: 'reached' }] });
    expect(found.findings[0]?.run).toHaveLength(3);
  });

  test('and a replay says where it is not, before any step', () => {
    const composition = one(graph('m', 'a-GO->b'), [{ type: 'GO' }]);
    const [step] = traceOf(composition, composition.choices);
    Object.defineProperty(composition, 'initial', { value: step?.states });
    expect(replayLive(composition, [])).toBe('step 0: the live actor m is in another state than the trace says');
  });
});

const describeValue = (event: object) => ('v' in event ? (Object.is(event.v, -0) ? '-0' : String(event.v)) : 'missing');

describe('messages are told apart by all that they hold', () => {
  const saw = createMachine({
    context: { saw: 'nothing' },
    on: { READ: { actions: assign({ saw: ({ event }) => describeValue(event) }) } },
  });
  test.each([
    ['NaN, null and Infinity', [{ v: Number.NaN }, { v: null }, { v: Number.POSITIVE_INFINITY }], 4],
    ['undefined and missing', [{ v: undefined }, {}], 3],
    ['0 and -0', [{ v: 0 }, { v: -0 }], 3],
    [
      'keys in another order are the same',
      [
        { v: 1, w: 2 },
        { w: 2, v: 1 },
      ],
      2,
    ],
  ])('%s', (_, payloads, count) => {
    const events = payloads.map((payload) => ({ type: 'READ', ...payload }));
    expect(explore(one(saw, events), []).states).toBe(count);
  });

  class Private {
    readonly #x = 1;
    get x() {
      return this.#x;
    }
  }
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  test.each([
    ['a Map', new Map([['x', 1]]), 'items is a Map'],
    ['a Set', new Set(['x']), 'items is a Set'],
    ['a Date', new Date(0), 'items is a Date'],
    ['a function', () => 1, 'items is a function'],
    ['a big integer', 1n, 'items is a big integer'],
    ['an instance of a class', new Private(), 'items is an instance of Private'],
    ['a symbol key', { [Symbol('s')]: 1 }, 'items.Symbol(s) is kept under a symbol'],
    [
      'a getter',
      {
        get x() {
          return 1;
        },
      },
      'items.x is a getter',
    ],
    ['a hidden key', Object.defineProperty({}, 'x', { value: 1 }), 'items.x is a hidden key'],
    ['a hole', Object.assign([], { length: 2 }), 'items is an array with a hole'],
    ['a circle', circle, 'items.self is a part of itself'],
  ])('and refused with %s in it, by component and path', (_, items, why) => {
    expect(() => one(saw, [{ type: 'READ', items }])).toThrow(`m: an event of its environment: READ: ${why}, which`);
    expect(() => one(saw, [], { input: { items } })).toThrow(why);
    const sender = machine({ id: 'sender', on: { GO: { actions: send('m', { type: 'READ', items }) } } });
    const sending = compose(component('sender', sender, ['GO']), component('m', saw as AnyStateMachine));
    expect(() => explore(sending, [])).toThrow(`the message that it sends to 'm': READ: ${why}`);
  });

  test('and another system, met before, changes nothing', () => {
    const echo = createMachine({
      context: { got: {} },
      on: { CALL: { actions: assign({ got: ({ event }) => event }) } },
    });
    explore(one(echo, [{ type: 'CALL', x: undefined }]), []);
    const { space } = explore(one(echo, [{ type: 'CALL' }]), []);
    expect(Object.keys(space.local(1, 0).snapshot.context.got)).toEqual(['type']);
  });

  test('and by what they were when they were declared', () => {
    const event = { type: 'READ', v: 1 };
    const composition = one(saw, [event]);
    event.v = 2;
    expect(explore(composition, []).space.local(1, 0).snapshot.context).toEqual({ saw: '1' });
  });
});

describe('a step that is taken and changes nothing is seen by every property', () => {
  const server = createMachine({ initial: 'up', states: { up: { on: { REQUEST: 'up', HUSH: {} } } } });
  const alone = (type: string) => one(server, [{ type }]);
  const all = [{ name: 'm', is: () => true }];

  test('and is no transition', () => {
    expect(explore(alone('REQUEST'), [])).toMatchObject({ states: 1, transitions: 0, depth: 0 });
  });

  test('is reached', () => {
    expect(verdictOn(alone('REQUEST'), { kind: 'sometimes', what: is('REQUEST') })).toMatchObject({
      verdict: 'reached',
      run: [{ index: 0 }],
    });
  });

  test('starts what leads to something', () => {
    const check: Check = { kind: 'leadsTo', from: is('REQUEST'), to: is('REPLY'), fair: all };
    expect(verdictOn(alone('REQUEST'), check)).toMatchObject({ verdict: 'violated', run: { length: 1 } });
  });

  test('ends it, and is fair', () => {
    const two = createMachine({ initial: 'a', states: { a: { on: { GO: 'b' } }, b: { on: { PING: 'b' } } } });
    const composition = one(two, [{ type: 'GO' }, { type: 'PING' }]);
    const check: Check = { kind: 'leadsTo', from: is('GO'), to: is('PING'), fair: all };
    expect(verdictOn(composition, check)).toMatchObject({ verdict: 'holds' });
    expect(verdictOn(composition, { ...check, fair: [] })).toMatchObject({ verdict: 'violated' });
  });

  test('but what is declared as `EVENT: {}` is nothing', () => {
    expect(verdictOn(alone('HUSH'), { kind: 'sometimes', what: is('HUSH') })).toMatchObject({ verdict: 'unreachable' });
  });

  test('also in a system that is explored in groups', () => {
    const two = compose(component('x', server, ['REQUEST']), component('y', server, ['REQUEST']));
    const check: Check = {
      kind: 'sometimes',
      what: ({ component: name, event }) => name === 'y' && event.type === 'REQUEST',
    };
    const { engine, findings } = verify(two, [property(check)], { engine: 'grouped' });
    expect([engine, findings[0]?.verdict, findings[0]?.run?.length]).toEqual(['grouped', 'reached', 1]);
  });
});

const guarded = (guard: () => boolean) =>
  one(createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: { target: 'b', guard } } }, b: {} } }), [
    { type: 'GO' },
  ]);

const sly = () => {
  try {
    return Math.random() < 1;
  } catch {
    return true;
  }
};

describe('a machine that depends on something else than its state and the event is refused', () => {
  test.each([
    ['Math.random', () => Math.random() < 2],
    ['Date.now', () => Date.now() < 0],
    ['new Date()', () => new Date().getTime() < 0],
    ['performance.now', () => performance.now() < 0],
    ['crypto.randomUUID', () => crypto.randomUUID().length < 1],
  ])('on %s, whether the guard holds or not', (name, guard) => {
    expect(() => explore(guarded(guard), [])).toThrow(
      new RegExp(`^m: GO in "a" throws: .*calls ${name.replace(/[()]/g, '\\$&')}`, 's'),
    );
    const { random } = Math;
    expect(Math.random).toBe(random);
    expect(Date.now()).toBeGreaterThan(0);
    expect(performance.now()).toBeGreaterThan(0);
  });

  test('on chance that it catches', () => {
    expect(() => explore(guarded(sly), [])).toThrow(/calls Math.random/);
  });

  test('on anything that is another the second time, in whatever cell: the hundredth as well as the first', () => {
    let asked = 0;
    const behaviour = createMachine({
      id: 'm',
      context: { n: 0 },
      on: {
        UP: {
          guard: ({ context }) => context.n < 100,
          actions: assign({ n: ({ context }) => (context.n === 99 ? 100 + asked++ : context.n + 1) }),
        },
      },
    });
    expect(() => explore(one(behaviour, [{ type: 'UP' }]), [])).toThrow(/^m is impure: UP in \{\} leads to .*100.*101/);
  });

  test('on what it changes in place', () => {
    const behaviour = createMachine({
      id: 'm',
      context: { list: [0] },
      on: { GO: { actions: assign(({ context }) => (context.list.push(1), {})) } },
    });
    expect(() => explore(one(behaviour, [{ type: 'GO' }]), [])).toThrow(/^m is impure: GO in \{\} changes in place/);
  });
});

const counter = (limit: number) =>
  machine({
    id: 'm',
    context: { n: 0 },
    on: { UP: { guard: { type: 'below', params: { n: limit } }, actions: 'count' } },
  });
const spent = (use: () => void) => {
  const { user } = process.cpuUsage();
  use();
  return (process.cpuUsage().user - user) / 1e6;
};

const what = () => (undefined as unknown as { x: boolean }).x;

describe('what used to go unnoticed', () => {
  test('an `always` that never ends is refused, at the start and later', () => {
    const endless = { b: { always: 'c' }, c: { always: 'b' } };
    const later = createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: 'b' } }, ...endless } });
    expect(() => explore(one(later, [{ type: 'GO' }]), [])).toThrow(/^m: GO in "a" throws: it never comes to rest/);
    expect(() => one(createMachine({ id: 'm', initial: 'b', states: endless }))).toThrow(
      /^m: at its start throws: it never/,
    );
  });

  test('an error of a child that is not handled puts the machine into error, for good', () => {
    const behaviour = createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: 'b' } }, b: {} } });
    const composition = one(behaviour, [{ type: 'xstate.error.actor.x', error: 'no' }, { type: 'GO' }]);
    const { space, states: count } = explore(composition, []);
    expect(count).toBe(4);
    const statuses = [0, 1, 2, 3].map((state) => space.local(state, 0).snapshot.status);
    expect(statuses.toSorted()).toEqual(['active', 'active', 'error', 'error']);
    expect(replayLive(composition, traceOf(composition, space.path(1)))).toBeNull();
  });

  test('a kind of check that does not exist, or a part of one', () => {
    const composition = one(graph('m', 'a-GO->b'));
    const says = (check: object) => () => verify(composition, [property(check as Check)]);
    expect(says({ kind: 'alway', what: () => true })).toThrow(
      "property P: 'alway' is not a kind of check; there are never, sometimes, onlyAfter, neverAfter, always, deadlock, leadsTo",
    );
    expect(says({ kind: 'never' })).toThrow(
      "property P: 'what' of the check never must be a function of an occurrence",
    );
    expect(says({ kind: 'never', what: () => true, wile: 1 })).toThrow("a check of the kind never has no 'wile'");
    expect(says({ kind: 'always', what: { of: ['x'], is: () => true } })).toThrow(
      "property P: test: no component is called 'x'",
    );
    expect(() => verify(composition, [{ id: 'P', checks: [] }])).toThrow('property P: it has no checks');
  });

  test('a property that throws is named', () => {
    const composition = one(graph('m', 'a-GO->b'), [{ type: 'GO' }]);
    expect(() => verify(composition, [property({ kind: 'never', what })])).toThrow(
      /^property P: Cannot read properties/,
    );
    const condition = { of: ['m'], is: what };
    expect(() => verify(composition, [property({ kind: 'always', what: condition })])).toThrow(/^property P: Cannot/);
  });

  test('a class of faults that is not there, and an event that nobody handles, are noted', () => {
    const composition = compose(component('m', graph('m', 'a-GO->b'), ['GO', 'STOPP!']));
    expect(verify(composition, [], { faults: ['fualt', 'fault'] }).notes).toEqual([
      "no event has the fault class 'fualt'; there are fault",
      "m: no state of its machine has a transition for the environment's event 'STOPP'",
    ]);
    expect(verify(compose(component('m', graph('m', 'a-GO->b'), ['GO'])), []).notes).toEqual([]);
  });

  test('the order of the keys of a context does not make two states of one', () => {
    const behaviour = createMachine({
      context: { a: 0 } as Record<string, number>,
      initial: 'x',
      states: {
        x: { on: { B: { actions: assign(() => ({ b: 1 })) }, C: { actions: assign(() => ({ c: 1 })) } } },
      },
    });
    expect(explore(one(behaviour, [{ type: 'B' }, { type: 'C' }]), []).states).toBe(4);
  });

  test.runIf(isDeep)(
    'a long chain is no harder than a wide one, with faults and without, and an endless one is soon refused',
    () => {
      for (const event of ['UP', 'UP!']) {
        const composition = compose(component('m', counter(8000), [event]));
        expect(spent(() => expect(explore(composition, [])).toMatchObject({ states: 8001, depth: 8000 }))).toBeLessThan(
          2,
        );
      }
      const endless = compose(component('m', counter(1e9), ['UP']));
      expect(spent(() => expect(() => explore(endless, [])).toThrow(/more than 16384 states/))).toBeLessThan(2);
    },
  );

  const growths: [what: string, x: unknown, grow: (x: never) => unknown][] = [
    ['a text', '', (x: string) => `${x}x`],
    ['a list', [], (x: number[]) => [...x, 1]],
    ['a nest', null, (x: unknown) => ({ x })],
    ['a record', {}, (x: object) => ({ ...x, [`k${Object.keys(x).length}`]: 1 })],
  ];

  test.each(sampled(growths, 2))('a context in which %s grows for ever is soon refused, in one line', (_, x, grow) => {
    const growing = createMachine({
      context: { name: 'n', x },
      on: { UP: { actions: assign({ x: ({ context }) => grow(context.x as never) }) } },
    });
    const endless = compose(component('m', growing, ['UP']));
    const refused = () =>
      expect(() => explore(endless, [])).toThrow(/^m: .* has states that grow.*: context.x is .{80}… by now/);
    expect(spent(refused)).toBeLessThan(isDeep ? 2 : Infinity);
  });

  test('numbers that JSON cannot tell apart are told apart in words', () => {
    const environment = [Number.NaN, null, Number.POSITIVE_INFINITY, -0].map((v) => ({ event: { type: 'READ', v } }));
    const reader = createMachine({ on: { READ: {} } });
    const { choices } = compose({ ...component('m', reader), environment });
    expect(choices.map((choice) => choiceText('m', choice))).toEqual([
      'm READ v=NaN',
      'm READ v=null',
      'm READ v=Infinity',
      'm READ v=-0',
    ]);
  });

  test('and so they are in a run that is written down, as is what is undefined', () => {
    const values = [Number.NaN, null, Number.POSITIVE_INFINITY, -0, 0, 1];
    const events = [...values.map((v) => ({ type: 'READ', v })), { type: 'READ', v: undefined }, { type: 'READ' }];
    const composition = compose({
      ...component('m', createMachine({ on: { READ: {} } })),
      environment: events.map((event) => ({ event })),
    });
    const written = JSON.parse(JSON.stringify(namesOf(composition, composition.choices))) as Readonly<
      Record<string, unknown>
    >[];
    expect(runNamed(composition, written)).toEqual(composition.choices);
    expect(written.map(({ exactly }) => exactly)).toEqual([
      '{"type":"READ","v":NaN}',
      '{"type":"READ","v":null}',
      '{"type":"READ","v":Infinity}',
      '{"type":"READ","v":-0}',
      '{"type":"READ","v":0}',
      undefined,
      '{"type":"READ","v":undefined}',
      '{"type":"READ"}',
    ]);
  });
});
