import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, createMachine, fromPromise } from 'xstate';
import type { Outcome as ChildOutcome } from '../system/effects.ts';
import { compareSystems } from './compare.ts';
import { component, compose, graph, machine, print, send } from '../testing/machines.ts';

/** A system of one machine, to which the environment may do its events. */
const alone = (behaviour: AnyStateMachine, events = ['GO', 'BACK', 'STOP!']) =>
  compose(component('a', behaviour, events));

/** A machine that goes along these states, one GO at a time, and says the last word at the end. */
const saying = (word: string, ...states: string[]): AnyStateMachine =>
  machine({
    id: 'saying',
    initial: states[0],
    states: Object.fromEntries(
      states.map((name, i) => [
        name,
        { on: { GO: { target: states[i + 1] ?? name, actions: i === states.length - 1 ? [print(word)] : [] } } },
      ]),
    ),
  });

const differsAfter = (...[one, other, options]: Parameters<typeof compareSystems>) =>
  compareSystems(one, other, options).difference?.common[0].length;

/** A machine that takes so many GOs. */
const counting = (n: number) =>
  machine({
    id: 'counting',
    context: { n: 0 },
    on: { GO: { guard: { type: 'below', params: { n } }, actions: [{ type: 'count' }] } },
  });

/** One component that sends this message to another, of the process p or of one of its own. */
const sending = (message: string, process: string) =>
  compose(
    component('a', machine({ id: 'a', on: { GO: { actions: [send('b', message)] } } }), ['GO'], {
      process: 'p',
      ports: { b: 'b' },
    }),
    component('b', machine({ id: 'b', on: { ONE: {}, TWO: {} } }), [], { process }),
  );

/** One component that says NEXT to a graph. */
const askingGraph = (...edges: string[]) =>
  compose(
    component('a', machine({ id: 'a', on: { GO: { actions: [send('b', 'NEXT')] } } }), ['GO'], {
      ports: { b: 'b' },
    }),
    component('b', graph('b', ...edges)),
  );

/** A component that may block the process p, and one beside it. */
const besideWaiting = (process: string) =>
  compose(
    component(
      'a',
      machine({ id: 'a', initial: 'x', states: { x: { on: { WAIT: 'y' } }, y: { tags: ['blocking'] } } }),
      ['WAIT'],
      { process: 'p' },
    ),
    component('b', graph('b', 'x-GO->x'), ['GO'], { process }),
  );

/** A machine that goes on by a timer. */
const waiting = (target: string) =>
  compose(
    component(
      'a',
      createMachine({
        initial: 'x',
        states: { x: { on: { GO: 'w' } }, w: { after: { 10: target } }, y: { on: { GO: 'y' } }, z: {} },
      } as never),
      ['GO'],
    ),
  );

/** A machine that says a word at its start. */
const greeting = (word: string) => alone(machine({ id: 'm', entry: print(word) }));

describe('two systems', () => {
  test('are the same where only the names of their states differ, unless these count', () => {
    const one = alone(graph('m', 'x-GO->y', 'y-BACK->x'));
    const other = alone(graph('m', 'p-GO->q', 'q-BACK->p'));
    expect(compareSystems(one, other)).toEqual({ pairs: 2, transitions: 2, difference: null });
    expect(compareSystems(one, other, { strict: true }).difference).toMatchObject({
      choice: null,
      common: [[], []],
      states: [{ component: 'a', values: ['"x"', '"p"'] }],
    });
  });

  test('are the same where one has two states for what is one state of the other', () => {
    const one = alone(graph('m', 'x-GO->x'));
    const other = alone(graph('m', 'x-GO->y', 'y-GO->x'));
    expect(compareSystems(one, other)).toEqual({ pairs: 2, transitions: 2, difference: null });
    expect(differsAfter(one, other, { strict: true })).toBe(0);
  });

  test('are told apart by a choice that only one of them takes', () => {
    const { difference } = compareSystems(
      alone(graph('m', 'x-GO->y', 'y-BACK->x')),
      alone(graph('m', 'x-GO->y', 'y-GO->x')),
    );
    expect(difference?.common.map((run) => run.map(({ event }) => event.type))).toEqual([['GO'], ['GO']]);
    expect(difference).toMatchObject({ choice: 'a GO', outcomes: [{ kind: 'refused' }, { kind: 'step', shows: [] }] });
  });

  test('are told apart by a log line deep in a run, and that by the shortest run', () => {
    const states = [...'stuvwxyz'];
    const { pairs, difference } = compareSystems(alone(saying('yes', ...states)), alone(saying('no', ...states)));
    expect([pairs, difference?.common[0].length]).toEqual([8, 7]);
    expect(difference?.outcomes).toEqual([
      { kind: 'step', shows: [{ process: 'a', text: 'yes' }] },
      { kind: 'step', shows: [{ process: 'a', text: 'no' }] },
    ]);
  });

  test('are told apart by a guard, where it first matters', () => {
    expect(differsAfter(alone(counting(3)), alone(counting(3)))).toBeUndefined();
    expect(differsAfter(alone(counting(3)), alone(counting(5)))).toBe(3);
  });

  test('are told apart by a fault only while the environment may use it, and by its class', () => {
    const one = alone(graph('m', 'x-GO->x', 'x-STOP->y'));
    const other = alone(graph('m', 'x-GO->x'));
    expect(compareSystems(one, other).difference).toMatchObject({ choice: 'a STOP [fault]' });
    expect(differsAfter(one, other, { faults: [] })).toBeUndefined();
    expect(differsAfter(one, alone(graph('m', 'x-GO->x', 'x-STOP->y'), ['GO', 'STOP']))).toBe(0);
  });

  test('are told apart by messages from process to process, not by those within one', () => {
    expect(differsAfter(sending('ONE', 'p'), sending('TWO', 'p'))).toBeUndefined();
    expect(compareSystems(sending('ONE', 'q'), sending('TWO', 'q')).difference?.outcomes[0]).toEqual({
      kind: 'step',
      shows: [{ from: 'a', to: 'b', message: { type: 'ONE' } }],
    });
  });

  test('are told apart where one sends what its receiver has no transition for', () => {
    const deaf = askingGraph('x-NEXT->y');
    const { difference } = compareSystems(askingGraph('x-NEXT->x'), deaf);
    expect(difference?.common[0]).toHaveLength(1);
    expect(difference?.outcomes[1]).toEqual({ kind: 'impossible', why: 'b has no transition for NEXT from a in "y"' });
    expect(compareSystems(deaf, askingGraph('p-NEXT->q')).difference).toBeNull();
  });

  test('are told apart by what a blocking component of the same process keeps from happening', () => {
    expect(compareSystems(besideWaiting('p'), besideWaiting('q')).difference).toMatchObject({
      choice: 'b GO',
      outcomes: [{ kind: 'refused' }, { kind: 'step' }],
    });
  });

  test('are told apart by a timer that only one of them arms, and by where it leads', () => {
    expect(compareSystems(waiting('y'), waiting('y')).difference).toBeNull();
    expect(compareSystems(waiting('y'), waiting('y'))).toMatchObject({ pairs: 3, transitions: 3 });
    expect(compareSystems(waiting('y'), waiting('z')).difference).toMatchObject({
      choice: 'a GO',
      common: [{ length: 2 }, {}],
    });
    expect(compareSystems(alone(graph('m', 'x-GO->w')), waiting('z')).difference).toMatchObject({
      choice: 'a after 10',
      outcomes: [{ kind: 'refused' }, { kind: 'step' }],
    });
  });

  test('are told apart by how what they invoke may come out', () => {
    const invoking = createMachine({
      initial: 'x',
      states: {
        x: { invoke: { src: fromPromise(() => Promise.resolve(1)), id: 'job', onDone: 'y', onError: 'y' } },
        y: {},
      },
    });
    const coming = (...outcomes: readonly ChildOutcome[]) =>
      compose(component('a', invoking, [], { outcomes: { job: outcomes } }));
    expect(compareSystems(coming({ done: 1 }), coming({ done: 1 })).difference).toBeNull();
    expect(compareSystems(coming({ done: 1 }), coming({ done: 1 }, { error: 'no' })).difference).toMatchObject({
      choice: 'a job fails error=no',
    });
    const faulty = coming({ done: 1 }, { error: 'no', fault: 'f' });
    expect(differsAfter(coming({ done: 1 }), faulty, { faults: [] })).toBeUndefined();
    expect(differsAfter(coming({ done: 1 }), faulty)).toBe(0);
  });

  test('are told apart by what they say at their start', () => {
    expect(compareSystems(greeting('hello'), greeting('hello')).difference).toBeNull();
    expect(compareSystems(greeting('hello'), greeting('good day')).difference).toMatchObject({
      choice: null,
      outcomes: [{ shows: [{ text: 'hello' }] }, { shows: [{ text: 'good day' }] }],
      states: [],
    });
  });
});
