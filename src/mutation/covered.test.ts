import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { rescheduleNegotiatorMachine } from '../../machines/schedd/reschedule-negotiator.ts';
import { explore } from '../checker/search/explore.ts';
import { component, compose } from '../checker/testing/machines.ts';
import { MODELS, OWN_MUTATION_RECORDS } from '../testing/models.ts';
import { coverageOf } from './covered.ts';
import { uncovered } from './explained.ts';
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

const isOfHandler = (one: string) => one.startsWith('rescheduleNegotiator/');

/** Of all machines: cli/mutate.deep.test.ts. */
test('leaves of a handler what is explained, and nothing else', () => {
  const { store } = exploreTrials(trialsOf(MODELS).filter(({ name }) => name.startsWith('reschedule ')));
  const [coverage] = coverageOf([store], [rescheduleNegotiatorMachine]);
  const left = uncovered(coverage ? [coverage] : []);
  expect(left.length).toBeGreaterThan(0);
  const explained = Object.keys(OWN_MUTATION_RECORDS.uncovered() ?? {});
  expect(left.toSorted()).toEqual(explained.filter(isOfHandler).toSorted());
});
