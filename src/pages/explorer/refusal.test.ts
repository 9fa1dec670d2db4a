import { expect, test } from 'vitest';
import { and, not, or, setup } from 'xstate';
import { Composition } from '../../checker/system/compose.ts';
import { TableStore } from '../../checker/system/table/table.ts';
import { refusal } from './refusal.ts';

const machine = setup({ guards: { yes: () => true, no: () => false, never: () => false } }).createMachine({
  id: 'guarded',
  initial: 'only',
  on: {
    SEVERAL: [
      { guard: 'no', target: '.only' },
      { guard: 'never', target: '.only' },
    ],
  },
  states: {
    only: {
      on: {
        ONE: { guard: 'no', target: 'other' },
        AND: { guard: and(['yes', 'no']), target: 'other' },
        OR: { guard: or(['no', 'never']), target: 'other' },
        NOT: { guard: not('yes'), target: 'other' },
        NESTED: { guard: and(['yes', or(['no', not('yes')])]), target: 'other' },
        INLINE: { guard: () => false, target: 'other' },
      },
    },
    other: { on: { ELSEWHERE: 'only' } },
  },
});

const events = ['ONE', 'AND', 'OR', 'NOT', 'NESTED', 'INLINE', 'SEVERAL', 'ELSEWHERE'];
const composition = new Composition(
  {
    name: 'guards',
    components: [
      { name: 'guarded', process: 'alone', machine, environment: events.map((type) => ({ event: { type } })) },
    ],
  },
  new TableStore(),
);

test.each([
  ['ONE', 'the guard no is false'],
  ['AND', 'the guard no is false'],
  ['OR', 'the guards no, never are false'],
  ['NOT', 'the guard not yes is false'],
  ['NESTED', 'the guards no, not yes are false'],
  ['INLINE', 'the guard without a name is false'],
  ['SEVERAL', 'the guards no, never are false'],
  ['ELSEWHERE', 'no transition in this state'],
])('%s is refused: %s', (type, why) => {
  const choice = composition.choices.find(({ event }) => event.type === type);
  expect(choice && refusal(composition, composition.initial, choice)).toBe(why);
});
