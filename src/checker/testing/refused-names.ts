import {
  type AnyStateMachine,
  and,
  assign,
  createMachine,
  fromPromise,
  not as isNot,
  or,
  raise,
  sendTo,
  stateIn,
} from 'xstate';
import {
  all,
  enters,
  goes,
  inState,
  leaves,
  not,
  ofAll,
  send,
  sends,
  takes,
  whileIn,
  within,
} from '../property/patterns.ts';
import type { Check, Pattern, Property } from '../property/property.ts';
import type { ComponentSpec } from '../system/compose.ts';
import { explore } from '../search/explore.ts';
import { verify } from '../verify.ts';
import { component, compose, graph, machine } from './machines.ts';
import type { Refusal } from './refused-words.ts';

/** The client asks the server, which the client calls its `desk`, and is answered. */
const client = machine({
  id: 'client',
  initial: 'idle',
  states: {
    idle: { on: { GO: { target: 'asking', actions: send('desk', { type: 'REQUEST' }) } } },
    asking: { on: { ANSWER: 'idle' } },
  },
});
const server = machine({ id: 'server', on: { REQUEST: { actions: send('sender', { type: 'ANSWER' }) } } });

export const judging = (check: Check): ReturnType<typeof verify> => {
  const asks = component('client', client, ['GO'], { ports: { desk: 'server' } });
  return verify(compose(asks, component('server', server)), [{ id: 'P', checks: [check] }]);
};
const judged = (check: Check) => () => judging(check);
const never = (what: Pattern) => judged({ kind: 'never', what });

const go = takes('client', 'GO');
const answered = takes('client', 'ANSWER');
const part: Property = { id: 'P', sentence: '', source: '', checks: [{ kind: 'never', what: enters('imt', 'idle') }] };
const NO_COMPONENT =
  /^property P: test: no component is called 'cleint'; there are client, server; did you mean 'client'\?$/;
const NO_STATE =
  /^property P: the machine of client has no state 'askign'; it has idle, asking; did you mean 'asking'\?$/;
const NO_MESSAGE =
  /^property P: nobody sends 'REQEST' to server, and its machine has no transition for it; it takes REQUEST; did you mean 'REQUEST'\?$/;

const wrong = takes('cleint', 'GO');
const misspelt = takes('server', 'REQEST');
const nowhere = inState('cleint', 'idle');
const fair = [{ name: 'go', is: (name: string) => name === 'client' }];

/** Where a check may name something: each part of each kind. */
const checksWith = (pattern: Pattern): readonly [where: string, check: Check][] => [
  ['never', { kind: 'never', what: pattern }],
  ['never, one of several', { kind: 'never', what: all(go, pattern) }],
  ['never, the opposite', { kind: 'never', what: all(go, not(pattern)) }],
  ['sometimes', { kind: 'sometimes', what: pattern }],
  ['sometimes, after', { kind: 'sometimes', what: go, after: [pattern] }],
  ['sometimes, forget', { kind: 'sometimes', what: go, forget: pattern }],
  ['onlyAfter', { kind: 'onlyAfter', what: pattern, after: [go] }],
  ['onlyAfter, after', { kind: 'onlyAfter', what: answered, after: [go, pattern] }],
  ['onlyAfter, forget', { kind: 'onlyAfter', what: answered, after: [go], forget: pattern }],
  ['neverAfter', { kind: 'neverAfter', what: pattern, after: go }],
  ['neverAfter, after', { kind: 'neverAfter', what: answered, after: pattern }],
  ['neverAfter, forget', { kind: 'neverAfter', what: answered, after: go, forget: pattern }],
  ['leadsTo, from', { kind: 'leadsTo', from: pattern, to: answered, fair: [] }],
  ['leadsTo, to', { kind: 'leadsTo', from: go, to: pattern, fair: [] }],
];

const listing = (more: object) => () => compose({ name: 'one', machine: working, ...more } as ComponentSpec);
const working = createMachine(
  { id: 'm', entry: 'beep', invoke: { src: 'load', id: 'x' }, on: { GO: { actions: { type: 'log' } } } } as never,
  { actors: { load: fromPromise(() => Promise.resolve(1)) } } as never,
);
const counting = createMachine({
  id: 'm',
  context: { n: 0 },
  on: { GO: { actions: assign({ n: ({ context }) => (context as { n: number }).n + 1 }) } },
});

/** A machine with a delay, guards, an action and an actor, and a state that is as it is given. */
const machineWith = (a: object, more: object = {}): AnyStateMachine =>
  createMachine(
    { id: 'm', initial: 'a', states: { a: { initial: 'x', states: { x: {} }, ...a }, b: {} } } as never,
    {
      delays: { SLOW: 1000 },
      actions: { count: assign({}) },
      actors: { load: fromPromise(() => Promise.resolve(1)) },
      ...more,
      guards: { isReady: () => true, isBoth: and(['isReady']), ...(more as { guards?: object }).guards },
    } as never,
  );
const named = (a: object) => () => compose({ name: 'one', machine: machineWith(a) });

/** Every refusal of a name that nothing has. */
export const REFUSED_NAMES: readonly Refusal[] = [
  ...checksWith(wrong).map(([where, check]): Refusal => [`a component in ${where}`, judged(check), NO_COMPONENT]),
  ...checksWith(misspelt).map(([where, check]): Refusal => [`a message in ${where}`, judged(check), NO_MESSAGE]),
  ...checksWith(enters('client', 'askign')).map(
    ([where, check]): Refusal => [`a state in ${where}`, judged(check), NO_STATE],
  ),
  ['a component in enters', never(enters('cleint', 'idle')), NO_COMPONENT],
  ['a component in leaves', never(leaves('cleint', 'idle')), NO_COMPONENT],
  ['a component in goes', never(goes('cleint', 'idle', 'asking')), NO_COMPONENT],
  ['a component in sends', never(sends('cleint', 'server', 'REQUEST')), NO_COMPONENT],
  ['a component in while', judged({ kind: 'never', what: go, while: whileIn('cleint', 'idle') }), NO_COMPONENT],
  ['a component in always', judged({ kind: 'always', what: nowhere }), NO_COMPONENT],
  [
    'a component in a condition on several',
    judged({ kind: 'always', what: ofAll(['cle'], inState('int', 'idle')) }),
    NO_COMPONENT,
  ],
  ['a component in deadlock', judged({ kind: 'deadlock', except: nowhere }), NO_COMPONENT],
  [
    'a component in during',
    judged({ kind: 'leadsTo', from: go, to: answered, during: nowhere, fair: [] }),
    NO_COMPONENT,
  ],
  ['a component in only', judged({ kind: 'leadsTo', from: go, to: answered, only: () => nowhere, fair }), NO_COMPONENT],
  [
    'a state in only',
    judged({ kind: 'leadsTo', from: go, to: answered, only: () => inState('client', 'askign'), fair }),
    NO_STATE,
  ],
  [
    'a component in a part',
    judged(within('cle', part).checks[0] as Check),
    /no component is called 'cleimt'; .*; did you mean 'client'\?$/,
  ],
  [
    'a receiver',
    never(sends('client', 'servre', 'REQUEST')),
    /^property P: client sends to 'servre', and no component is called so; there are client, server; did you mean 'server'\?$/,
  ],
  [
    'a receiver by its port',
    never(sends('client', 'desk', 'REQUEST')),
    /^property P: client sends to 'desk', and no component is called so; that is a port of client, which leads to server: name that$/,
  ],
  ['a message in sends', never(sends('client', 'server', 'REQEST')), NO_MESSAGE],
  [
    'a message to a machine that takes none',
    () =>
      verify(compose(component('one', graph('m', 'a-A->b'), ['A']), component('two', machine({ id: 'm' }))), [
        { id: 'P', checks: [{ kind: 'never', what: takes('two', 'A1') }] },
      ]),
    /^property P: nobody sends 'A1' to two, and its machine has no transition for it; it takes nothing$/,
  ],
  [
    'an action to ignore',
    listing({ ignores: ['beep', 'lgo'] }),
    /^one: 'ignores' names 'lgo', and its machine does not have the action; it has beep, log; did you mean 'log'\?$/,
  ],
  [
    'an action to ignore of a machine that has none',
    listing({ machine: counting, ignores: ['beep'] }),
    /^one: 'ignores' names 'beep', and its machine does not have the action; it has none$/,
  ],
  [
    'a child with outcomes',
    listing({ ignores: ['beep', 'log'], outcomes: { laod: [{ done: 1 }] } }),
    /^one: 'outcomes' names 'laod', and its machine invokes or spawns nothing by the name; it has x, load; did you mean 'load'\?$/,
  ],
  [
    'a child of a machine that has none',
    listing({ machine: counting, outcomes: { x: [{ done: 1 }] } }),
    /^one: 'outcomes' names 'x', .*; it has none$/,
  ],
  [
    'a delay of `after`',
    named({ after: { SLOWW: 'b' } }),
    /^one: after: \{ SLOWW: … \}: its machine has no delay 'SLOWW'; it has SLOW; did you mean 'SLOW'\?$/,
  ],
  [
    'a delay of `raise`',
    named({ entry: raise({ type: 'GO' }, { delay: 'slow' as never }) }),
    /^one: delay: 'slow': its machine has no delay 'slow'; it has SLOW; did you mean 'SLOW'\?$/,
  ],
  [
    'a delay of `sendTo`',
    named({ on: { GO: { actions: sendTo(({ self }) => self, { type: 'GO' }, { delay: 'constructor' as never }) } } }),
    /^one: delay: 'constructor': its machine has no delay 'constructor'; it has SLOW$/,
  ],
  [
    'a delay that is a number as a text',
    named({ exit: raise({ type: 'GO' }, { delay: '100' as never }) }),
    /^one: delay: '100' is a text, which XState takes for a name; write delay: 100$/,
  ],
  [
    'a guard',
    named({ on: { GO: { guard: 'isRaedy', target: 'b' } } }),
    /^one: guard: 'isRaedy': its machine has no guard 'isRaedy'; it has isReady, isBoth; did you mean 'isReady'\?$/,
  ],
  [
    'a guard with params of `always`',
    named({ always: { guard: { type: 'isredy', params: { n: 1 } }, target: 'b' } }),
    /^one: guard: \{ type: 'isredy' \}: its machine has no guard 'isredy'; .*; did you mean 'isReady'\?$/,
  ],
  [
    'a guard within others',
    named({ onDone: { guard: and(['isReady', isNot(or(['isReady', 'isDone']))]), target: 'b' } }),
    /^one: guard: 'isDone': its machine has no guard 'isDone'/,
  ],
  [
    'a guard within one that is provided',
    () => listing({ machine: machineWith({}, { guards: { isBoth: and(['isReady', 'isBith']) } }) })(),
    /^one: guard: 'isBith': its machine has no guard 'isBith'; .*; did you mean 'isBoth'\?$/,
  ],
  [
    'a state of stateIn',
    named({ on: { GO: { guard: stateIn({ a: 'y' }), target: 'b' } } }),
    /^one: stateIn\(\{"a":"y"\}\): its machine has no state in 'a' 'y'; it has x$/,
  ],
  [
    'a state of stateIn by its path',
    named({ on: { GO: { guard: stateIn('aa.x'), target: 'b' } } }),
    /^one: stateIn\("aa\.x"\): its machine has no state 'aa'; it has a, b; did you mean 'a'\?$/,
  ],
  [
    'an actor',
    named({ invoke: { src: 'laod' } }),
    /^one: src: 'laod': its machine has no actor 'laod'; it has load; did you mean 'load'\?$/,
  ],
  [
    'an action that is provided by another name',
    () => explore(compose(component('one', machineWith({ on: { GO: { actions: 'cuont' } } }), ['GO'])), []),
    /^one: m: GO in \{"a":"x"\}: the effect 'cuont' is neither .* own; did you mean 'count'\?; if it changes nothing/,
  ],
];
