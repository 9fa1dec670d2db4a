import { createMachine, fromPromise, sendTo } from 'xstate';
import { describe, expect, test } from 'vitest';
import { explore } from '../search/explore.ts';
import { compose, graph } from '../testing/machines.ts';
import { exploreLive } from '../testing/live-explorer.ts';
import type { ComponentSpec } from './compose.ts';

const events = (...types: string[]) => types.map((type) => ({ event: { type } }));

/** A component of the same process, which the environment may move once. */
const beside: ComponentSpec = {
  name: 'beside',
  process: 'p',
  machine: graph('beside', 'a-GO->b'),
  environment: events('GO'),
};

/** What the engine finds; live actors must find the same. */
function counted(...components: readonly ComponentSpec[]) {
  const composition = compose(...components, beside);
  const { states, transitions, depth } = explore(composition, []);
  expect(exploreLive(composition, undefined)).toEqual({ states, transitions, depth });
  return { states, transitions };
}

describe('a machine that ends in a state tagged `blocking` keeps nobody of its process from anything', () => {
  test('when it is stopped', () => {
    const kid = createMachine({ id: 'kid', initial: 'work', states: { work: { tags: 'blocking' } } });
    const boss = createMachine(
      {
        id: 'boss',
        initial: 'idle',
        states: {
          idle: { on: { HIRE: 'hiring' } },
          hiring: { invoke: { src: 'kid', id: 'kid' }, on: { FIRE: 'alone' } },
          alone: {},
        },
      },
      { actors: { kid } },
    );
    // idle, hiring and alone, each with a and b. Only while the kid works, `beside` waits.
    expect(
      counted(
        { name: 'boss', machine: boss, environment: events('HIRE', 'FIRE') },
        { name: 'kid', machine: kid, process: 'p', spawnedBy: 'boss' },
      ),
    ).toEqual({ states: 6, transitions: 6 });
  });

  test('when it is done', () => {
    const machine = createMachine({
      initial: 'work',
      states: { work: { on: { END: 'end' } }, end: { type: 'final', tags: 'blocking' } },
    });
    expect(counted({ name: 'm', machine, process: 'p', environment: events('END') })).toEqual({
      states: 4,
      transitions: 4,
    });
  });

  test('when it is in error', () => {
    const machine = createMachine({
      initial: 'work',
      states: {
        work: { tags: 'blocking', invoke: { src: fromPromise(() => Promise.resolve(1)), id: 'job' } },
      },
    });
    const outcomes = { job: [{ error: 'no' }] };
    expect(counted({ name: 'm', machine, process: 'p', outcomes })).toEqual({ states: 3, transitions: 2 });
  });

  test('and what is sent to it is lost on it', () => {
    const machine = createMachine({
      initial: 'work',
      states: { work: { on: { END: 'end' } }, end: { type: 'final', tags: 'blocking', on: { END: 'work' } } },
    });
    const asking = createMachine({
      on: { ASK: { actions: sendTo(({ system }) => system.get('m'), { type: 'END' }) } },
    });
    expect(
      counted({ name: 'm', machine, process: 'p' }, { name: 'asking', machine: asking, environment: events('ASK') }),
    ).toEqual({ states: 4, transitions: 4 });
  });
});
