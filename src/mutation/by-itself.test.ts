import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, type AnyStateNode, fromPromise, setup } from 'xstate';
import { print } from '../checker/testing/machines.ts';
import { describeSite } from './describe.ts';
import { MUTATIONS, mutantsOf } from './mutants.ts';
import { type Fields, transitionSites } from './sites.ts';

function nothing(..._args: [unknown, object]): void {}

/** A machine with every list in which a transition may be written, alone and among several, as a string and as an object. */
const kettle = setup({
  types: {} as { context: { tries: number }; events: { type: 'GO' | 'onDone' | 'invoke.onError' } },
  actors: { heat: fromPromise(() => Promise.resolve('hot')), watch: fromPromise(() => Promise.resolve('seen')) },
  actions: { dprintf: nothing },
  delays: { cooling: 5000 },
  guards: { isOld: () => false, isNew: () => true },
}).createMachine({
  id: 'kettle',
  context: { tries: 0 },
  initial: 'cold',
  states: {
    cold: { on: { GO: 'heating', onDone: {} }, after: { 1000: 'off', cooling: { actions: print('cools') } } },
    heating: {
      on: { 'invoke.onError': {} },
      invoke: {
        id: 'heat',
        src: 'heat',
        onDone: { target: 'brewing', actions: [print('hot'), print('whistle')] },
        onError: [{ guard: 'isOld', target: 'off' }, { guard: 'isNew', target: 'cold' }, 'off'],
      },
    },
    brewing: {
      initial: 'steeping',
      states: {
        steeping: {
          invoke: [
            { id: 'first', src: 'watch', onDone: 'ready' },
            { src: 'watch', onError: { target: 'ready', guard: 'isOld' }, onSnapshot: { actions: print('looks') } },
          ],
        },
        ready: { type: 'final' },
      },
      onDone: [{ guard: 'isOld', target: 'off' }, { target: 'both' }],
    },
    both: {
      type: 'parallel',
      states: {
        lid: { initial: 'shut', states: { shut: { after: { 1e3: 'open' } }, open: { type: 'final' } } },
        light: { initial: 'on', states: { on: { always: 'out' }, out: { type: 'final' } }, onDone: {} },
      },
      onDone: 'off',
    },
    off: {},
  },
});

/** Every transition as it is called, and the state and the event by which XState knows its list. */
const PLACES = {
  'cold/GO[0]': 'cold GO',
  'cold/onDone[0]': 'cold onDone',
  'cold/after.1000[0]': 'cold xstate.after.1000.kettle.cold',
  'cold/after.cooling[0]': 'cold xstate.after.cooling.kettle.cold',
  'heating/invoke.onError[0]': 'heating invoke.onError',
  'heating/invoke.onDone[0]': 'heating xstate.done.actor.heat',
  'heating/(invoke.onError)[0]': 'heating xstate.error.actor.heat',
  'heating/(invoke.onError)[1]': 'heating xstate.error.actor.heat',
  'heating/(invoke.onError)[2]': 'heating xstate.error.actor.heat',
  'brewing/onDone[0]': 'brewing xstate.done.state.kettle.brewing',
  'brewing/onDone[1]': 'brewing xstate.done.state.kettle.brewing',
  'brewing.steeping/invoke.0.onDone[0]': 'brewing.steeping xstate.done.actor.first',
  'brewing.steeping/invoke.1.onError[0]': 'brewing.steeping xstate.error.actor.1.kettle.brewing.steeping',
  'brewing.steeping/invoke.1.onSnapshot[0]': 'brewing.steeping xstate.snapshot.1.kettle.brewing.steeping',
  'both/onDone[0]': 'both xstate.done.state.kettle.both',
  'both.lid.shut/after.1000[0]': 'both.lid.shut xstate.after.1000.kettle.both.lid.shut',
  'both.light/onDone[0]': 'both.light xstate.done.state.kettle.both.light',
  'both.light.on/always[0]': 'both.light.on ',
};

/** The lists of transitions of a machine as XState made them, by the state and the event. */
function listsOf(machine: AnyStateMachine): Map<string, string> {
  const lists = nodesOf(machine.root).flatMap((node) =>
    [...node.transitions, ['', node.always ?? []] as const].map(([event, candidates]): [string, string] => {
      const text = candidates.map(({ target, guard, actions }) => [target?.map(({ id }) => id), guard, actions]);
      return [`${node.path.join('.')} ${event}`, JSON.stringify(text, withNames)];
    }),
  );
  return new Map(lists.filter(([, text]) => text !== '[]'));
}

const nodesOf = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(nodesOf)];

const withNames = (_: string, part: unknown): unknown =>
  typeof part === 'function' ? { ...part, name: part.name } : part;

describe('transitions for what happens to a machine by itself', () => {
  test('are found in every list, under a name that no event of their state has', () => {
    expect(transitionSites(kettle.config as Fields).map(describeSite)).toEqual(Object.keys(PLACES));
    expect(new Set(Object.values(PLACES))).toEqual(new Set(listsOf(kettle).keys()));
  });

  test('have mutants of all kinds, each with an id of its own', () => {
    const all = mutantsOf(kettle);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(MUTATIONS.map((kind) => [kind, all.filter((one) => one.kind === kind).length])).toEqual([
      ['negate-guard', 4],
      ['drop-guard', 4],
      ['drop-transition', 18],
      // Each of nine targets at the top has four siblings, each of four within a state has one.
      ['retarget', 9 * 4 + 4],
      ['drop-action', 4],
    ]);
  });

  test('are changed in their own place and nowhere else, each in another way', () => {
    const original = listsOf(kettle);
    const seen = mutantsOf(kettle).map(({ id, make }) => {
      const lists = listsOf(make());
      const keys = [...new Set([...original.keys(), ...lists.keys()])];
      const changed = keys.filter((key) => original.get(key) !== lists.get(key));
      const place = id.slice('kettle/'.length, id.indexOf(' ')) as keyof typeof PLACES;
      expect(changed, id).toEqual([PLACES[place]]);
      return `${changed[0]} ${lists.get(changed[0] as string)}`;
    });
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('are dropped with their timer', () => {
    const dropped = mutantsOf(kettle)
      .find(({ id }) => id === 'kettle/cold/after.1000[0] drop-transition')
      ?.make();
    expect(Object.keys(dropped?.config.states?.['cold']?.after ?? {})).toEqual(['cooling']);
  });
});
