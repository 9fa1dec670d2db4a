import { describe, expect, test } from 'vitest';
import { type Actor, activeIn, leavesOf, Run, snapshotAt } from './page/run.ts';
import type { InspectionEvent, WireSnapshot } from './wire-format.ts';

const base = { rootId: 'root', createdAt: '0', id: '0', _version: '0.7.2' };
const snapshot = (value: unknown): WireSnapshot => ({ status: 'active', value, context: {} });

const actor = (sessionId: string): InspectionEvent => ({
  ...base,
  type: '@xstate.actor',
  sessionId,
  name: sessionId,
  parentId: 'root',
  definition: '{}',
  snapshot: snapshot('first'),
});

const message = (sourceId: string, sessionId: string, value: string): InspectionEvent[] => {
  const event = { type: 'GO' };
  return [
    { ...base, type: '@xstate.event', sourceId, sessionId, event },
    { ...base, type: '@xstate.snapshot', sessionId, event, snapshot: snapshot(value) },
  ];
};

describe("the page's run", () => {
  const run = new Run();
  for (const event of [
    actor('a'),
    actor('b'),
    actor('c'),
    ...message('a', 'b', 'second'),
    ...message('b', 'a', 'third'),
    ...message('a', 'b', 'last'),
  ]) {
    run.add(event);
  }

  const wasIn = (id: string) => [0, 1, 2, 3].map((at) => snapshotAt(run.actors.get(id) as Actor, at).value);

  test('knows where each actor was after any message', () => {
    expect(wasIn('a')).toEqual(['first', 'first', 'third', 'third']);
    expect(wasIn('b')).toEqual(['first', 'second', 'second', 'last']);
    expect(wasIn('c')).toEqual(['first', 'first', 'first', 'first']);
  });

  test('gives a lifeline to those who take part', () => {
    expect(run.participants.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(run.messages.map(({ number, source, target }) => `${number} ${source} ${target}`)).toEqual([
      '1 a b',
      '2 b a',
      '3 a b',
    ]);
  });
});

test('a state value names its leaves', () => {
  expect(leavesOf({ message: { open: { reading: 'header' } }, flag: 'set' })).toEqual([
    'message.open.reading.header',
    'flag.set',
  ]);
  expect(leavesOf('idle')).toEqual(['idle']);
  expect(leavesOf({})).toEqual([]);
});

test('a state is active with all that is around it', () => {
  expect([...activeIn({ message: { open: 'idle' }, flag: 'set' })]).toEqual([
    'message',
    'message.open',
    'message.open.idle',
    'flag',
    'flag.set',
  ]);
});
