import { describe, expect, test } from 'vitest';
import { assign, sendParent, setup } from 'xstate';
import { rescheduleNegotiatorMachine } from '../../machines/schedd/reschedule-negotiator.ts';
import { explore } from '../checker/search/explore.ts';
import { declaredStates, reachedStates } from '../checker/system/coverage.ts';
import { component, compose, machine, send } from '../checker/testing/machines.ts';
import { MODELS, OWN_MUTATION_RECORDS } from '../testing/models.ts';
import { coverageOf } from './covered.ts';
import { uncovered } from './explained.ts';
import { mutantsOf } from './mutants.ts';
import { trialsOf } from './trials.ts';
import { explore as exploreTrials } from './unmutated.ts';

const lamp = setup({
  types: {} as { context: { pushed: boolean }; events: { type: 'PUSH' | 'KICK' } },
  guards: { isBroken: () => false, isWhole: () => true },
}).createMachine({
  id: 'lamp',
  context: { pushed: false },
  initial: 'off',
  states: {
    off: { on: { PUSH: [{ guard: 'isBroken', target: 'sparking' }, { target: 'on' }] } },
    on: { on: { PUSH: { guard: 'isWhole', target: 'off' }, KICK: 'sparking' } },
    sparking: {},
  },
});

test('says which transitions no step takes, and which guards have never been true or never false', () => {
  const composition = compose(component('lamp', lamp, ['PUSH']));
  expect(explore(composition, []).states).toBe(2);
  expect(coverageOf([composition.tables], [lamp])).toEqual([
    {
      machine: 'lamp',
      transitions: 4,
      guards: 2,
      notTaken: ['off/PUSH[0]', 'on/KICK[0]'],
      neverTrue: ['off/PUSH[0]'],
      neverFalse: ['on/PUSH[0]'],
    },
  ]);
});

test('knows of a child that tells its parent, and passes through transient states on the way', () => {
  const kid = setup({}).createMachine({
    id: 'kid',
    initial: 'idle',
    states: {
      idle: { on: { PING: 'telling' } },
      telling: { always: { target: 'told', actions: sendParent({ type: 'PONG' }) } },
      told: {},
    },
  });
  const boss = setup({ actors: { kid } }).createMachine({
    id: 'boss',
    invoke: { id: 'kid', src: 'kid' },
    initial: 'a',
    states: { a: { on: { PONG: 'b' } }, b: {} },
  });
  const composition = compose(component('boss', boss), component('kid', kid, ['PING'], { spawnedBy: 'boss' }));
  explore(composition, []);
  expect(coverageOf([composition.tables], [kid, boss]).map(({ machine: id, notTaken }) => [id, notTaken])).toEqual([
    ['kid', []],
    ['boss', []],
  ]);
  expect(
    declaredStates(composition.tables).filter((state) => !reachedStates(composition.tables).includes(state)),
  ).toEqual([]);
});

const isOfHandler = (one: string) => one.startsWith('rescheduleNegotiator/');

/** For all machines: cli/mutate.deep.test.ts. */
test('leaves of a handler what is explained, and nothing else', () => {
  const { store } = exploreTrials(trialsOf(MODELS).filter(({ name }) => name.startsWith('reschedule ')));
  const [coverage] = coverageOf([store], [rescheduleNegotiatorMachine]);
  const left = uncovered(coverage ? [coverage] : []);
  expect(left.length).toBeGreaterThan(0);
  const explained = Object.keys(OWN_MUTATION_RECORDS.uncovered() ?? {});
  expect(left.toSorted()).toEqual(explained.filter(isOfHandler).toSorted());
});

const count = assign({ n: ({ context }: { context: { n: number } }) => (context.n + 1) % 3 } as never);
const inner = {
  initial: { target: 'x', actions: [count] },
  states: { x: { on: { GO: 'y' } }, y: { on: { BACK: '#m.a' } } },
};
const first = machine({
  id: 'm',
  context: { n: 0 },
  initial: { target: 'a', actions: count },
  states: { a: { on: { IN: 'b' } }, b: inner },
});

const notTaken = (...events: string[]) => {
  const composition = compose(component('m', first, events));
  explore(composition, []);
  return coverageOf([composition.tables], [first])[0]?.notTaken;
};

describe('what is done on the way to where a state begins', () => {
  test('has mutants: an action is dropped, and another state is the first', () => {
    const mutants = mutantsOf(first).filter(({ site }) => 'index' in site && site.list[0] === 'initial');
    expect(mutants.map(({ id }) => id)).toEqual([
      'm//initial[0] retarget b',
      'm//initial[0] drop-action 0',
      'm/b/initial[0] retarget y',
      'm/b/initial[0] drop-action 0',
    ]);
    const shown = mutants.map(({ make }) => {
      const { states, depth } = explore(compose(component('m', make(), ['IN', 'GO', 'BACK'])), []);
      return { states, depth };
    });
    const original = explore(compose(component('m', first, ['IN', 'GO', 'BACK'])), []);
    expect({ states: original.states, depth: original.depth }).toEqual({ states: 9, depth: 8 });
    expect(shown).toEqual([
      { states: 9, depth: 8 },
      { states: 9, depth: 8 },
      { states: 6, depth: 5 },
      { states: 3, depth: 2 },
    ]);
  });

  test('is covered where it is done, at the start and later, and not where it is not', () => {
    expect(notTaken('IN', 'GO', 'BACK')).toEqual([]);
    expect(notTaken('GO')).toEqual(['a/IN[0]', 'b/initial[0]', 'b.x/GO[0]', 'b.y/BACK[0]']);
  });

  test('is covered where a message leads to it', () => {
    const sender = machine({ id: 'other', on: { GO: { actions: send('m', 'IN') } } });
    const composition = compose(component('m', first), component('other', sender, ['GO']));
    explore(composition, []);
    expect(coverageOf([composition.tables], [first])[0]?.notTaken).toEqual(['b.x/GO[0]', 'b.y/BACK[0]']);
  });
});
