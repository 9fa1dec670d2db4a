import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import type { Composition, Step } from './compose.ts';
import { ModelError } from '../errors.ts';
import { explore } from '../search/explore.ts';
import { verify } from '../verify.ts';
import { component, compose, graph, machine, print, send } from '../testing/machines.ts';

/** What the first choice does in the initial state. */
const firstStep = (composition: Composition, index = 0): Step | null => {
  const choice = composition.choices[index];
  if (!choice) throw new Error('no such choice');
  return composition.step(choice, (at) => composition.initial[at] as never);
};

const story = (step: Step | null) =>
  step?.occurrences.map(({ sender, component: name, event }) => `${sender} ${event.type} ${name}`);

/** A machine with one state, which does this when it is sent that. */
const reacting = (on: Record<string, unknown>): AnyStateMachine => machine({ id: 'reacting', on });
const does = (...actions: unknown[]) => ({ actions });

describe('a step', () => {
  test('carries out what follows from a message before the next message is sent, as calls do', () => {
    const composition = compose(
      component('a', reacting({ GO: does(send('b', 'ONE'), send('c', 'TWO')) }), ['GO'], { ports: { b: 'b', c: 'c' } }),
      component('b', reacting({ ONE: does(send('c', 'MORE')) }), [], { ports: { c: 'c' } }),
      component('c', reacting({ MORE: {}, TWO: {} })),
    );
    expect(story(firstStep(composition))).toEqual(['environment GO a', 'a ONE b', 'b MORE c', 'a TWO c']);
  });

  test('lets a component that is asked twice go on from where the first message left it', () => {
    const composition = compose(
      component('a', reacting({ GO: does(send('b', 'NEXT'), send('b', 'NEXT')) }), ['GO'], { ports: { b: 'b' } }),
      component('b', graph('m', 'x-NEXT->y', 'y-NEXT->z')),
    );
    const step = firstStep(composition);
    expect(step?.occurrences.map(({ to }) => to.snapshot.value)).toEqual([{}, 'y', 'z']);
    expect(step?.writes.get(1)?.snapshot.value).toBe('z');
  });

  test('answers whoever sent the message', () => {
    const caller = () => reacting({ GO: does(send('server', 'ASK')), ANSWER: {} });
    const composition = compose(
      component('one', caller(), ['GO'], { ports: { server: 'server' } }),
      component('two', caller(), ['GO'], { ports: { server: 'server' } }),
      component('server', reacting({ ASK: does(send('sender', 'ANSWER')) })),
    );
    expect(story(firstStep(composition, 0))?.at(-1)).toBe('server ANSWER one');
    expect(story(firstStep(composition, 1))?.at(-1)).toBe('server ANSWER two');
  });

  test('cannot answer the environment', () => {
    const composition = compose(component('a', reacting({ GO: does(send('sender', 'ANSWER')) }), ['GO']));
    expect(() => firstStep(composition)).toThrow(/a sends to 'sender', which leads nowhere/);
  });

  test('fills labels into log lines, and leaves those visible that it has no label for', () => {
    const composition = compose(
      component('a', reacting({ GO: does(print('{who} calls {whom}')) }), ['GO'], { labels: { who: 'Ann' } }),
    );
    expect(firstStep(composition)?.occurrences[0]?.prints).toEqual(['Ann calls <whom>']);
  });

  test('refuses to reach a component that has effects left to carry out', () => {
    const answering = component('b', reacting({ ASK: does(send('sender', 'ANSWER')) }));
    const asking = (...effects: unknown[]) =>
      compose(
        component('a', reacting({ GO: does(...effects), ANSWER: {} }), ['GO'], { ports: { b: 'b', c: 'c' } }),
        answering,
        component('c', reacting({ NEWS: {} })),
      );
    expect(story(firstStep(asking(send('c', 'NEWS'), send('b', 'ASK'))))).toHaveLength(4);
    expect(() => firstStep(asking(send('b', 'ASK'), send('c', 'NEWS')))).toThrow(
      /a is sent ANSWER by b while it carries out a transition/,
    );
  });

  test('finds a message that has no transition, by the shortest run, and names both components', () => {
    const composition = compose(
      component('a', reacting({ GO: does(send('b', 'HELLO')) }), ['GO'], { ports: { b: 'b' } }),
      component('b', graph('m', 'x-OTHER->y')),
    );
    expect(firstStep(composition)?.occurrences.map(({ unhandled }) => unhandled)).toEqual([undefined, true]);
    expect(explore(composition, [])).toMatchObject({ states: 1, unhandled: [{ event: { type: 'GO' } }] });
    const refuse = () => explore(composition, [], { unhandled: 'refuse' });
    expect(refuse).toThrow(new ModelError('b has no transition for HELLO from a in "x"'));
    const { findings } = verify(composition, []);
    expect(findings).toMatchObject([{ property: { id: 'unhandled' }, verdict: 'violated', run: [{ index: 0 }] }]);
    expect(findings[0]?.property.sentence).toMatch(/^b has no transition for HELLO from a in "x": the message is lost/);
  });

  test('drops a message that has no transition where the component opts into that', () => {
    const composition = compose(
      component('a', reacting({ GO: does(send('b', 'HELLO')) }), ['GO'], { ports: { b: 'b' } }),
      component('b', graph('m', 'x-OTHER->y'), [], { unhandled: 'drop' }),
    );
    expect(explore(composition, [], { unhandled: 'refuse' })).toMatchObject({ states: 1, unhandled: null });
    expect(verify(composition, []).findings).toEqual([]);
  });

  test('is content with a message that is ignored by `EVENT: {}`', () => {
    const composition = compose(
      component('a', reacting({ GO: does(send('b', 'HELLO')) }), ['GO'], { ports: { b: 'b' } }),
      component('b', reacting({ HELLO: {} })),
    );
    expect(story(firstStep(composition))).toEqual(['environment GO a', 'a HELLO b']);
  });

  test('is not enabled where the environment does what the component has no transition for', () => {
    expect(firstStep(compose(component('a', graph('m', 'x-OTHER->y'), ['GO'])))).toBeNull();
  });

  test('is given up when an exchange of messages does not end', () => {
    const endless = reacting({ GO: does(send('other', 'GO')) });
    const composition = compose(
      component('a', endless, ['GO'], { ports: { other: 'b' } }),
      component('b', endless, [], { ports: { other: 'a' } }),
    );
    expect(() => firstStep(composition)).toThrow(/endless exchange/);
  });
});

const blocking = machine({
  id: 'blocking',
  initial: 'free',
  states: { free: { on: { READ: 'reading' } }, reading: { tags: 'blocking', on: { BYTES: 'free', TOLD: {} } } },
});
const teller = machine({ id: 'teller', on: { TELL: does(send('sock', 'TOLD')), READ: {} } });
const ring = graph('m', 'x-TICK->y', 'y-TICK->x');

/** A socket that blocks its daemon, and a timer in the same process or another. */
const sockAndTimer = (process: string) =>
  compose(
    component('sock', blocking, ['READ', 'BYTES'], { process: 'daemon' }),
    component('timer', ring, ['TICK'], { process }),
  );

/** The choices that are enabled once the component `sock` blocks in its read. */
const enabled = (process: string) => {
  const composition = compose(
    component('sock', blocking, ['READ', 'BYTES'], { process: 'daemon' }),
    component('timer', ring, ['TICK'], { process }),
    component('teller', teller, ['TELL'], { process: 'network', ports: { sock: 'sock' } }),
  );
  const blocked = firstStep(composition)?.writes.get(0);
  return composition.choices
    .filter((choice) => composition.step(choice, (at) => (at === 0 ? blocked : composition.initial[at]) as never))
    .map(({ event }) => event.type);
};

describe('a process that blocks', () => {
  test('takes no event of the environment elsewhere, but its blocking component does, and messages reach it', () => {
    expect(enabled('daemon')).toEqual(['BYTES', 'TELL']);
  });

  test('does not hold up another process', () => {
    expect(enabled('other')).toEqual(['BYTES', 'TICK', 'TELL']);
  });

  test('lets the other component go on once it is free again', () => {
    expect(explore(sockAndTimer('daemon'), [])).toMatchObject({ states: 4, transitions: 6 });
    expect(explore(sockAndTimer('other'), [])).toMatchObject({ states: 4, transitions: 8 });
  });
});

describe('a composition', () => {
  const idle = reacting({});

  test('refuses a name that is used twice', () => {
    expect(() => compose(component('a', idle), component('a', idle))).toThrow(/^test: two components are called 'a'$/);
  });

  test('refuses a port that leads nowhere', () => {
    expect(() => compose(component('a', idle, [], { ports: { b: 'c' } }))).toThrow(/port 'b' of a leads to 'c'/);
  });

  test('names the port that a component sends to without having it', () => {
    const sending = reacting({ GO: does(send('b', 'HELLO')) });
    expect(() => firstStep(compose(component('a', sending, ['GO'])))).toThrow(/a sends to 'b', which leads nowhere/);
  });

  test('knows its components by name', () => {
    const composition = compose(component('a', idle), component('b', idle));
    expect(composition.indexOf('b')).toBe(1);
    expect(() => composition.indexOf('c')).toThrow(/no component is called 'c'/);
  });

  test('lists the choices of a local state in the order declared', () => {
    const composition = compose(component('a', graph('m', 'x-ONE->y', 'x-TWO->y', 'y-TWO->x'), ['TWO', 'ONE', 'NONE']));
    expect(composition.choicesOf(0, 0).map(({ event }) => event.type)).toEqual(['TWO', 'ONE']);
  });
});
