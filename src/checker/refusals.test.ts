import { readFileSync } from 'node:fs';
import {
  type AnyStateMachine,
  assign,
  cancel,
  createMachine,
  emit,
  enqueueActions,
  fromPromise,
  log,
  raise,
  sendTo,
  setup,
  spawnChild,
  stopChild,
} from 'xstate';
import { describe, expect, test } from 'vitest';
import { ModelError } from './errors.ts';
import { explore } from './search/explore.ts';
import type { ComponentSpec } from './system/compose.ts';
import { channel, oneOf } from './system/channel.ts';
import { compose, graph } from './testing/machines.ts';
import { REFUSED_ANSWERS, truthy } from './testing/refused-answers.ts';
import { REFUSED_NAMES } from './testing/refused-names.ts';
import { REFUSED_STUDIES } from './testing/refused-studies.ts';
import { REFUSED_KEYS } from './testing/refused-words.ts';
import { verify } from './verify.ts';
import { enters, witness } from './property/patterns.ts';

/** Goes up at every ask. */
let counted = 0;

const kid = createMachine({
  id: 'kid',
  initial: 'a',
  states: { a: { on: { BYE: 'end' } }, end: { type: 'final' } },
});
const promise = fromPromise(() => Promise.resolve(1));

/** A machine that does this when it takes GO in the state `a`. */
const doing = (...actions: unknown[]) =>
  setup({ actors: { kid, promise } }).createMachine({
    id: 'm',
    context: { n: 0 },
    initial: 'a',
    states: { a: { on: { GO: { target: 'b', actions } } }, b: {} },
  } as never) as unknown as AnyStateMachine;

interface Spawning {
  readonly spawn: (src: string, options: object) => unknown;
}

const me = (machine: AnyStateMachine, more: Partial<ComponentSpec> = {}): ComponentSpec => ({
  name: 'me',
  machine,
  environment: [{ event: { type: 'GO' } }],
  ...more,
});

const exploring =
  (...components: readonly ComponentSpec[]) =>
  () =>
    explore(compose(...components), []);
const doingIn =
  (more: Partial<ComponentSpec>, ...actions: unknown[]) =>
  () =>
    exploring(me(doing(...actions), more))();
const does = (...actions: unknown[]) => doingIn({}, ...actions);
const assigns = (value: (args: never) => unknown) => does(assign({ n: value } as never));

const invoking = (src: unknown, more: object = {}) =>
  createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { GO: 'b' } }, b: { invoke: { src, id: 'x', ...more } } },
  } as never);

/** Every refusal: what is tried, and what the error says: whose it is, where, what is wrong, and what to do. */
const REFUSALS: readonly (readonly [string, () => unknown, RegExp])[] = [
  [
    'a custom action that is not listed',
    does({ type: 'beep' }),
    /^me: m: GO in "a": the effect 'beep' .* ignores: \['beep'\]/,
  ],
  [
    'params of `send` that are none',
    does({ type: 'send', params: { message: 1 } }),
    /^me: m: GO in "a": .*it needs \{ to: 'port', message/,
  ],
  [
    'a message without a type',
    does({ type: 'send', params: { to: 'x', message: { a: 1 } } }),
    /^me: m: GO in "a": the message that it sends to 'x' is \{"a":1\}: it must be an object with a 'type'/,
  ],
  [
    'a port that leads nowhere',
    does({ type: 'send', params: { to: 'x', message: { type: 'A' } } }),
    /me sends to 'x', which leads nowhere; give it ports/,
  ],
  [
    'an answer to the environment',
    does({ type: 'send', params: { to: 'sender', message: { type: 'A' } } }),
    /me sends to 'sender', which leads nowhere; the environment cannot be answered/,
  ],
  [
    'a parent that is not named',
    does(sendTo('#_parent', { type: 'A' })),
    /me sends to '#_parent', which leads nowhere; give it 'parent' or 'spawnedBy'/,
  ],
  [
    'a timer that is armed twice',
    does(raise({ type: 'A' }, { delay: 1, id: 't' }), raise({ type: 'A' }, { delay: 1, id: 't' })),
    /^me: m: GO in "a": the timer 't' is armed while it is armed already.*cancel it first/,
  ],
  [
    'too many timers alike',
    does(...Array.from({ length: 9 }, () => raise({ type: 'A' }, { delay: 1 }))),
    /^me: m: GO in "a": more than 8 delayed 'A' .*cancel those before/,
  ],
  [
    'an invocation of which nothing is known',
    exploring(me(invoking(promise))),
    /^me: m: GO in "a": it invokes 'x' .*list how it may come out: outcomes: \{ 'x':/,
  ],
  [
    'an invocation without logic',
    exploring(me(invoking('nothing'))),
    /^me: m: GO in "a": it invokes 'nothing', for which the machine has no actor; give it one: setup\(\{ actors: \{ 'nothing': … \} \}\)/,
  ],
  [
    'an invocation without logic, whose outcomes are listed',
    exploring(me(invoking('nothing'), { outcomes: { nothing: [{ done: 1 }] } })),
    /for which the machine has no actor; give it one: .* where 'outcomes' lists how it comes out it never runs, so fromPromise\(async/,
  ],
  [
    'an invoked machine that is no component',
    exploring(me(invoking(kid))),
    /^test: me invokes or spawns the machine 'x', which is not a component; add \{ name: 'x', machine: …, spawnedBy: 'me' \}, or list/,
  ],
  [
    'a message to an invoked machine that is no component',
    does(spawnChild('kid' as never, { id: 'k' }), sendTo('k' as never, { type: 'BYE' } as never)),
    /^test: me invokes or spawns the machine 'k', which is not a component/,
  ],
  [
    'a message with the key of a channel',
    does({ type: 'send', params: { to: 'me', message: { type: 'A', 'claimcheck.channel': undefined } } }),
    /^test: me sends A to 'me' with the key 'claimcheck.channel', by which a channel knows its own events; leave it out/,
  ],
  [
    'snapshots of a child',
    exploring(me(invoking(promise, { onSnapshot: {} }), { outcomes: { x: [{ done: 1 }] } })),
    /^me: m: GO in "a": it asks for the snapshots of 'x'.*instead of onSnapshot/,
  ],
  [
    'an outcome that is none',
    exploring(me(invoking(promise), { outcomes: { x: [{ good: 1 } as never] } })),
    /^me: m: an outcome that is listed for 'x' is not one of \{ done/,
  ],
  [
    'a spawn without an id',
    does(spawnChild('kid' as never)),
    /^me: m: GO in "a": it spawns an actor without an id; give it one/,
  ],
  [
    'a child twice',
    does(spawnChild('kid' as never, { id: 'k' }), spawnChild('kid' as never, { id: 'k' })),
    /^me: m: GO in "a": it starts 'k' while a child of that id runs; give each/,
  ],
  [
    'a child again while a delayed message to an earlier one is on its way',
    doingIn(
      {},
      spawnChild('kid' as never, { id: 'k' }),
      sendTo('k', { type: 'A' }, { delay: 1 }),
      stopChild('k'),
      spawnChild('kid' as never, { id: 'k' }),
    ),
    /^me: m: GO in "a": it starts 'k' while a delayed message to an earlier child of that id is on its way; cancel it/,
  ],
  [
    'a child that the context spawns and that is stopped before it has started',
    exploring(
      me(
        createMachine(
          {
            id: 'm',
            context: ({ spawn }: Spawning) => ({ k: spawn('kid', { id: 'k' }) }),
            entry: stopChild('k'),
          } as never,
          { actors: { kid } } as never,
        ),
      ),
    ),
    /^me: m at its start: it stops 'k', which its context spawns, before that has started/,
  ],
  [
    'a component that has ended and is started again before that is known',
    exploring(
      me(
        createMachine({
          initial: 'a',
          states: {
            a: {
              invoke: { src: kid, id: 'k' },
              exit: sendTo('k', { type: 'BYE' }),
              on: { GO: { target: 'a', reenter: true } },
            },
          },
        } as never),
      ),
      { name: 'k', machine: kid, spawnedBy: 'me' },
    ),
    /^k has ended, and is started again by me before that has taken its end, .* give the second one another id/,
  ],
  [
    'a message to what system.get does not find, where lost ones are dropped',
    exploring(me(doing(sendTo(({ system }) => system.get('k'), { type: 'BYE' }))), {
      name: 'k',
      machine: kid,
      spawnedBy: 'me',
      unhandled: 'drop',
    }),
    /^me sends BYE to system.get\('k'\), and k has not started: there XState does not drop the message, but has me take it; send it only while k runs/,
  ],
  [
    'a component that is two children at once',
    exploring(
      me(doing(spawnChild('kid' as never, { id: 'k' }), spawnChild('kid' as never, { id: 'l' })), {
        ports: { k: 'k', l: 'k' },
      }),
      { name: 'k', machine: kid, spawnedBy: 'me' },
    ),
    /^k: .*: it is started as 'l' while it runs as 'k': there would be two of it; give the other one a component/,
  ],
  [
    'a child that is no component',
    does(spawnChild('kid' as never, { id: 'k' })),
    /^test: me invokes or spawns the machine 'k', which is not a component; add \{ name: 'k', machine: …, spawnedBy: 'me' \}, or list .*: outcomes: \{ 'k':/,
  ],
  [
    'a component that does not say that it is spawned',
    exploring(me(doing(spawnChild('kid' as never, { id: 'k' }))), { name: 'k', machine: kid }),
    /me starts 'k', so the component k must say spawnedBy: 'me'/,
  ],
  [
    'a component of another machine than is spawned',
    exploring(me(doing(spawnChild('kid' as never, { id: 'k' }))), {
      name: 'k',
      machine: createMachine({}),
      spawnedBy: 'me',
    }),
    /me starts 'k' with the machine kid, and the component k has another one; give it the same/,
  ],
  ['chance', assigns(() => Math.random()), /^me: m: GO in "a" throws: calls Math.random/],
  ['the time', assigns(() => Date.now()), /^me: m: GO in "a" throws: calls Date.now/],
  [
    'what another ask does not find again',
    assigns(() => (counted += 1)),
    /^me: m is impure: GO in "a" leads to "b" \{"n":\d+\}, and asked again to "b" \{"n":\d+\}/,
  ],
  [
    'a change in place',
    assigns(({ context }: { context: { n: number } }) => (context.n = 1)),
    /^me: m is impure: GO in "a" changes in place what it is given/,
  ],
  [
    'a context that is not plain data',
    assigns(() => new Map()),
    /^me: m: context.n in "b" is a Map, which is not plain data; give it as/,
  ],
  [
    'a context that is a part of itself',
    assigns(() => {
      const round: Record<string, unknown> = {};
      return Object.assign(round, { x: { one: round, other: round } });
    }),
    /^me: m: context.n.x.one in "b" is a part of itself, which is not plain data; give it as/,
  ],
  [
    'no input for a machine that reads it',
    exploring(
      me(createMachine({ id: 'm', context: ({ input }: { input: unknown }) => ({ n: (input as { n: 1 }).n }) })),
    ),
    /^me: m: at its start throws: Cannot read .*; its component gives it no input: if that is what it reads, give it input: /,
  ],
  [
    'a context with NaN in it',
    assigns(() => Number.NaN),
    /^me: m: context.n in "b" is NaN or infinite, which no JSON can say; use null/,
  ],
  [
    'an event that is not plain data',
    exploring(me(doing(), { environment: [{ event: { type: 'GO', x: [new Set()] } }] })),
    /^me: an event of its environment: GO: x.0 is a Set, which is not plain data; give it as/,
  ],
  [
    'an input that is not plain data',
    exploring(me(doing(), { input: { f: () => 1 } })),
    /^me: m: its input, or what is listed for it: 0.f is a function/,
  ],
  [
    'a reference to itself',
    assigns(({ self }: { self: unknown }) => self),
    /^me: m: GO in "a": asks for self.id, which is known only of an actor that runs/,
  ],
  [
    'its own id',
    assigns(({ self }: { self: { id: string } }) => self.id),
    /^me: m: GO in "a" throws: asks for self.id, which is known only/,
  ],
  [
    'a message to itself within an assignment',
    assigns(({ self }: { self: { send: (event: object) => void } }) => self.send({ type: 'A' })),
    /^me: m: GO in "a" throws: sends to itself by its reference; use the action raise or sendTo$/,
  ],
  [
    'a message to its child within an assignment',
    assigns(({ spawn }: Spawning) => {
      const child = spawn('kid', { id: 'k' }) as { send: (event: object) => void };
      child.send({ type: 'A' });
    }),
    /^me: m: GO in "a" throws: sends to its child 'k' by its reference; use the action raise or sendTo$/,
  ],
  [
    'a message to a child that is none',
    does(sendTo('other', { type: 'A' })),
    /^me: m: GO in "a" throws: Unable to send event to actor 'other' from machine 'm'\. It has no such child now; to reach a component, write sendTo\(\(\{ system \}\) => system.get\('other'\), …\) or send\('other', …\)$/,
  ],
  [
    'an event by which XState stops an actor',
    exploring(me(kid, { environment: [{ event: { type: 'xstate.stop' } }] })),
    /^me: its environment has the event xstate.stop, by which XState itself starts or stops an actor; call it otherwise$/,
  ],
  [
    'its own snapshot',
    assigns(({ self }: { self: { getSnapshot: () => number } }) => self.getSnapshot()),
    /asks for self.getSnapshot\(\), which is known only/,
  ],
  [
    'what throws',
    assigns(() => (undefined as unknown as { x: 1 }).x),
    /^me: m: GO in "a" throws: Cannot read properties/,
  ],
  [
    'an `always` that never ends',
    exploring(
      me(
        createMachine({
          id: 'm',
          initial: 'a',
          states: { a: { on: { GO: 'b' } }, b: { always: 'c' }, c: { always: 'b' } },
        }),
      ),
    ),
    /^me: m: GO in "a" throws: it never comes to rest/,
  ],
  [
    'a throw at the start',
    exploring(
      me(
        createMachine({
          id: 'm',
          context: () => {
            throw new Error('no');
          },
        }),
      ),
    ),
    /^me: m: at its start throws: no/,
  ],
  [
    'a call to a component that is still at work',
    exploring(
      me(
        doing(
          { type: 'send', params: { to: 'me', message: { type: 'GO' } } },
          { type: 'send', params: { to: 'me', message: { type: 'GO' } } },
        ),
      ),
    ),
    /^me is sent GO by me while it carries out a transition: a call that is answered must be its last effect/,
  ],
  [
    'a call and mail in one transition',
    does(
      sendTo(({ self }) => self, { type: 'A' }),
      { type: 'send', params: { to: 'me', message: { type: 'A' } } },
    ),
    /^me: a step has messages both of the action 'send' and of XState's own sendTo/,
  ],
  [
    'an exchange that does not end',
    exploring(me(createMachine({ on: { GO: { actions: sendTo(({ self }) => self, { type: 'GO' }) } } }))),
    /^me: an endless exchange of messages, the last of them GO from me/,
  ],
  ['a name twice', exploring(me(kid), me(kid)), /^test: two components are called 'me'$/],
  ['a port to nobody', exploring(me(kid, { ports: { p: 'x' } })), /port 'p' of me leads to 'x', which is not there/],
  [
    'a parent that is below',
    exploring(me(kid, { parent: 'two' }), { name: 'two', machine: kid, parent: 'me' }),
    /the parent of me, whose parent is two, whose parent is me: a component cannot be above itself/,
  ],
  ['a parent that is not there', exploring(me(kid, { parent: 'x' })), /parent of me is 'x', which is not there/],
  ['a spawner that is not there', exploring(me(kid, { spawnedBy: 'x' })), /spawnedBy of me is 'x', which is not there/],
  [
    'a channel without room',
    () => channel({ name: 'wire', to: 'me', capacity: 0 }),
    /^wire: a channel has a capacity of 0; it must be a whole number/,
  ],
  [
    'a fair action that is no choice',
    () =>
      verify(compose(me(graph('m', 'a-GO->b'))), [
        {
          id: 'P',
          checks: [{ kind: 'leadsTo', from: () => true, to: () => false, fair: [{ name: 'x', is: () => false }] }],
        },
      ]),
    /the fair action 'x' is not one of its choices/,
  ],
  [
    'a check of no kind',
    () => verify(compose(me(kid)), [{ id: 'P', checks: [{ kind: 'alway' } as never] }]),
    /^property P: 'alway' is not a kind of check; there are never/,
  ],
  [
    'a method that is none',
    () => verify(compose(me(kid)), [], { engine: 'bitmp' as never }),
    /^the option 'engine' of a search is 'bitmp'; it must be bitmap or table or grouped; did you mean 'bitmap'\?/,
  ],
  [
    'a method that a search of the whole does not have',
    () => explore(compose(me(kid)), [], { engine: 'grouped' as never }),
    /^the option 'engine' of a search of the whole is 'grouped'; it must be bitmap or table/,
  ],
  [
    'groups that are none',
    () => verify(compose(me(kid)), [], { engine: 'grouped' }),
    /does not fall apart into groups/,
  ],
  ...REFUSED_ANSWERS,
  ...REFUSED_KEYS,
  ...REFUSED_NAMES,
  ...REFUSED_STUDIES,
];

describe('every refusal says whose it is, where, what is wrong, and what to do', () => {
  test.each(REFUSALS)('%s', (_, tried, says) => {
    expect(tried).toThrow(ModelError);
    expect(tried).toThrow(says);
  });

  test('and is one that this file tries', () => {
    const steps = ['effects', 'table/answer', 'inner', 'compose', 'run', 'pure-transition', 'channel', 'local-state'];
    const sources = [
      ...steps.map((name) => `system/${name}`),
      ...['known', 'check-spec', 'check-listed', 'check-names', 'check-options'].map((name) => `words/${name}`),
      ...['stated', 'places', 'messages', 'yes-or-no'].map((name) => `property/${name}`),
      'study/check-study',
    ];
    const thrown = sources.flatMap((name) => {
      const source = readFileSync(new URL(`${name}.ts`, import.meta.url), 'utf8');
      return [...source.matchAll(/new ModelError\(/g)];
    });
    expect(thrown.length).toBeLessThanOrEqual(REFUSALS.length);
  });
});

test('a guard of a machine may answer with what is no truth value, as in XState', () => {
  expect(verify(compose(me(truthy)), []).states).toBe(2);
  expect(verify(compose(me(truthy)), [witness('B', '', '', enters('me', 'b'))]).findings[0]?.verdict).toBe('reached');
});

function isRefused(tried: () => unknown): boolean {
  try {
    tried();
    return false;
  } catch (error) {
    return error instanceof ModelError;
  }
}

describe('the table of the features of XState', () => {
  const table = readFileSync(new URL('../../docs/checker-features.md', import.meta.url), 'utf8');
  const rows = [...table.matchAll(/^\| (.+?) \| (\w+) \| (.*) ?\|$/gm)].map(([, feature, treatment]) => ({
    feature,
    treatment,
  }));

  const on = (config: object, implementations: object = {}) =>
    me(
      createMachine(
        { id: 'm', initial: 'a', states: { a: { on: { GO: config } }, b: {} } } as never,
        implementations as never,
      ),
    );
  const listed = { outcomes: { x: [{ done: 1 }] } };
  const leaf = { initial: 'x', states: { x: { on: { GO: 'y' } }, y: {} } };
  /** For each row: a system that has the feature, and must be explored, or refused. */
  const EXAMPLES: Readonly<Record<string, () => unknown>> = {
    'state, compound state, parallel state': exploring(
      me(createMachine({ type: 'parallel', states: { p: leaf, q: leaf } } as never)),
    ),
    'history state': exploring(
      me(
        createMachine({
          initial: 'p',
          states: { p: { ...leaf, states: { ...leaf.states, h: { type: 'history' } } } },
        } as never),
      ),
    ),
    'final state, `onDone` of a state': exploring(
      me(
        createMachine({
          initial: 'p',
          states: { p: { initial: 'x', states: { x: { type: 'final' } }, onDone: 'q' }, q: {} },
        }),
      ),
    ),
    'root final state, `output`': exploring(
      me(createMachine({ initial: 'a', states: { a: { on: { GO: 'b' } }, b: { type: 'final' } }, output: 1 })),
    ),
    'guard, with params, `and`, `or`, `not`, `stateIn`': exploring(
      on({ guard: { type: 'is', params: { n: 1 } }, target: 'b' }, { guards: { is: () => true } }),
    ),
    'wildcard `*` and `a.*`': exploring(
      me(createMachine({ initial: 'a', states: { a: { on: { '*': 'b', 'a.*': 'b' } }, b: {} } })),
    ),
    '`always`': exploring(me(createMachine({ initial: 'a', states: { a: { always: 'b' }, b: {} } }))),
    '`entry`, `exit`, `reenter`': exploring(on({ target: 'a', reenter: true })),
    'initial actions, entry of the root': exploring(me(createMachine({ context: { n: 0 }, entry: assign({ n: 1 }) }))),
    '`context` as a function of `input`': exploring(
      me(createMachine({ context: ({ input }: { input: unknown }) => ({ n: input }) }), { input: 1 }),
    ),
    '`assign`': does(assign({ n: 1 })),
    '`raise`': does(raise({ type: 'A' })),
    '`enqueueActions`': does(enqueueActions(({ enqueue }) => enqueue.assign({ n: 1 }))),
    '`tags`': exploring(me(createMachine({ initial: 'a', states: { a: { tags: 'blocking' } } }))),
    '`after`': exploring(me(createMachine({ initial: 'a', states: { a: { after: { 1: 'b' } }, b: {} } }))),
    '`raise` with a delay': does(raise({ type: 'A' }, { delay: 1 })),
    '`sendTo` with a delay': does(sendTo(({ self }) => self, { type: 'A' }, { delay: 1 })),
    '`cancel`': does(cancel('t')),
    '`sendTo`': does(sendTo(({ self }) => self, { type: 'A' })),
    '`system.get` of a component that has not started, or has ended': exploring(
      me(doing(sendTo(({ system }) => system.get('k'), { type: 'BYE' }))),
      { name: 'k', machine: kid, spawnedBy: 'me' },
    ),
    '`sendParent`': exploring(me(doing(sendTo('#_parent', { type: 'A' })), { parent: 'boss' }), {
      name: 'boss',
      machine: doing(),
    }),
    'action `send` with `{ to, message }`': does({ type: 'send', params: { to: 'me', message: { type: 'A' } } }),
    '`emit`, `log`': does(emit({ type: 'NEWS' }), log('here')),
    'custom action': doingIn({ ignores: ['beep'] }, { type: 'beep' }),
    '`invoke` of a promise, a callback or an observable': exploring(me(invoking(promise), listed)),
    '`invoke` of a machine': exploring(me(invoking(kid)), { name: 'x', machine: kid, spawnedBy: 'me' }),
    '`spawnChild`, `spawn` in an assignment, `stopChild`': exploring(
      me(doing(spawnChild('kid' as never, { id: 'x' }))),
      { name: 'x', machine: kid, spawnedBy: 'me' },
    ),
    'unhandled `xstate.error.actor.*`': exploring(
      me(kid, { environment: [{ event: { type: 'xstate.error.actor.x' } }] }),
    ),
    'unhandled message': does({ type: 'send', params: { to: 'me', message: { type: 'NOBODY' } } }),
    '`onSnapshot`, `syncSnapshot`': exploring(me(invoking(promise, { onSnapshot: {} }), listed)),
    '`self` in a message, `self.id`, `self.getSnapshot()`': assigns(({ self }: { self: { id: string } }) => self.id),
    '`oneOf` in an assignment, a guard or a parameter': assigns(() => oneOf('n', [1, 2])),
    '`oneOf` at the start of a machine': exploring(me(createMachine({ context: () => ({ n: oneOf('n', [1, 2]) }) }))),
    '`Math.random`, clocks, `crypto`': assigns(() => Math.random()),
    'context, event or input that is not plain data': assigns(() => new Map()),
    'order of the keys in a context or an event': does(assign(({ context }) => ({ n: Object.keys(context).length }))),
    'name of a delay, guard or state in `stateIn` that the machine does not have': exploring(
      me(createMachine({ initial: 'a', states: { a: { after: { SOON: 'b' } }, b: {} } })),
    ),
    'spawn without an id': does(spawnChild('kid' as never)),
    'two timers, or two children, of one id at once': does(
      raise({ type: 'A' }, { delay: 1, id: 't' }),
      raise({ type: 'A' }, { delay: 1, id: 't' }),
    ),
    '`send` and `sendTo` in one transition': does(
      { type: 'send', params: { to: 'me', message: { type: 'A' } } },
      sendTo(({ self }) => self, { type: 'A' }),
    ),
  };

  test('has an example for every row, and a row for every example', () => {
    expect(rows.filter(({ treatment }) => treatment !== 'treatment').map(({ feature }) => feature)).toEqual(
      Object.keys(EXAMPLES),
    );
  });

  test.each(Object.keys(EXAMPLES))('says how the code treats: %s', (feature) => {
    const { treatment } = rows.find((row) => row.feature === feature) as { treatment: string };
    expect(isRefused(EXAMPLES[feature] as () => unknown)).toBe(treatment === 'refused');
  });
});
