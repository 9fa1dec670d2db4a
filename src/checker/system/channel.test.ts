import { assign, createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { explore } from '../search/explore.ts';
import { compose, send } from '../testing/machines.ts';
import { exploreLive } from '../testing/live-explorer.ts';
import { exploreNaively } from '../testing/naive.ts';
import { channel, type ChannelOptions } from './channel.ts';
import type { ComponentSpec } from './compose.ts';

const events = (...types: string[]) => types.map((type) => ({ event: { type } }));

/** Sends each of these messages at any time. */
const sending = (...types: string[]): ComponentSpec => ({
  name: 'sender',
  machine: createMachine({
    on: Object.fromEntries(types.map((type) => [`SEND ${type}`, { actions: send('wire', type) }])),
  } as never),
  environment: events(...types.map((type) => `SEND ${type}`)),
});

const deaf: ComponentSpec = { name: 'receiver', machine: createMachine({ on: { '*': {} } }) };

/** What a channel between two comes to; the naive explorer and live actors must find the same. */
function counted(options: ChannelOptions, sender: ComponentSpec, receiver = deaf, faults?: readonly string[]) {
  const composition = compose(sender, channel({ name: 'wire', to: 'receiver', ...options }), receiver);
  const { states, transitions, depth, unhandled } = explore(composition, [], faults && { faults });
  expect(exploreLive(composition, faults)).toEqual({ states, transitions, depth });
  expect(exploreNaively(composition, [], faults)).toMatchObject({ states, transitions, depth });
  return { states, transitions, isLost: unhandled !== null };
}

describe('a channel', () => {
  test('holds one message, and says so where another one is lost', () => {
    // Empty or full: a message comes, and goes.
    expect(counted({}, sending('A'))).toEqual({ states: 2, transitions: 2, isLost: true });
  });

  test('does nothing where it is empty', () => {
    expect(counted({ capacity: 1, lossy: true, duplicating: true }, { ...sending('A'), environment: [] })).toEqual({
      states: 1,
      transitions: 0,
      isLost: false,
    });
  });

  test('holds as many as it has room for, in their order', () => {
    // 1 + 2 + 4 queues; each that is not full takes two messages, each that is not empty delivers one.
    expect(counted({ capacity: 2 }, sending('A', 'B'))).toEqual({ states: 7, transitions: 6 + 6, isLost: true });
    expect(counted({ capacity: 3 }, sending('A', 'B'))).toEqual({ states: 15, transitions: 14 + 14, isLost: true });
  });

  test('may lose any message that it holds, and drops what comes when it is full', () => {
    expect(counted({ capacity: 2, lossy: true }, sending('A'))).toEqual({
      states: 3,
      transitions: 4 + 3,
      isLost: false,
    });
    const mild = counted({ capacity: 2, lossy: true }, sending('A'), deaf, []);
    expect(mild).toEqual({ states: 3, transitions: 4, isLost: false });
  });

  test('may deliver a later message first', () => {
    expect(counted({ capacity: 2, reordering: true }, sending('A', 'B'))).toEqual({
      states: 7,
      transitions: 6 + 6 + 4,
      isLost: true,
    });
  });

  test('may deliver a message and keep it', () => {
    const counting = createMachine({
      context: { n: 0 },
      on: { A: { guard: ({ context }) => context.n < 3, actions: assign({ n: ({ context }) => context.n + 1 }) } },
    });
    const once = createMachine({
      initial: 'a',
      states: { a: { on: { GO: { target: 'b', actions: send('wire', 'A') } } }, b: {} },
    } as never);
    const sender = { name: 'sender', machine: once, environment: events('GO') };
    const receiver = { name: 'receiver', machine: counting, unhandled: 'drop' as const };
    // Nothing is sent; it is on its way and has come 0 to 3 times; it is gone and has come 1 to 3 times.
    expect(counted({ duplicating: true }, sender, receiver)).toEqual({ states: 8, transitions: 8, isLost: false });
    expect(counted({}, sender, receiver)).toEqual({ states: 3, transitions: 2, isLost: false });
  });

  test('carries messages that are called as its own events are', () => {
    expect(counted({ capacity: 1 }, sending('DELIVER', 'LOSE'))).toEqual({ states: 3, transitions: 4, isLost: true });
  });
});
