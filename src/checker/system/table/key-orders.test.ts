import { type AnyStateMachine, assign, createMachine, sendTo } from 'xstate';
import { describe, expect, test } from 'vitest';
import { ModelError } from '../../errors.ts';
import { where } from '../../property/patterns.ts';
import { explore } from '../../search/explore.ts';
import { component, compose } from '../../testing/machines.ts';
import { verify } from '../../verify.ts';
import { KeyOrders } from './key-orders.ts';

interface Votes {
  readonly context: { readonly votes: Readonly<Record<string, boolean>>; readonly first: string };
  readonly event: { readonly who: string };
}

const vote = assign({
  votes: ({ context, event }) => ({
    ...(context as Votes['context']).votes,
    [(event as never as Votes['event']).who]: true,
  }),
});

/** It counts votes, and decides by them. */
const ballot = (decide: (args: Votes) => string): AnyStateMachine =>
  createMachine({
    id: 'ballot',
    context: { votes: {}, first: '' },
    on: { VOTE: { actions: vote }, CLOSE: { actions: assign({ first: decide as never }) } },
  }) as AnyStateMachine;

const voters = ['a', 'b', 'c'];
const voting = (machine: AnyStateMachine) =>
  compose({
    name: 'ballot',
    machine,
    environment: [...voters.map((who) => ({ event: { type: 'VOTE', who } })), { event: { type: 'CLOSE' } }],
  });
const refusal =
  /^ballot: CLOSE in \{\} depends on the order of keys, which tells no states and no messages apart: it does not do the same with \{"votes":\{"a":true,"b":true\},"first":""\} and \{"votes":\{"b":true,"a":true\},"first":""\}; sort the keys/;

/** It keeps what it says of a message. */
const receiver = (say: (event: object) => string) =>
  createMachine({
    id: 'receiver',
    context: { heard: '' },
    on: { M: { actions: assign({ heard: ({ event }) => say(event) }) } },
  });

describe('keys that are added in several orders', () => {
  test('make one state', () => {
    const most = ballot(({ context }) => (Object.keys(context.votes).length > 1 ? 'many' : 'few'));
    // Eight sets of votes before it is closed, eight after it was closed as few, and the four of two or three after many.
    expect(explore(voting(most), []).states).toBe(8 + 8 + 4);
  });

  test.each([
    ['the first key', ({ context }: Votes) => Object.keys(context.votes)[0] ?? ''],
    ['the last key', ({ context }: Votes) => Object.keys(context.votes).at(-1) ?? ''],
    ['the keys as a text', ({ context }: Votes) => JSON.stringify(context.votes)],
  ])('are refused where a machine asks for %s', (_, decide) => {
    expect(() => explore(voting(ballot(decide)), [])).toThrow(ModelError);
    expect(() => explore(voting(ballot(decide)), [])).toThrow(refusal);
    expect(() => verify(voting(ballot(decide)), [])).toThrow(refusal);
  });

  test('may be sorted', () => {
    const sorted = ballot(({ context }) => Object.keys(context.votes).toSorted()[0] ?? '');
    // Eight sets of votes before it is closed, and for each of three names the four sets that it is in.
    expect(explore(voting(sorted), []).states).toBe(8 + 3 * 4);
  });

  test('may be asked for in their order where there is one order', () => {
    const machine = createMachine({
      id: 'queues',
      context: { queues: { low: 0, high: 0 } as Record<string, number>, next: '' },
      on: {
        PUT: { actions: assign({ queues: ({ context }) => ({ ...context.queues, high: 1 }) }) },
        NEXT: {
          actions: assign({
            next: ({ context: { queues } }) => Object.keys(queues).find((key) => queues[key] === 1) ?? '',
          }),
        },
      },
    });
    expect(explore(compose(component('queues', machine, ['PUT', 'NEXT'])), []).states).toBe(3);
  });

  test('of a message are refused where its receiver asks for their order', () => {
    const sender = createMachine({
      id: 'sender',
      on: {
        ONE: { actions: sendTo(({ system }) => system.get('receiver'), { type: 'M', x: 1, y: 2 } as never) },
        TWO: { actions: sendTo(({ system }) => system.get('receiver'), { y: 2, x: 1, type: 'M' } as never) },
      },
    });
    const system = (say: (event: object) => string) =>
      compose(component('receiver', receiver(say)), component('sender', sender, ['ONE', 'TWO']));
    expect(() =>
      explore(
        system((event) => JSON.stringify(event)),
        [],
      ),
    ).toThrow(
      /^receiver: M in \{\} depends on the order of keys, .* with \{"type":"M","x":1,"y":2\} and \{"y":2,"x":1,"type":"M"\}/,
    );
    expect(
      explore(
        system((event) => `${Object.keys(event).length}`),
        [],
      ).states,
    ).toBe(2);
  });

  test('are seen by a property in the order that was met first', () => {
    const machine = ballot(() => '');
    const isFirst = where(
      { name: 'ballot' },
      ({ context }) => Object.keys((context as Votes['context']).votes)[0] !== 'b',
    );
    const { findings } = verify(voting(machine), [{ id: 'P', checks: [{ kind: 'always', what: isFirst }] }]);
    expect(findings[0]?.run).toHaveLength(1);
  });
});

test('no more orders are kept than four keys can have', () => {
  const orders = new KeyOrders<number, object>((one) => one);
  const keys = ['a', 'b', 'c', 'd', 'e'];
  const turned = (by: number, swapped: boolean) => {
    const list = [...keys.slice(by), ...keys.slice(0, by)];
    return Object.fromEntries((swapped ? list.toReversed() : list).map((key) => [key, 1]));
  };
  const first = turned(0, false);
  expect(orders.meet(0, first, first)).toBe(false);
  expect([1, 2, 3, 4].map((by) => orders.meet(0, first, turned(by, false)))).toEqual([true, true, true, true]);
  expect(orders.meet(0, first, turned(1, false))).toBe(false);
  expect(orders.of(0, first)).toHaveLength(5);
  expect(orders.of(1, first)).toEqual([first]);
});
