import { type AnyStateMachine, assign, createMachine, enqueueActions, fromPromise, spawnChild } from 'xstate';
import { describe, expect, test } from 'vitest';
import { compose } from '../testing/machines.ts';
import type { ComponentSpec } from '../system/spec.ts';

const load = fromPromise(() => Promise.resolve(1));
interface Spawning {
  readonly spawn: (src: unknown, options: object) => unknown;
}
const made = (config: object, more: object = {}): AnyStateMachine =>
  createMachine({ id: 'm', ...config } as never, more as never) as AnyStateMachine;
const listed = (machine: AnyStateMachine, more: Partial<ComponentSpec>) =>
  compose({ name: 'one', machine, ...more }).components.length;

const x = { outcomes: { x: [{ done: 1 }] } };
const beep = { ignores: ['beep'] };
const go = (...actions: unknown[]) => ({ on: { GO: { actions } } });
const named = {
  beep() {
    /* It changes nothing in the system. */
  },
};

describe('what a machine has may be listed', () => {
  test.each<[string, AnyStateMachine, Partial<ComponentSpec>]>([
    ['an action at an entry', made({ entry: 'beep' }), beep],
    ['an action at an exit', made({ initial: 'a', states: { a: { exit: { type: 'beep' } } } }), beep],
    [
      'an action of an eventless transition',
      made({ initial: 'a', states: { a: { always: { target: 'b', actions: 'beep' } }, b: {} } }),
      beep,
    ],
    [
      'an action of an initial transition',
      made({ initial: 'a', states: { a: { initial: { target: 'b', actions: 'beep' }, states: { b: {} } } } }),
      beep,
    ],
    [
      'an action when a child is done',
      made({ invoke: { id: 'x', src: load, onDone: { actions: 'beep' } } }),
      { ...x, ...beep },
    ],
    ['an action in place, by its name', made(go(named.beep)), beep],
    ['an action that is provided', made({}, { actions: named }), beep],
    ['any action, where the machine enqueues', made(go(enqueueActions(() => {}))), beep],
    ['a child by its source', made({ invoke: { src: 'x' } }, { actors: { x: load } }), x],
    ['a child that is spawned', made(go(spawnChild('load', { id: 'x' } as never)), { actors: { load } }), x],
    ['a child that is provided', made({}, { actors: { x: load } }), x],
    ['any child, where an id is a function', made(go(spawnChild(load, { id: (() => 'x') as never }))), x],
    [
      'any child, where an assignment spawns',
      made(go(assign({ k: ({ spawn }: Spawning) => spawn(load, { id: 'x' }) } as never))),
      x,
    ],
    [
      'any child, where an assignment is handed all',
      made(go(assign(((all: Spawning) => ({ k: all.spawn(load, { id: 'x' }) })) as never))),
      x,
    ],
    [
      'any child, where the context spawns',
      made({ context: ({ spawn }: Spawning) => ({ k: spawn(load, { id: 'x' }) }) }),
      x,
    ],
  ])('%s', (_, machine, more) => {
    expect(listed(machine, more)).toBe(1);
  });

  test('and what it does not have may not, though it assigns', () => {
    const counting = made(go(assign({ n: ({ context }: { context: { n: number } }) => context.n + 1 } as never)));
    expect(() => listed(counting, x)).toThrow("one: 'outcomes' names 'x'");
    expect(() => listed(counting, beep)).toThrow("one: 'ignores' names 'beep'");
  });
});
