import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Choice, Composition } from '../system/compose.ts';
import { ModelError } from '../errors.ts';
import { explore } from '../search/explore.ts';
import { replayLive } from './live-actors.ts';
import { TableStore } from '../system/table/table.ts';
import { component, compose, machine, send } from '../testing/machines.ts';
import { checksOf, randomSystem, systemOf } from '../testing/random-system.ts';
import { traceOf } from './trace.ts';

const replay = (composition: Composition, run: readonly Choice[]) => replayLive(composition, traceOf(composition, run));

describe('a replay through live actors', () => {
  test('carries out what follows from a message before the next one, as the composition does', () => {
    const asking = machine({
      id: 'asking',
      initial: 'idle',
      states: {
        idle: { on: { GO: { target: 'asked', actions: send('server', 'ASK') } } },
        asked: { on: { ANSWER: { target: 'done', actions: send('log', 'FIRST') } } },
        done: {},
      },
    });
    const serving = machine({
      id: 'serving',
      on: { ASK: { actions: [send('sender', 'ANSWER'), send('log', 'SECOND')] } },
    });
    const log = machine({
      id: 'log',
      initial: 'empty',
      states: {
        empty: { on: { FIRST: 'first', SECOND: 'second' } },
        first: { on: { SECOND: {} } },
        second: { on: { FIRST: {} } },
      },
    });
    const composition = compose(
      component('asking', asking, ['GO'], { ports: { server: 'serving', log: 'log' } }),
      component('serving', serving, [], { ports: { log: 'log' } }),
      component('log', log),
    );
    const trace = traceOf(composition, composition.choices);
    expect(trace[0]?.states[2]?.snapshot.value).toBe('first');
    expect(replayLive(composition, trace)).toBeNull();
  });

  test('agrees with a machine that has a history', () => {
    const states = {
      on: { initial: 'a', on: { OFF: 'off' }, states: { a: {}, last: { type: 'history' } } },
      off: { on: { ON: 'on.last' } },
    };
    const composition = compose(component('one', machine({ id: 'm', initial: 'on', states }), ['OFF', 'ON']));
    expect(replay(composition, composition.choices)).toBeNull();
  });

  test('says where it differs from a trace', () => {
    const composition = compose(
      component('one', machine({ id: 'm', initial: 'a', states: { a: { on: { GO: 'b' } }, b: {} } }), ['GO']),
    );
    const [step] = traceOf(composition, composition.choices);
    const wrong = step && [{ ...step, states: composition.initial }];
    expect(replayLive(composition, wrong ?? [])).toMatch(/step 1: the live actor one is in another state/);
  });

  test('agrees with the shortest runs of any small system', () => {
    let replayed = 0;
    fc.assert(
      fc.property(randomSystem, (plan) => {
        const composition = new Composition(systemOf(plan), new TableStore());
        for (const run of runsOf(composition, checksOf(plan))) {
          expect(replay(composition, run)).toBeNull();
          replayed += 1;
        }
      }),
      { numRuns: 200, seed: 2563 },
    );
    expect(replayed).toBeGreaterThan(60);
  });
});

function runsOf(composition: Composition, checks: ReturnType<typeof checksOf>): readonly (readonly Choice[])[] {
  try {
    return explore(composition, checks).runs.filter((run) => run !== null);
  } catch (error) {
    if (error instanceof ModelError) return [];
    throw error;
  }
}
