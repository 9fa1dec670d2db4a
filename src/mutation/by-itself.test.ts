import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, type AnyStateNode, assign, createMachine, fromPromise, raise, setup } from 'xstate';
import { explore } from '../checker/search/explore.ts';
import { component, compose, machine, print, reaches, system } from '../checker/testing/machines.ts';
import { coverageOf } from './covered.ts';
import { describeSite } from './describe.ts';
import { Killer } from './kill.ts';
import { type Mutant, MUTATIONS, mutantsOf } from './mutants.ts';
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
function listsOf(one: AnyStateMachine): Map<string, string> {
  const lists = nodesOf(one.root).flatMap((node) =>
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

/** It asks after a while, works for a while, and never comes to its end, as it is not old. */
const clerk = setup({
  types: {} as { events: { type: 'STOP' } },
  actors: { ask: fromPromise(() => Promise.resolve('yes')) },
  guards: { isOld: () => false, isNew: () => true },
}).createMachine({
  id: 'clerk',
  initial: 'idle',
  states: {
    idle: { after: { 1000: [{ guard: 'isOld', target: 'off' }, { target: 'asking' }] } },
    asking: {
      after: { 10: { guard: 'isOld', target: 'off' } },
      invoke: { src: 'ask', onDone: 'work', onError: { guard: 'isNew', target: 'work' } },
    },
    work: {
      initial: 'step',
      states: { step: { after: { 5: 'end' } }, end: { type: 'final' } },
      onDone: { guard: 'isOld', target: 'off' },
    },
    off: { after: { 1000: 'idle' } },
  },
});

const outcomes = { ask: [{ done: 'yes' }, { error: 'no' }] };

describe('the coverage of transitions for what happens to a machine by itself', () => {
  test('tells those that are taken, and what their guards have said, also where no transition follows', () => {
    const composition = compose(component('clerk', clerk, [], { outcomes }));
    // Asking goes on with its timer armed and without it.
    expect(explore(composition, []).states).toBe(5);
    expect(coverageOf([composition.tables], [clerk])).toEqual([
      {
        machine: 'clerk',
        transitions: 8,
        guards: 4,
        notTaken: ['idle/after.1000[0]', 'asking/after.10[0]', 'work/onDone[0]', 'off/after.1000[0]'],
        neverTrue: ['idle/after.1000[0]', 'asking/after.10[0]', 'work/onDone[0]'],
        neverFalse: ['asking/invoke.onError[0]'],
      },
    ]);
  });
});

const throwing = () => {
  throw new Error('no');
};

describe('a killer of a machine that waits', () => {
  test('tells what is never taken from what leads elsewhere', () => {
    const what = reaches('clerk', 'off');
    const properties = [{ id: 'off', sentence: '', source: '', checks: [{ kind: 'sometimes' as const, what }] }];
    const killer = new Killer([
      { name: 'work', spec: system(component('clerk', clerk, [], { outcomes })), properties },
    ]);
    const fates = mutantsOf(clerk, ['drop-transition', 'drop-guard']).map((one) => {
      const found = killer.kill(clerk, one);
      return `${one.id.slice('clerk/'.length)}: ${typeof found === 'string' ? found : found.evidence}`;
    });
    expect(fates).toEqual([
      'idle/after.1000[0] drop-guard: verdict',
      // The timer is still armed, for the other candidate.
      'idle/after.1000[0] drop-transition: same',
      'idle/after.1000[1] drop-transition: counts',
      'asking/after.10[0] drop-guard: verdict',
      // Nothing takes it, but with it goes its timer.
      'asking/after.10[0] drop-transition: counts',
      'asking/invoke.onDone[0] drop-transition: counts',
      'asking/invoke.onError[0] drop-guard: same',
      'asking/invoke.onError[0] drop-transition: counts',
      'work/onDone[0] drop-guard: verdict',
      'work/onDone[0] drop-transition: same',
      'work.step/after.5[0] drop-transition: counts',
      'off/after.1000[0] drop-transition: same',
    ]);
  });

  test('sees what is done at the start, and what is only armed', () => {
    const starter = machine({
      id: 'starter',
      initial: 'a',
      entry: print('hello'),
      states: {
        a: { on: { GO: { target: 'armed', actions: raise({ type: 'LATER' }, { id: 'later', delay: 10 }) } } },
        armed: { on: { LATER: 'b' } },
        b: {},
      },
    });
    const killer = new Killer([{ name: 'start', spec: system(component('one', starter, ['GO'])), properties: [] }]);
    const fates = mutantsOf(starter, ['drop-action']).map((one) => [one.id, killer.kill(starter, one)]);
    const counts = { trial: 'start', evidence: 'counts', by: [] };
    expect(fates).toEqual([
      ['starter/a/GO[0] drop-action 0', counts],
      ['starter//entry drop-action 0', 'unseen'],
    ]);
  });

  test('has nothing to compare with where the machine as it is cannot be explored', () => {
    const broken = machine({
      id: 'broken',
      initial: 'a',
      states: { a: { on: { GO: { guard: throwing, target: 'b' } } }, b: {} },
    });
    const killer = new Killer([{ name: 'broken', spec: system(component('one', broken, ['GO'])), properties: [] }]);
    const [mutant] = mutantsOf(broken, ['drop-guard']) as [Mutant];
    expect(() => killer.kill(broken, mutant)).toThrow(/^one: broken: GO in "a" throws: .*: no$/);
  });
});

describe('a machine that another one starts', () => {
  const child = setup({ types: {} as { events: { type: 'END' | 'SKIP' } } }).createMachine({
    id: 'child',
    initial: 'at work',
    states: { 'at work': { on: { END: 'ended', SKIP: {} } }, ended: { type: 'final' } },
  });
  const parent = setup({ actors: { child } }).createMachine({
    id: 'parent',
    initial: 'waits',
    states: { waits: { invoke: { id: 'child', src: 'child', onDone: 'done' } }, done: {} },
  });
  const components = [
    component('parent', parent),
    component('child', child, ['END'], { spawnedBy: 'parent' }),
  ] as const;

  test('is covered, and so is what its end does', () => {
    const composition = compose(...components);
    explore(composition, []);
    const [ofParent, ofChild] = coverageOf([composition.tables], [parent, child]);
    expect(ofParent).toMatchObject({ transitions: 1, notTaken: [] });
    expect(ofChild).toMatchObject({ transitions: 2, notTaken: ['at work/SKIP[0]'] });
  });

  test('is mutated where it is started, too: it is not refused as another machine', () => {
    const properties = [
      {
        id: 'done',
        sentence: '',
        source: '',
        checks: [{ kind: 'sometimes' as const, what: reaches('parent', 'done') }],
      },
    ];
    const killer = new Killer([{ name: 'start', spec: system(...components), properties }]);
    const killed = { trial: 'start', evidence: 'verdict', by: ['done'] };
    const fates = [parent, child].flatMap((one) =>
      mutantsOf(one).map((mutant) => [mutant.id, killer.kill(one, mutant)]),
    );
    expect(fates).toEqual([
      ['parent/waits/invoke.onDone[0] drop-transition', killed],
      ['parent/waits/invoke.onDone[0] retarget waits', killed],
      ['child/at work/END[0] drop-transition', killed],
      ['child/at work/END[0] retarget at work', killed],
      ['child/at work/SKIP[0] drop-transition', 'same'],
    ]);
  });
});

/** Counts up to a bound that is in none of its texts. */
const counter = (most: number) =>
  createMachine({
    id: 'counter',
    context: { n: 0 },
    on: {
      ADD: [
        {
          guard: ({ context }) => context.n < most,
          actions: assign({ n: ({ context }) => (context.n as number) + 1 }),
        },
        { actions: print('full') },
      ],
    },
  });

test('a machine that each variant makes again is one machine, with what each has given it', () => {
  const trial = (most: number) => ({
    name: `up to ${most}`,
    spec: { ...system(component('counter', counter(most), ['ADD'])), name: `up to ${most}` },
    properties: [],
  });
  const trials = [1, 3].map(trial);
  const original = counter(2);
  const tables = trials.map(({ spec }) => {
    const composition = compose(...spec.components);
    explore(composition, []);
    return composition.tables;
  });
  expect(coverageOf(tables, [original])).toMatchObject([
    { transitions: 2, notTaken: [], neverTrue: [], neverFalse: [] },
  ]);
  const killer = new Killer(trials);
  const fates = mutantsOf(original, ['drop-action', 'negate-guard']).map((one) => [one.id, killer.kill(original, one)]);
  const counts = { trial: 'up to 1', evidence: 'counts', by: [] };
  expect(fates).toEqual([
    ['counter//ADD[0] negate-guard', counts],
    ['counter//ADD[0] drop-action 0', counts],
    ['counter//ADD[1] drop-action 0', 'unseen'],
  ]);
});
