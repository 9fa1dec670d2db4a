import fc from 'fast-check';
import { fromPromise } from 'xstate';
import { describe, expect, test } from 'vitest';
import { Composition } from '../../checker/system/compose.ts';
import { ModelError } from '../../checker/errors.ts';
import type { Check, Property } from '../../checker/property/property.ts';
import { TableStore } from '../../checker/system/table/table.ts';
import { component, compose, graph, machine, reaches, send, takes } from '../../checker/testing/machines.ts';
import { checksOf, randomSystem, systemOf } from '../../checker/testing/random-system.ts';
import { isWitness, verify } from '../../checker/verify.ts';
import { HAS_SPIN, spin, WHY_SKIPPED } from '../testing/spin.ts';
import { promela } from './promela.ts';
import { draws, isDeep, onlyDeep, sampled } from '../../testing/sampled.ts';

/** Each check as a property of its own. */
const asProperties = (...checks: readonly Check[]): Property[] =>
  checks.map((check, i) => ({ id: `P${i}`, sentence: '', source: '', checks: [check] }));

/** What our own search finds, in the words of Spin. */
function found(composition: Composition, properties: readonly Property[], faults?: readonly string[]) {
  const { states, findings } = verify(composition, properties, { ...(faults && { faults }), unhandled: 'refuse' });
  const failed = findings
    .filter(({ run }) => run !== null)
    .map(({ property }) => `${isWitness(property) ? 'unreached' : 'holds'}_${property.id}`);
  return { states, failed: failed.toSorted() };
}

const modelOf = (composition: Composition, properties: readonly Property[] = [], faults?: readonly string[]) =>
  promela(composition, properties, { title: 'a test', ...(faults && { faults }) });

const inState = (name: string, state: string) => ({
  component: name,
  is: ({ value }: { value: unknown }) => value === state,
});

/** Null where a system cannot be explored: many that are drawn at random send what nobody takes. */
function orNull<T>(search: () => T): T | null {
  try {
    return search();
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

const blocking = machine({
  id: 'blocking',
  initial: 'free',
  states: { free: { on: { READ: 'reading' } }, reading: { tags: 'blocking', on: { BYTES: 'free' } } },
});
const ring = graph('ring', 'x-TICK->y', 'y-TICK->x');
const reacting = (on: Record<string, unknown>) => machine({ id: 'reacting', on });

/** Counts up to 1200 and starts again. */
const counter = machine({
  id: 'counter',
  context: { n: 0 },
  initial: 'counting',
  states: {
    counting: {
      on: { COUNT: [{ guard: { type: 'below', params: { n: 1200 } }, actions: 'count' }, { target: 'full' }] },
    },
    full: {},
  },
});

/** Two callers of one server; both it and they tell a log, which knows who came first. */
const calls = () => {
  const caller = reacting({ GO: { actions: send('server', 'ASK') }, ANSWER: { actions: send('log', 'ANSWERED') } });
  const server = reacting({ ASK: { actions: [send('log', 'ASKED'), send('sender', 'ANSWER')] } });
  const log = graph('log', 'n-ASKED->a', 'a-ANSWERED->b', 'b-ASKED->c', 'c-ANSWERED->n');
  return compose(
    component('one', caller, ['GO'], { ports: { server: 'server', log: 'log' } }),
    component('two', caller, ['GO'], { ports: { server: 'server', log: 'log' } }),
    component('server', server, [], { ports: { log: 'log' } }),
    component('log', log),
  );
};

describe.skipIf(!HAS_SPIN)(`Spin finds the states and violations that we find${WHY_SKIPPED}`, () => {
  test.concurrent('where calls are answered, and go on to others', async () => {
    const claims = asProperties(
      { kind: 'onlyAfter', what: takes('one', 'ANSWER'), after: [takes('two', 'ANSWER')], forget: () => false },
      {
        kind: 'onlyAfter',
        what: takes('log', 'ANSWERED'),
        after: [takes('log', 'ASKED')],
        forget: takes('log', 'ANSWERED'),
      },
    );
    const { states, failed } = await spin(modelOf(calls(), claims));
    expect({ states, failed }).toEqual(found(calls(), claims));
    expect(failed).toEqual(['holds_P0']);
  });

  test.concurrent.each(sampled(['daemon', 'another'], 2))(
    'where a read blocks the daemon, and a timer is of process %s',
    async (process) => {
      const composition = compose(
        component('sock', blocking, ['READ', 'BYTES'], { process: 'daemon' }),
        component('timer', ring, ['TICK'], { process }),
      );
      const { states, transitions } = verify(composition, []);
      expect(await spin(modelOf(composition))).toEqual({ states, transitions: transitions + 1, failed: [] });
    },
  );

  test.concurrent('where timers are due, and what runs comes out, though nothing has searched the system before', async () => {
    const waiting = machine({ id: 'waiting', initial: 'a', states: { a: { after: { 100: 'c' } }, c: {} } });
    const asking = machine({
      id: 'asking',
      initial: 'a',
      states: { a: { invoke: { src: 'job', onDone: 'done', onError: 'failed' } }, done: {}, failed: {} },
    }).provide({ actors: { job: fromPromise(async () => {}) } } as never);
    const systems = () => [
      compose(component('m', waiting)),
      compose(component('m', asking, [], { outcomes: { job: [{ done: 1 }, { error: 'no', fault: 'fault' }] } })),
    ];
    const never = asProperties({ kind: 'never', what: takes('m', 'xstate.done.actor.0.asking.a') });
    const told = await Promise.all(systems().map((one) => spin(modelOf(one, never))));
    const expected = systems().map((one) => found(one, never));
    expect(told.map(({ states, failed }) => ({ states, failed }))).toEqual(expected);
    expect(expected.map(({ states }) => states)).toEqual([2, 3]);
  });

  test.runIf(isDeep)(
    'where a component has more states than a byte can count, or than fit into one expression',
    { concurrent: true },
    async () => {
      const composition = compose(
        component('counter', counter, ['COUNT'], { ports: { beside: 'timer' } }),
        component('timer', ring, ['TICK']),
      );
      const claims = asProperties({ kind: 'never', what: reaches('counter', 'full'), while: inState('timer', 'y') });
      const { states, failed } = await spin(modelOf(composition, claims));
      expect({ states, failed }).toEqual(found(composition, claims));
      expect(states).toBe(2404);
    },
  );

  test.runIf(isDeep)('whatever the components and the properties are called', { concurrent: true }, async () => {
    const named = machine({
      id: 'm',
      context: { comment: '*/ # "' },
      initial: 'a',
      states: { a: { on: { 'do %s "\\': 'b' } }, b: {} },
    });
    const names = ['init', 'int', 'a.b', 'a_b', '1st', 'is_init_0', 'ü %d "x" */'];
    const composition = compose(...names.map((name) => component(name, named, ['do %s "\\'])));
    const claims = names.map((name, i) => ({
      id: i === 0 ? '*/' : name,
      sentence: '',
      source: '',
      checks: [{ kind: 'never' as const, what: takes(name, 'do %s "\\') }],
    }));
    const { states, failed } = await spin(modelOf(composition, claims));
    expect(states).toBe(2 ** names.length);
    expect(failed).toHaveLength(names.length);
  });

  test.concurrent('in systems drawn at random', async () => {
    const drawn = fc.sample(randomSystem, { numRuns: 60, seed: 2563 }).flatMap((plan) => {
      const composition = new Composition(systemOf(plan), new TableStore());
      const claims = asProperties(...checksOf(plan));
      const faults = plan.faults ? undefined : [];
      const expected = orNull(() => found(composition, claims, faults));
      return expected && expected.states > 8 ? [{ expected, model: modelOf(composition, claims, faults) }] : [];
    });
    expect(drawn.length).toBeGreaterThan(10);
    for (const { expected, model } of drawn.slice(0, draws(3, 10))) expect(await spin(model)).toMatchObject(expected);
  });

  test.concurrent('or says that it has come by what our tables lack', async () => {
    const greeter = machine({
      id: 'greeter',
      initial: 'eager',
      states: { eager: { on: { GO: { target: 'done', actions: send('two', 'HELLO') } } }, done: {} },
    });
    const model = modelOf(
      compose(component('one', greeter, ['GO'], { ports: { two: 'two' } }), component('two', graph('m', 'x-HELLO->y'))),
    );
    expect((await spin(model)).failed).toEqual([]);
    expect((await spin(model.replace('byte at_two;', 'byte at_two = is_two_1;'))).failed).toEqual(['no_gap']);
  });

  test.concurrent.each(
    onlyDeep([
      ['anywhere', () => false, ['invalid end state']],
      [
        'but where it is over',
        (one: { value: unknown }, two: { value: unknown }) => one.value === 'y' && two.value !== 'x',
        [],
      ],
      ['but in part of the ends', (_: unknown, two: { value: unknown }) => two.value === 'y', ['invalid end state']],
    ] as const),
  )('where nothing may come to a standstill %s', async (_, is, failed) => {
    const composition = compose(
      component('one', graph('ends', 'x-GO->y', 'x-STAY->x'), ['GO', 'STAY']),
      component('two', graph('forks', 'x-A->y', 'x-B->z'), ['A', 'B']),
    );
    const claim = { kind: 'deadlock', except: { of: ['one', 'two'], is } } as Check;
    const [finding] = verify(composition, asProperties(claim)).findings;
    expect(await spin(modelOf(composition, asProperties(claim)))).toMatchObject({ states: 6, failed });
    expect(finding?.verdict).toBe(failed.length > 0 ? 'violated' : 'holds');
  });

  test.concurrent('where there is nothing to choose', async () => {
    const composition = compose(component('timer', ring));
    expect(await spin(modelOf(composition))).toMatchObject({ states: 1, failed: [] });
    const claim: Check = { kind: 'deadlock' };
    expect((await spin(modelOf(composition, asProperties(claim)))).failed).toEqual(['invalid end state']);
  });
});

test('of a part of a space it is not known which ends are good ones: the model takes each for one', () => {
  const composition = compose(component('one', graph('ends', 'x-GO->y', 'y-GO->z'), ['GO']));
  const claims = asProperties({ kind: 'deadlock' });
  expect(promela(composition, claims, { title: 'all' })).not.toContain('end:');
  expect(promela(composition, claims, { title: 'a part', maxStates: 1 })).toContain('end:');
});

test('what is about more than steps and deadlocks is refused by name', () => {
  const composition = compose(component('timer', ring, ['TICK']));
  const claims = asProperties({ kind: 'always', what: { of: ['timer'], is: () => true } });
  expect(() => modelOf(composition, claims)).toThrow('P0 is about more than steps and deadlocks');
});
