import { assign, createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { explore } from '../search/explore.ts';
import type { Check } from '../property/property.ts';
import { compose, machine, send } from '../testing/machines.ts';
import { exploreLive } from '../testing/live-explorer.ts';
import { exploreNaively } from '../testing/naive.ts';
import { sampled } from '../../testing/sampled.ts';
import { channel, type ChannelOptions } from './channel.ts';
import type { ComponentSpec } from './compose.ts';
import { intern, type Message, messageText } from './message.ts';

const events = (...types: string[]) => types.map((type) => ({ event: { type } }));

/** Sends each of these messages at any time. */
const sending = (...types: string[]): ComponentSpec => ({
  name: 'sender',
  machine: createMachine({
    on: Object.fromEntries(types.map((type) => [`SEND ${type}`, { actions: send('wire', type) }])),
  } as never),
  environment: events(...types.map((type) => `SEND ${type}`)),
});

/** Sends these messages, one after the other. */
const sendingOnce = (...messages: readonly Message[]) =>
  machine({
    initial: '0',
    states: Object.fromEntries([
      ...messages.map((message, i) => [i, { on: { GO: { target: String(i + 1), actions: send('wire', message) } } }]),
      [messages.length, {}],
    ]),
  });

/** Keeps what it has taken last. */
const keeping = createMachine({
  context: { last: null },
  on: { '*': { actions: assign({ last: ({ event }) => event as never }) } },
});

/** The receiver has just this message. */
const arrives = (message: Message): Check => ({
  kind: 'sometimes',
  what: ({ component, event }) => component === 'receiver' && event === intern(message),
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

  const OWN_TYPES = ['DELIVER', 'LOSE', 'DUPLICATE'];
  const CONTENTS = [{ at: 0 }, { at: 9 }, { at: -1 }, { at: null }, { at: '0' }, { at: undefined }, { at: 0.5 }, {}];
  const LIKE_OWN = OWN_TYPES.flatMap((type) => CONTENTS.map((content): Message => ({ type, ...content })));

  test('carries any message, also one that is in full what its own events look like', () => {
    expect(LIKE_OWN).toHaveLength(24);
    const others = ['', 'A.b', '*.x', 'xstate.after', 'xstate.error.actor.x', 'deliver'].map((type) => ({ type }));
    for (const message of sampled([...LIKE_OWN, ...others], 4)) {
      // Nothing; the first on its way; both; the second; all have come.
      const options = { capacity: 2, lossy: true, duplicating: true, reordering: true };
      const composition = compose(
        { name: 'sender', machine: sendingOnce(message, { type: 'LAST' }), environment: events('GO') },
        channel({ name: 'wire', to: 'receiver', ...options }),
        { name: 'receiver', machine: keeping },
      );
      const checks = [arrives(message), arrives({ type: 'LAST' })];
      const { runs, states, transitions, depth, unhandled } = explore(composition, checks, { faults: [] });
      expect(runs.map((run) => run?.map(({ event }) => messageText(event)).join())).toEqual([
        'GO,DELIVER 0',
        'GO,GO,DELIVER 0,DELIVER 0',
      ]);
      expect([states, transitions, unhandled]).toEqual([6, 6, null]);
      expect(exploreLive(composition, [])).toEqual({ states, transitions, depth });
      // With the faults that it may have, all three ways to look find the same.
      const all = explore(composition, []);
      const counts = { states: all.states, transitions: all.transitions, depth: all.depth };
      expect(exploreLive(composition, undefined)).toEqual(counts);
      expect(exploreNaively(composition, [])).toMatchObject(counts);
    }
  });

  test('says that a message is lost on it where it is full, also one that looks like its own event', () => {
    for (const message of LIKE_OWN) {
      const sender = { name: 'sender', machine: sendingOnce(message, message), environment: events('GO') };
      expect(counted({}, sender)).toEqual({ states: 5, transitions: 5, isLost: true });
    }
  });

  test('refuses a message with the key by which it knows its own events', () => {
    const [own] = channel({ name: 'wire', to: 'receiver' }).environment ?? [];
    const sender = { name: 'sender', machine: sendingOnce(own?.event as Message), environment: events('GO') };
    expect(() => counted({}, sender)).toThrow(
      "test: sender sends DELIVER to 'wire' with the key 'claimcheck.channel', by which a channel knows its own events; leave it out",
    );
  });
});
