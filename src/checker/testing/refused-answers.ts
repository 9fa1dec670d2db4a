import { type AnyStateMachine, createMachine } from 'xstate';
import { all, enters, having, not, ofAll, sends, takes, where } from '../property/patterns.ts';
import type { Check } from '../property/property.ts';
import { verify } from '../verify.ts';
import { component, compose, graph } from './machines.ts';
import type { Refusal } from './refused-words.ts';

const light = graph('light', 'red-GO->green', 'green-STOP->red');
/** It tells the light that it has been hit. */
const button = createMachine({
  on: { HIT: { actions: { type: 'send', params: { to: 'light', message: { type: 'GO' } } } } },
});
const judged =
  (check: object, events = ['GO', 'STOP']) =>
  () =>
    verify(compose(component('light', light, events), component('button', button, ['HIT'])), [
      { id: 'P', checks: [check as Check] },
    ]);

/** What a function answers whose author has forgotten the `return`, or has written what XState would take for true. */
const none = (() => {}) as never;
const many = (() => 2) as never;
const go = takes('light', 'GO');
const leadsTo = { kind: 'leadsTo', from: go, to: takes('light', 'STOP'), fair: 'all' };

const answers = (place: string, kind: string): RegExp =>
  new RegExp(
    `^property P: '${place.replaceAll(/[.[\]]/g, String.raw`\$&`)}' of the check ${kind} answers undefined; it must answer true or false; is there a return\\?$`,
  );

/** Every place of every check in which a function may stand. */
const PLACES: readonly [place: string, check: object][] = [
  ['what', { kind: 'never', what: none }],
  ['while.is', { kind: 'never', what: go, while: { component: 'light', is: none } }],
  ['what', { kind: 'sometimes', what: none }],
  ['after[1]', { kind: 'sometimes', what: go, after: [go, none] }],
  ['forget', { kind: 'sometimes', what: go, forget: none }],
  ['what', { kind: 'onlyAfter', what: none, after: [go] }],
  ['after[0]', { kind: 'onlyAfter', what: go, after: [none] }],
  ['while.is', { kind: 'onlyAfter', what: go, after: [go], while: { component: 'light', is: none } }],
  ['what', { kind: 'neverAfter', what: none, after: go }],
  ['after', { kind: 'neverAfter', what: go, after: none }],
  ['forget', { kind: 'neverAfter', what: go, after: go, forget: none }],
  ['what.is', { kind: 'always', what: { of: ['light'], is: none } }],
  ['what.is', { kind: 'always', what: where({ name: 'light' }, none) }],
  ['from', { ...leadsTo, from: none }],
  ['to', { ...leadsTo, to: none }],
  ['during.is', { ...leadsTo, during: { of: ['light'], is: none } }],
  ['only.is', { ...leadsTo, only: () => ({ of: ['light'], is: none }) }],
  ['fair[0].is', { ...leadsTo, fair: [{ name: 'go', is: none }] }],
];

/** Every refusal of an answer that is neither yes nor no. */
export const REFUSED_ANSWERS: readonly Refusal[] = [
  ...PLACES.map(([place, check]): Refusal => {
    const { kind } = check as Check;
    return [`no answer of '${place}' of ${kind}`, judged(check), answers(place, kind)];
  }),
  [
    'no answer at a dead end',
    // The light stays green.
    judged({ kind: 'deadlock', except: { of: ['light'], is: none } }, ['GO']),
    answers('except.is', 'deadlock'),
  ],
  [
    'no answer of `only`',
    judged({ ...leadsTo, only: none }),
    /^property P: 'only' of the check leadsTo answers undefined; it must answer true, false or \{ of, is \}; is there a return\?$/,
  ],
  [
    'an answer of `only` that is no condition',
    judged({ ...leadsTo, only: () => ({ of: 'light' }) as never }),
    /^property P: 'only' of the check leadsTo must answer true, false or \{ of: \['name', …\]/,
  ],
  [
    'an answer that is a number',
    judged({ kind: 'always', what: { of: ['light'], is: many } }),
    /^property P: 'what\.is' of the check always answers 2; it must answer true or false$/,
  ],
  [
    'no answer within not(…)',
    judged({ kind: 'never', what: not(none) }),
    /^property P: the pattern of not\(…\) answers undefined; it must answer true or false; is there a return\?$/,
  ],
  [
    'no answer within all(…)',
    judged({ kind: 'never', what: all(go, none) }),
    /^property P: pattern 2 of all\(…\) answers undefined/,
  ],
  [
    'no answer within not(all(…))',
    judged({ kind: 'never', what: not(all(go, enters('light', 'green'), none)) }),
    /^property P: pattern 3 of all\(…\) answers undefined/,
  ],
  [
    'no answer within having(…)',
    judged({ kind: 'never', what: not(having(none)) }),
    /^property P: what having\(…\) asks of the context answers undefined/,
  ],
  [
    'no answer within sends(…)',
    judged({ kind: 'never', what: not(sends('button', 'light', 'GO', none)) }),
    /^property P: what sends\('button', 'light', 'GO', …\) asks of the message answers undefined/,
  ],
  [
    'no answer within ofAll(…)',
    judged({ kind: 'always', what: ofAll(['light', 'button'], { of: [''], is: none }) }),
    /^property P: the condition of ofAll\(…\) answers undefined/,
  ],
];

/** A guard of a machine may answer with anything, as in XState: what is not false counts as true. */
export const truthy: AnyStateMachine = createMachine(
  {
    initial: 'a',
    states: {
      a: {
        on: {
          GO: [
            { guard: 'none', target: 'c' },
            { guard: 'some', target: 'b' },
          ],
        },
      },
      b: {},
      c: {},
    },
  },
  { guards: { some: (() => 'yes') as never, none } },
);
