import {
  and,
  assign,
  emit,
  fromCallback,
  fromPromise,
  log,
  not,
  or,
  raise,
  sendParent,
  sendTo,
  setup,
  stateIn,
  stopChild,
} from 'xstate';
import { describe, expect, test } from 'vitest';
import type { ComponentSpec } from '../system/compose.ts';
import { explore } from '../search/explore.ts';
import { exploreLive } from './live-explorer.ts';
import { exploreNaively } from './naive.ts';
import { compose } from './machines.ts';

const events = (...types: string[]) => types.map((type) => ({ event: { type } }));

/** What the engine finds; the naive explorer and live actors must find the same. */
function counted(...components: readonly ComponentSpec[]) {
  const composition = compose(...components);
  const { states, transitions, depth, unhandled } = explore(composition, []);
  expect(exploreLive(composition, undefined)).toEqual({ states, transitions, depth });
  expect(exploreNaively(composition, [])).toMatchObject({ states, transitions, depth });
  expect(unhandled).toBeNull();
  return { states, transitions };
}

/** Machines as XState's own guides write them, with `setup`, taken as they are. */
describe('a machine as one writes it', () => {
  test('a toggle with a counter of its own', () => {
    const toggle = setup({
      types: {
        context: {} as { count: number; max: number },
        input: {} as { max: number },
        events: {} as { type: 'toggle' },
      },
      guards: { more: ({ context }) => context.count < context.max },
      actions: { count: assign({ count: ({ context }) => context.count + 1 }) },
    }).createMachine({
      id: 'toggle',
      context: ({ input }) => ({ count: 0, max: input.max }),
      initial: 'inactive',
      states: {
        inactive: { on: { toggle: { guard: 'more', target: 'active', actions: 'count' } } },
        active: { on: { toggle: 'inactive' }, after: { 1000: 'inactive' } },
      },
    });
    // Off and on with 0, 1 and 2; there is no on with 0.
    expect(counted({ name: 'toggle', machine: toggle, input: { max: 2 }, environment: events('toggle') })).toEqual({
      states: 5,
      transitions: 6,
    });
  });

  test('a traffic light with a pedestrian light in it', () => {
    const pedestrian = {
      initial: 'walk',
      states: {
        walk: { on: { countdown: 'wait' } },
        wait: { on: { countdown: 'stop' } },
        stop: { type: 'final' as const },
      },
    };
    const light = setup({ delays: { long: 3000, short: ({ context: _ }) => 500 } }).createMachine({
      id: 'light',
      initial: 'green',
      states: {
        green: { after: { long: 'yellow' } },
        yellow: { after: { short: 'red' } },
        red: { ...pedestrian, onDone: 'green' },
      },
      on: { outage: '.red' },
    });
    // Green, yellow, walk, wait; an outage in `walk` stays there, since the state is entered again.
    expect(counted({ name: 'light', machine: light, environment: events('countdown', 'outage') })).toEqual({
      states: 4,
      transitions: 2 + 2 + 1 + 2,
    });
  });

  test('a fetch with so many retries', () => {
    const fetching = setup({
      types: {
        context: {} as { retries: number; data: string | null; error: unknown },
        events: {} as { type: 'FETCH' } | { type: 'CANCEL' },
      },
      actors: { fetchUser: fromPromise(() => Promise.resolve('no one')) },
      guards: { canRetry: ({ context }) => context.retries < 2 },
      delays: { backoff: ({ context }) => 2 ** context.retries * 100 },
    }).createMachine({
      id: 'fetch',
      context: { retries: 0, data: null, error: null },
      initial: 'idle',
      states: {
        idle: { on: { FETCH: 'loading' } },
        loading: {
          invoke: {
            src: 'fetchUser',
            input: ({ context }) => ({ attempt: context.retries }),
            onDone: { target: 'success', actions: assign({ data: ({ event }) => event.output }) },
            onError: [
              {
                guard: 'canRetry',
                target: 'retrying',
                actions: assign({ retries: ({ context }) => context.retries + 1 }),
              },
              { target: 'failure', actions: assign({ error: ({ event }) => event.error }) },
            ],
          },
          on: { CANCEL: { target: 'idle', actions: assign({ retries: 0 }) } },
        },
        retrying: { after: { backoff: 'loading' } },
        success: { type: 'final' },
        failure: { on: { FETCH: { target: 'loading', actions: assign({ retries: 0, error: null }) } } },
      },
    });
    const outcomes = { fetchUser: [{ done: 'ada' }, { error: 'offline' }] };
    // Idle; loading, and success, after 0, 1 and 2 retries; retrying twice; failure.
    expect(counted({ name: 'fetch', machine: fetching, outcomes, environment: events('FETCH', 'CANCEL') })).toEqual({
      states: 1 + 3 + 3 + 2 + 1,
      transitions: 1 + 3 * 3 + 2 + 1,
    });
  });

  test('a stopwatch that is ticked by a callback', () => {
    const stopwatch = setup({
      types: { context: {} as { elapsed: number } },
      actors: { ticks: fromCallback(() => () => {}) },
    }).createMachine({
      id: 'stopwatch',
      context: { elapsed: 0 },
      initial: 'stopped',
      states: {
        stopped: { on: { start: 'running', reset: { actions: assign({ elapsed: 0 }) } } },
        running: {
          invoke: { src: 'ticks' },
          on: {
            TICK: {
              guard: ({ context }) => context.elapsed < 3,
              actions: assign({ elapsed: ({ context }) => context.elapsed + 1 }),
            },
            stop: 'stopped',
          },
        },
      },
    });
    const outcomes = { ticks: [{ event: { type: 'TICK' } }] };
    expect(
      counted({ name: 'watch', machine: stopwatch, outcomes, environment: events('start', 'stop', 'reset') }),
    ).toEqual({ states: 8, transitions: 4 + 4 + 3 + 3 });
  });

  test('a form with steps back, and a parallel check of the name', () => {
    const wizard = setup({
      types: { context: {} as { valid: boolean } },
      guards: {
        valid: ({ context }) => context.valid,
        ready: and(['valid', stateIn({ name: 'free' })]),
        stuck: or([not('valid'), stateIn('#taken')]),
      },
    }).createMachine({
      id: 'wizard',
      type: 'parallel',
      context: { valid: false },
      states: {
        page: {
          initial: 'address',
          states: {
            address: { on: { next: 'payment', type: { actions: assign({ valid: true }) } } },
            payment: {
              on: {
                back: 'address',
                next: [
                  { guard: 'ready', target: 'done' },
                  { guard: 'stuck', actions: [log('stuck'), emit({ type: 'stuck' })] },
                ],
              },
            },
            done: { type: 'final' },
          },
        },
        name: {
          initial: 'unknown',
          states: {
            unknown: { on: { check: ['free'] } },
            free: { on: { lose: 'taken' } },
            taken: { id: 'taken', on: { check: 'free' } },
          },
        },
      },
    });
    // Two pages, valid or not, and three states of the name; and the end, which is reached with a name that is free or then lost.
    expect(
      counted({ name: 'wizard', machine: wizard, environment: events('next', 'back', 'type', 'check', 'lose') }).states,
    ).toBe(2 * 2 * 3 + 2);
  });

  test('a parent that spawns a child into its context, and one that ends it', () => {
    const todo = setup({ types: { events: {} as { type: 'FINISH' } } }).createMachine({
      id: 'todo',
      initial: 'open',
      states: { open: { on: { FINISH: 'done' } }, done: { type: 'final', entry: sendParent({ type: 'FINISHED' }) } },
    });
    const list = setup({
      types: { context: {} as { item: unknown; finished: number } },
      actors: { todo },
    }).createMachine({
      id: 'list',
      context: { item: null, finished: 0 },
      on: {
        ADD: {
          guard: ({ context }) => context.item === null,
          actions: assign({ item: ({ spawn }) => spawn('todo', { id: 'item' }) }),
        },
        TICK: { guard: ({ context }) => context.item !== null, actions: sendTo('item', { type: 'FINISH' }) },
        FINISHED: {
          actions: [
            stopChild('item'),
            assign({ item: null, finished: ({ context }) => Math.min(2, context.finished + 1) }),
            raise({ type: 'CHECK' }),
          ],
        },
        CHECK: {},
      },
    });
    const item: ComponentSpec = { name: 'item', machine: todo, spawnedBy: 'list' };
    // Nothing yet; an item with 0, 1 and 2 finished ones; no item with 1 and 2.
    expect(counted({ name: 'list', machine: list, environment: events('ADD', 'TICK') }, item)).toEqual({
      states: 1 + 3 + 2,
      transitions: 6,
    });
  });
});
