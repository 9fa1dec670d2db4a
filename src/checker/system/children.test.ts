import { assign, createMachine, fromPromise, raise, sendParent, sendTo } from 'xstate';
import { describe, expect, test } from 'vitest';
import { explore } from '../search/explore.ts';
import { replayLive } from '../replay/live-actors.ts';
import { traceOf } from '../replay/trace.ts';
import { compose } from '../testing/machines.ts';
import { exploreLive } from '../testing/live-explorer.ts';
import { verify } from '../verify.ts';
import type { Choice, ComponentSpec, Composition } from './compose.ts';

const events = (...types: string[]) => types.map((type) => ({ event: { type } }));

/** What the engine finds; live actors must find the same. */
function counted(...components: readonly ComponentSpec[]) {
  const composition = compose(...components);
  const { states, transitions, depth } = explore(composition, []);
  expect(exploreLive(composition, undefined)).toEqual({ states, transitions, depth });
  return { states, transitions };
}

const to = (name: string, type: string) => sendTo(({ system }) => system.get(name), { type });

/** What happens in the last of some steps, as `sender TYPE receiver`; confirmed by live actors. */
function story(composition: Composition, ...types: string[]) {
  explore(composition, []);
  const run = types.map((type) => composition.choices.find(({ event }) => event.type === type) as Choice);
  const trace = traceOf(composition, run);
  expect(replayLive(composition, trace)).toBeNull();
  return trace.at(-1)?.occurrences.map(({ component, event, sender }) => `${sender} ${event.type} ${component}`);
}

describe('timers', () => {
  test('that are alike are due one at a time, by one choice', () => {
    const machine = createMachine({
      context: { left: 2 },
      on: {
        ARM: {
          guard: ({ context }) => context.left > 0,
          actions: [assign({ left: ({ context }) => context.left - 1 }), raise({ type: 'RING' }, { delay: 10 })],
        },
        RING: {},
      },
    });
    // Armed and left: 0 2, 1 1, 2 0, 0 1, 1 0, 0 0. Each but the last has one step, 1 1 has two.
    expect(counted({ name: 'm', machine, environment: events('ARM') })).toEqual({ states: 6, transitions: 6 });
  });

  test('of a delayed message keep its sender from nothing when they are due', () => {
    const machine = createMachine({
      initial: 'idle',
      states: {
        idle: {
          on: {
            GO: {
              target: 'waiting',
              actions: sendTo(({ system }) => system.get('other'), { type: 'ASK' }, { delay: 10, id: 'later' }),
            },
          },
        },
        waiting: { on: { ANSWER: {} } },
      },
    });
    const other = createMachine({ on: { ASK: { actions: [to('other', 'SELF'), to('m', 'ANSWER')] }, SELF: {} } });
    const composition = compose({ name: 'm', machine, environment: events('GO') }, { name: 'other', machine: other });
    // The sender takes the answer at once, before the other one is done.
    expect(story(composition, 'GO', 'ASK')).toEqual([
      'environment ASK m',
      'm ASK other',
      'other ANSWER m',
      'other SELF other',
    ]);
  });

  test('of one event and two ids are two choices', () => {
    const machine = createMachine({
      initial: 'idle',
      states: {
        idle: {
          on: {
            ARM: {
              target: 'armed',
              actions: ['one', 'two'].map((id) => raise({ type: 'RING' }, { delay: 10, id })),
            },
          },
        },
        armed: { on: { RING: {} } },
      },
    });
    expect(counted({ name: 'm', machine, environment: events('ARM') })).toEqual({ states: 5, transitions: 5 });
  });
});

describe('an outcome that is listed as a fault and without one', () => {
  const invoking = createMachine({
    initial: 'a',
    states: {
      a: { invoke: { src: fromPromise(() => Promise.resolve(1)), id: 'job', onDone: 'b', onError: 'c' } },
      b: {},
      c: {},
    },
  });

  test('is no fault, and one choice', () => {
    const outcomes = { job: [{ error: 'no', fault: 'f' }, { error: 'no' }, { error: 'no', fault: 'f' }] };
    const composition = compose({ name: 'm', machine: invoking, outcomes });
    const { states, transitions } = explore(composition, [], { faults: [] });
    expect({ states, transitions }).toEqual({ states: 2, transitions: 1 });
  });

  test('by another child is one of its own', () => {
    const machine = createMachine(
      {
        initial: 'a',
        states: {
          a: { invoke: { src: 'safe', id: 'job', onError: 'b' } },
          b: { invoke: { src: 'faulty', id: 'job', onError: 'c' } },
          c: {},
        },
      },
      { actors: { safe: fromPromise(() => Promise.resolve(1)), faulty: fromPromise(() => Promise.resolve(1)) } },
    );
    const outcomes = { safe: [{ error: 'no' }], faulty: [{ error: 'no', fault: 'f' }] };
    const composition = compose({ name: 'm', machine, outcomes });
    expect(explore(composition, []).states).toBe(3);
    expect(explore(composition, [], { faults: [] }).states).toBe(2);
  });
});

const kid = createMachine({
  id: 'kid',
  initial: 'a',
  on: { END: '.end', BYE: {} },
  states: { a: { on: { HELLO: 'b' } }, b: {}, end: { type: 'final' } },
});

describe('a child', () => {
  test('takes what the state that invokes it sends to it on entry', () => {
    const machine = createMachine(
      {
        initial: 'idle',
        states: {
          idle: { on: { GO: 'busy' } },
          busy: { entry: sendTo('kid', { type: 'HELLO' }), invoke: { src: 'kid', id: 'kid' } },
        },
      },
      { actors: { kid } },
    );
    const composition = compose(
      { name: 'm', machine, environment: events('GO') },
      { name: 'kid', machine: kid, spawnedBy: 'm' },
    );
    expect(story(composition, 'GO')).toEqual(['environment GO m', 'm xstate.init kid', 'm HELLO kid']);
    expect(explore(composition, []).unhandled).toBeNull();
  });

  test('takes that also in the place of one that is stopped in the same transition', () => {
    const machine = createMachine(
      {
        initial: 'busy',
        states: {
          busy: {
            entry: sendTo('kid', { type: 'HELLO' }),
            exit: sendTo('kid', { type: 'BYE' }),
            invoke: { src: 'kid', id: 'kid' },
            on: { AGAIN: { target: 'busy', reenter: true } },
          },
        },
      },
      { actors: { kid } },
    );
    const composition = compose(
      { name: 'm', machine, environment: events('AGAIN') },
      { name: 'kid', machine: kid, spawnedBy: 'm' },
    );
    expect(story(composition, 'AGAIN')).toEqual([
      'environment AGAIN m',
      'm BYE kid',
      'm xstate.stop kid',
      'm xstate.init kid',
      'm HELLO kid',
    ]);
  });

  test('that has ended takes nothing for the one that is started in its place', () => {
    const machine = createMachine(
      {
        initial: 'busy',
        states: {
          busy: {
            exit: sendTo('kid', { type: 'HELLO' }),
            invoke: { src: 'kid', id: 'kid', onDone: { target: 'busy', reenter: true } },
          },
        },
      },
      { actors: { kid } },
    );
    const composition = compose(
      { name: 'm', machine },
      { name: 'kid', machine: kid, spawnedBy: 'm', environment: events('END') },
    );
    expect(story(composition, 'END')).toEqual([
      'environment END kid',
      'kid xstate.done.actor.kid m',
      'm xstate.init kid',
    ]);
  });

  test('that an assignment spawns starts in the order of the actions', () => {
    const eager = createMachine({
      id: 'eager',
      entry: sendTo(({ system }) => system.get('other'), { type: 'SECOND' }),
    });
    const tell = sendTo(({ system }) => system.get('other'), { type: 'FIRST' });
    const machine = createMachine(
      {
        context: {},
        initial: 'a',
        states: {
          a: {
            on: { GO: { target: 'b', actions: [tell, assign({ ref: ({ spawn }) => spawn('eager', { id: 'kid' }) })] } },
          },
          b: {},
        },
      } as never,
      { actors: { eager } } as never,
    );
    const composition = compose(
      { name: 'm', machine, environment: events('GO') },
      { name: 'kid', machine: eager, spawnedBy: 'm' },
      { name: 'other', machine: createMachine({ on: { FIRST: {}, SECOND: {} } }) },
    );
    expect(story(composition, 'GO')).toEqual([
      'environment GO m',
      'm FIRST other',
      'm xstate.init kid',
      'kid SECOND other',
    ]);
  });

  test('tells its end under the id by which it was started, which may be a port', () => {
    const machine = createMachine(
      {
        initial: 'one',
        states: {
          one: { invoke: { src: 'kid', id: 'worker', onDone: 'two' } },
          two: { invoke: { src: 'kid', id: 'helper', onDone: 'three' } },
          three: {},
        },
      },
      { actors: { kid } },
    );
    const ports = { somebody: 'kid', worker: 'kid', helper: 'kid' };
    expect(
      counted({ name: 'm', machine, ports }, { name: 'kid', machine: kid, spawnedBy: 'm', environment: events('END') }),
    ).toEqual({ states: 3, transitions: 2 });
  });

  test('whose end nobody waits for is no lost message', () => {
    const machine = createMachine({ invoke: { src: 'kid', id: 'kid' } }, { actors: { kid } });
    const composition = compose(
      { name: 'm', machine },
      { name: 'kid', machine: kid, spawnedBy: 'm', environment: events('END') },
    );
    expect(verify(composition, []).findings).toEqual([]);
  });
});

/** A child that the environment may end. */
const ending = (machine: ComponentSpec['machine'], more: Partial<ComponentSpec> = {}) =>
  compose(
    { name: 'boss', machine },
    { name: 'kid', machine: kid, parent: 'boss', environment: events('END'), ...more },
  );

describe('a parent that has not started its child', () => {
  test('is told that it has ended', () => {
    const boss = createMachine({ initial: 'a', states: { a: { on: { 'xstate.done.actor.kid': 'b' } }, b: {} } });
    expect(story(ending(boss), 'END')).toEqual(['environment END kid', 'kid xstate.done.actor.kid boss']);
    expect(verify(ending(createMachine({})), []).findings).toEqual([]);
  });

  test('is in error if it does not listen to an error of it', () => {
    const failing = createMachine({ id: 'kid', invoke: { src: fromPromise(() => Promise.resolve(1)), id: 'job' } });
    const composition = ending(createMachine({ entry: [] }), {
      machine: failing,
      outcomes: { job: [{ error: 'no' }] },
    });
    const { space, states } = explore(composition, []);
    expect([states, space.local(1, 0).snapshot.status]).toEqual([2, 'error']);
    expect(replayLive(composition, traceOf(composition, space.path(1)))).toBeNull();
  });

  test('gets what it sends to it', () => {
    const news = createMachine({ id: 'kid', on: { END: { actions: sendParent({ type: 'NEWS' }) } } });
    const composition = ending(createMachine({ on: { NEWS: {} } }), { machine: news });
    expect(story(composition, 'END')).toEqual(['environment END kid', 'kid NEWS boss']);
  });
});

describe('a machine that XState takes to two states of one region at once', () => {
  test('is told from one that is in the first of them alone', () => {
    const machine = createMachine({
      id: 'm',
      type: 'parallel',
      states: {
        x: { initial: 'x0', states: { x0: { on: { E: 'was' } }, x1: {}, was: { type: 'history', target: 'x0' } } },
        y: { initial: 'y0', states: { y0: { on: { E: { target: ['#m.x.x1', '#m.y.y0'] } } } } },
      },
    });
    // The value is the same in all three; the history remembers nothing, x0, and both.
    expect(counted({ name: 'm', machine, environment: events('E') })).toEqual({ states: 3, transitions: 2 });
  });
});

const enters = (region: string) =>
  assign({ entered: ({ context }: { context: { entered: string[] } }) => [...context.entered, region] });

describe('what a history state remembers', () => {
  test('is the same in whichever order the regions were entered last: XState enters them in the order of the machine', () => {
    const machine = createMachine({
      id: 'm',
      context: { entered: [] as string[] },
      initial: 'in',
      states: {
        in: {
          type: 'parallel',
          on: { OUT: 'out' },
          exit: assign({ entered: [] }),
          states: {
            x: {
              initial: 'x0',
              entry: enters('x') as never,
              states: { x0: { on: { AGAIN: 'x1' } }, x1: { always: 'x0' } },
            },
            y: { initial: 'y0', entry: enters('y') as never, states: { y0: {} } },
            was: { type: 'history', history: 'deep' },
          },
        },
        out: { on: { BACK: 'in.was' } },
      },
    });
    const component = { name: 'm', machine, environment: events('AGAIN', 'OUT', 'BACK') };
    // In, out, and in again with something remembered.
    expect(counted(component)).toEqual({ states: 3, transitions: 3 });
    expect(story(compose(component), 'AGAIN', 'OUT', 'BACK')).toEqual(['environment BACK m']);
  });
});
