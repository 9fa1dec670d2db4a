import {
  and,
  assign,
  cancel,
  createMachine,
  emit,
  enqueueActions,
  fromCallback,
  fromPromise,
  log,
  raise,
  sendParent,
  sendTo,
  spawnChild,
  stopChild,
} from 'xstate';
import { describe, expect, test } from 'vitest';
import { explore } from '../search/explore.ts';
import { replayLive } from '../replay/live-actors.ts';
import { traceOf } from '../replay/trace.ts';
import { enters, takes } from '../property/patterns.ts';
import { compose } from '../testing/machines.ts';
import { verify } from '../verify.ts';
import type { Choice, ComponentSpec, Composition } from './compose.ts';

const events = (...types: string[]) => types.map((type) => ({ event: { type } }));

/** The states that are found, as the values of all components; each is confirmed by live actors. */
function found(...components: readonly ComponentSpec[]) {
  const composition = compose(...components);
  const { space, states, transitions } = explore(composition, []);
  const values = Array.from({ length: states }, (_, state) => {
    expect(replayLive(composition, traceOf(composition, space.path(state)))).toBeNull();
    return components.map((__, i) => text(space.local(state, i).snapshot.value)).join(' ');
  });
  return { composition, states, transitions, values };
}

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** The choices that are taken from the initial state on, by their events; the story of the last step. */
function story(composition: Composition, ...types: string[]) {
  const { space } = explore(composition, []);
  expect(space.size).toBeGreaterThan(0);
  const run = types.map((type) => composition.choices.find(({ event }) => event.type === type) as Choice);
  const trace = traceOf(composition, run);
  expect(replayLive(composition, trace)).toBeNull();
  return trace.at(-1)?.occurrences.map(({ component, event, sender }) => `${sender} ${event.type} ${component}`);
}

describe('a timer', () => {
  test('is due at any time while it is armed, once per entry, and never when its state has been left', () => {
    const light = createMachine({
      initial: 'red',
      states: { red: { after: { 1000: 'green' }, on: { OFF: 'off' } }, green: { after: { 500: {} } }, off: {} },
    });
    const { states, transitions, values } = found({ name: 'light', machine: light, environment: events('OFF') });
    expect(values).toEqual(['red', 'off', 'green', 'green']);
    expect({ states, transitions }).toEqual({ states: 4, transitions: 3 });
  });

  test('is due in the end on a fair run, also where an event arms it again for ever: there is no real time', () => {
    const watchdog = createMachine({
      initial: 'calm',
      states: { calm: { on: { BEAT: { target: 'calm', reenter: true } }, after: { 1000: 'alarm' } }, alarm: {} },
    });
    const composition = compose({ name: 'dog', machine: watchdog, environment: events('BEAT') });
    const verdictWith = (more: object) => {
      const check = { kind: 'leadsTo' as const, from: takes('dog', 'BEAT'), to: enters('dog', 'alarm'), ...more };
      return verify(composition, [{ id: 'P', checks: [check] }]).findings[0]?.verdict;
    };
    expect(verdictWith({ fair: 'all' })).toBe('holds');
    expect(verdictWith({})).toBe('violated');
  });

  test('has the delay that the machine names, or makes of its context', () => {
    const named = createMachine(
      { context: { n: 1 }, initial: 'a', states: { a: { after: { slow: 'b' } }, b: {} } } as never,
      { delays: { slow: ({ context }: { context: { n: number } }) => context.n * 10 } } as never,
    );
    expect(found({ name: 'm', machine: named }).values).toEqual(['a', 'b']);
  });

  test('that a guard turns down when it is due is spent', () => {
    const guarded = createMachine({
      context: { open: false },
      initial: 'a',
      states: {
        a: {
          after: { 10: { guard: ({ context }) => context.open, target: 'b' } },
          on: { OPEN: { actions: assign({ open: true }) } },
        },
        b: {},
      },
    });
    // Armed and shut, armed and open, spent and shut, spent and open, b.
    expect(found({ name: 'm', machine: guarded, environment: events('OPEN') }).states).toBe(5);
  });

  test('of a delayed raise is cancelled by its id', () => {
    const machine = createMachine({
      initial: 'idle',
      states: {
        idle: { on: { ARM: { target: 'armed', actions: raise({ type: 'RING' }, { delay: 10, id: 'bell' }) } } },
        armed: { on: { RING: 'rung', STOP: { target: 'off', actions: cancel('bell') } } },
        rung: {},
        off: { on: { RING: 'wrong' } },
        wrong: {},
      },
    });
    const { values } = found({ name: 'm', machine, environment: events('ARM', 'STOP') });
    expect(values.toSorted()).toEqual(['armed', 'idle', 'off', 'rung']);
  });

  test('of a delayed message to another component delivers it', () => {
    const machine = createMachine({
      on: {
        GO: { actions: sendTo(({ system }) => system.get('other'), { type: 'HELLO' }, { delay: 10, id: 'once' }) },
      },
    });
    const other = createMachine({ initial: 'a', states: { a: { on: { HELLO: 'b' } }, b: { on: { HELLO: {} } } } });
    const composition = compose(
      { name: 'm', machine: guardOnce(machine), environment: events('GO') },
      { name: 'other', machine: other },
    );
    expect(explore(composition, []).states).toBe(3);
    expect(story(composition, 'GO', 'HELLO')).toEqual(['environment HELLO m', 'm HELLO other']);
  });
});

/** The machine, which takes GO once. */
const guardOnce = (machine: { config: unknown }) =>
  createMachine({
    initial: 'first',
    states: {
      first: {
        on: {
          GO: {
            target: 'second',
            actions: (machine.config as never as { on: { GO: { actions: never } } }).on.GO.actions,
          },
        },
      },
      second: {},
    },
  });

describe('what a machine invokes', () => {
  const load = createMachine(
    {
      context: { got: 0 },
      initial: 'idle',
      states: {
        idle: { on: { LOAD: 'loading' } },
        loading: {
          invoke: {
            src: 'load',
            id: 'load',
            onDone: { target: 'ready', actions: 'keep' },
            onError: 'failed',
          },
          on: { CANCEL: 'idle', PROGRESS: {} },
        },
        ready: {},
        failed: { on: { LOAD: 'loading' } },
      },
    },
    {
      actors: { load: fromPromise(() => Promise.reject(new Error('never runs'))) },
      actions: { keep: assign({ got: ({ event }) => (event as unknown as { output: number }).output }) },
    },
  );

  test('comes out in each way that is listed, while it runs', () => {
    const outcomes = { load: [{ done: 1 }, { done: 2 }, { error: 'no' }] };
    const { values, transitions } = found({
      name: 'm',
      machine: load,
      environment: events('LOAD', 'CANCEL'),
      outcomes,
    });
    expect(values).toEqual(['idle', 'loading', 'ready', 'ready', 'failed']);
    expect(transitions).toBe(6);
  });

  test('may fail as a class of faults only', () => {
    const outcomes = { load: [{ done: 1 }, { error: 'no', fault: 'network' }] };
    const composition = compose({ name: 'm', machine: load, environment: events('LOAD', 'CANCEL'), outcomes });
    expect(explore(composition, [], { faults: [] }).states).toBe(3);
    expect(explore(composition, []).states).toBe(4);
  });

  test('is refused if nothing is listed, with what to write', () => {
    const composition = compose({ name: 'm', machine: load, environment: events('LOAD') });
    expect(() => explore(composition, [])).toThrow(
      /^m: \(machine\): LOAD in "idle": it invokes 'load' \(load\), of which nothing is known; list how .* outcomes: \{ 'load':/,
    );
  });

  test('that fails and is not heard puts the machine into error', () => {
    const deaf = createMachine({
      initial: 'a',
      states: { a: { invoke: { src: fromPromise(() => Promise.resolve(1)), id: 'p' } } },
    });
    const composition = compose({ name: 'm', machine: deaf, outcomes: { p: [{ error: 'no' }] } });
    const { space, states } = explore(composition, []);
    expect([states, space.local(1, 0).snapshot.status]).toEqual([2, 'error']);
    expect(replayLive(composition, traceOf(composition, space.path(1)))).toBeNull();
  });

  test('as a callback may send any number of messages', () => {
    const machine = createMachine({
      context: { n: 0 },
      invoke: { src: fromCallback(() => {}), id: 'ticks' },
      on: { TICK: { guard: ({ context }) => context.n < 3, actions: assign({ n: ({ context }) => context.n + 1 }) } },
    });
    expect(found({ name: 'm', machine, outcomes: { ticks: [{ event: { type: 'TICK' } }] } }).states).toBe(4);
  });
});

const explored =
  (...components: ComponentSpec[]) =>
  () =>
    explore(compose(...components), []);

describe('a machine of the system that another one invokes', () => {
  const kid = createMachine({
    id: 'kid',
    context: ({ input }) => ({ n: input as number }),
    initial: 'work',
    states: { work: { on: { DONE: 'end', TELL: { actions: sendParent({ type: 'NEWS' }) } } }, end: { type: 'final' } },
    output: ({ context }: { context: { n: number } }) => context.n + 1,
  });
  const boss = createMachine(
    {
      id: 'boss',
      context: { sum: 1 },
      initial: 'idle',
      states: {
        idle: { on: { HIRE: 'hiring' } },
        hiring: {
          invoke: {
            src: 'kid',
            id: 'kid',
            input: ({ context }) => context.sum,
            onDone: { target: 'idle', actions: assign({ sum: ({ event }) => Math.min(3, event.output as number) }) },
          },
          on: { NEWS: {}, FIRE: 'idle', PUSH: { actions: sendTo('kid', { type: 'DONE' }) } },
        },
      },
    },
    { actors: { kid } },
  );
  const system = (): ComponentSpec[] => [
    { name: 'boss', machine: boss, environment: events('HIRE', 'FIRE', 'PUSH') },
    { name: 'kid', machine: kid, spawnedBy: 'boss', environment: events('TELL') },
  ];

  test('is there from then on, with the input that it is given, until it ends or is stopped', () => {
    const { values } = found(...system());
    expect([...new Set(values)].toSorted()).toEqual(['hiring work', 'idle end', 'idle not started', 'idle stopped']);
  });

  test('tells its parent what it has come to', () => {
    expect(story(compose(...system()), 'HIRE', 'PUSH')).toEqual([
      'environment PUSH boss',
      'boss DONE kid',
      'kid xstate.done.actor.kid boss',
    ]);
  });

  test('must be a component that says so, and with the same machine', () => {
    const [one, other] = system() as [ComponentSpec, ComponentSpec];
    expect(explored(one)).toThrow(
      /boss invokes or spawns the machine 'kid', which is not a component; add \{ name: 'kid', machine: …, spawnedBy: 'boss' \}, or list/,
    );
    expect(explored(one, { name: 'kid', machine: kid, input: 1 })).toThrow(
      /the component kid must say spawnedBy: 'boss'/,
    );
    expect(explored(one, { ...other, machine: createMachine({ id: 'twin' }) })).toThrow(
      /with the machine kid, and the component kid has another/,
    );
  });

  test('may be spawned and stopped by actions, and by an assignment', () => {
    const spawning = createMachine(
      {
        initial: 'a',
        states: {
          a: { on: { GO: { target: 'b', actions: spawnChild('kid' as never, { id: 'kid', input: 1 }) } } },
          b: { on: { GO: { target: 'c', actions: stopChild('kid') } } },
          c: {},
        },
      },
      { actors: { kid } } as never,
    );
    const assigning = createMachine(
      {
        context: {} as { kid?: unknown },
        on: {
          GO: {
            guard: ({ context }: { context: { kid?: unknown } }) => !context.kid,
            actions: assign({ kid: ({ spawn }) => spawn('kid' as never, { id: 'kid', input: 1 } as never) }),
          },
        },
      } as never,
      { actors: { kid } } as never,
    );
    const spawned = { name: 'kid', machine: kid, spawnedBy: 'm' };
    expect(found({ name: 'm', machine: spawning, environment: events('GO') }, spawned).values).toEqual([
      'a not started',
      'b work',
      'c stopped',
    ]);
    expect(found({ name: 'm', machine: assigning, environment: events('GO') }, spawned).values).toEqual([
      '{} not started',
      '{} work',
    ]);
  });
});

const names = (...to: string[]) => to.map((name) => sendTo(({ system }) => system.get(name), { type: 'Q' }));
const calls = (...to: string[]) => to.map((name) => ({ type: 'send', params: { to: name, message: { type: 'Q' } } }));
const answering = (answer: unknown) => createMachine({ on: { Q: { actions: answer as never } } });
const asking = (...actions: unknown[]) => createMachine({ on: { GO: { actions: actions as never }, R: {} } });

describe('the order of messages', () => {
  test('is that of a mailbox for XState’s own actions: the parent, at work, takes the answer at last', () => {
    const answer = sendTo(({ system }) => system.get('parent'), { type: 'R' });
    const composition = compose(
      { name: 'parent', machine: asking(...names('kid', 'kid2')), environment: events('GO') },
      { name: 'kid', machine: answering(answer) },
      { name: 'kid2', machine: createMachine({ on: { Q: {} } }) },
    );
    expect(story(composition, 'GO')).toEqual([
      'environment GO parent',
      'parent Q kid',
      'parent Q kid2',
      'kid R parent',
    ]);
  });

  test('is that of calls for the action `send`: what is asked last is answered before anything else', () => {
    const composition = compose(
      { name: 'parent', machine: asking(...calls('kid2', 'kid')), environment: events('GO') },
      { name: 'kid', machine: answering({ type: 'send', params: { to: 'sender', message: { type: 'R' } } }) },
      { name: 'kid2', machine: createMachine({ on: { Q: {} } }) },
    );
    expect(story(composition, 'GO')).toEqual([
      'environment GO parent',
      'parent Q kid2',
      'parent Q kid',
      'kid R parent',
    ]);
  });

  test('is refused where one transition has both', () => {
    const composition = compose(
      { name: 'parent', machine: asking(...names('kid'), ...calls('kid')), environment: events('GO') },
      { name: 'kid', machine: createMachine({ on: { Q: {} } }) },
    );
    expect(() => explore(composition, [])).toThrow(
      /^parent: a step has messages both of the action 'send' and of XState's own sendTo/,
    );
  });
});

describe('what else a machine may do', () => {
  test('at its start is no step, is seen by properties, and reaches others', () => {
    const eager = createMachine({
      entry: { type: 'send', params: { to: 'other', message: { type: 'HELLO' } } },
    } as never);
    const other = createMachine({ initial: 'a', states: { a: { on: { HELLO: 'b' } }, b: {} } });
    const composition = compose({ name: 'm', machine: eager }, { name: 'other', machine: other });
    expect(composition.initial.map(({ snapshot }) => snapshot.value)).toEqual([{}, 'b']);
    const { depth, runs, states } = explore(composition, [
      { kind: 'sometimes', what: ({ component, event }) => component === 'other' && event.type === 'HELLO' },
    ]);
    expect({ depth, runs, states }).toEqual({ depth: 0, runs: [[]], states: 1 });
    expect(replayLive(composition, [])).toBeNull();
  });

  test('emits and logs, and does what is listed as ignored; other custom actions are refused', () => {
    const noisy = createMachine({
      initial: 'a',
      states: {
        a: { on: { GO: { target: 'b', actions: [emit({ type: 'NEWS' }), log('here'), { type: 'beep' }] } } },
        b: {},
      },
    } as never);
    expect(found({ name: 'm', machine: noisy, environment: events('GO'), ignores: ['beep'] }).values).toEqual([
      'a',
      'b',
    ]);
    const composition = compose({ name: 'm', machine: noisy, environment: events('GO') });
    expect(() => explore(composition, [])).toThrow(
      /GO in "a": the effect 'beep' is neither .* list it: ignores: \['beep'\]/,
    );
  });

  test('ends with an output, and takes nothing any more', () => {
    const ending = createMachine({
      initial: 'a',
      states: { a: { on: { GO: 'end' } }, end: { type: 'final', on: { GO: 'a' } } },
      output: 7,
    });
    const { composition, states } = found({ name: 'm', machine: ending, environment: events('GO') });
    expect(states).toBe(2);
    const { space } = explore(composition, []);
    expect(space.local(1, 0).snapshot).toMatchObject({ status: 'done', output: 7 });
  });

  test('has parallel states, history, onDone, wildcards, enqueued actions and guards with parameters', () => {
    const rich = createMachine(
      {
        context: { n: 0 },
        type: 'parallel',
        states: {
          left: {
            initial: 'a',
            states: {
              a: {
                on: {
                  'go.*': {
                    target: 'b',
                    guard: { type: 'is', params: ({ event }: { event: { n: number } }) => ({ n: event.n }) },
                  },
                },
              },
              b: { type: 'final' },
            },
          },
          right: {
            initial: 'a',
            states: {
              a: { on: { '*': { guard: and([{ type: 'is', params: { n: 0 } }]), actions: 'more', target: 'b' } } },
              b: { on: { BACK: 'last' } },
              last: { type: 'history' },
            },
            onDone: {},
          },
        },
      } as never,
      {
        actions: { more: enqueueActions(({ enqueue }) => enqueue.assign({ n: 1 })) },
        guards: { is: ({ context }: { context: { n: number } }, { n }: { n: number }) => context.n === n },
      } as never,
    );
    const environment = [{ event: { type: 'go.now', n: 0 } }, { event: { type: 'BACK' } }];
    const { values } = found({ name: 'm', machine: rich, environment });
    expect(values).toContain('{"left":"b","right":"b"}');
  });

  test.each(['constructor', '__proto__', 'toString'])('takes %s for a name like any other', (name) => {
    const machine = createMachine({
      initial: 'a',
      states: {
        a: {
          invoke: { id: name, src: fromPromise(async () => 1), onDone: 'b' },
          on: { GO: { actions: { type: 'send', params: { to: name, message: { type: 'DO' } } } } },
        },
        b: { entry: { type: 'dprintf', params: { text: `{${name}}` } } },
      },
    } as never);
    const other = createMachine({ initial: 'c', states: { c: { on: { DO: 'd' } }, d: { on: { DO: {} } } } });
    const own = { name: 'm', machine, environment: events('GO'), ports: {}, labels: {} };
    const outcomes = Object.fromEntries([[name, [{ done: 1 }]]]);
    const { values } = found({ ...own, outcomes }, { name, machine: other });
    expect(values.toSorted()).toEqual(['a c', 'a d', 'b c', 'b d']);
    expect(() => found({ ...own, outcomes: {} }, { name, machine: other })).toThrow(`it invokes '${name}'`);
    const composition = compose({ ...own, outcomes }, { name, machine: other });
    const [finding] = verify(composition, [
      { id: 'P', checks: [{ kind: 'sometimes', what: enters('m', 'b') }] },
    ]).findings;
    const trace = traceOf(composition, finding?.run ?? []);
    expect(trace.at(-1)?.occurrences.flatMap(({ prints }) => prints)).toEqual([`<${name}>`]);
  });
});
