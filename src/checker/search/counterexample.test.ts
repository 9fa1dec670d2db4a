import { describe, expect, test } from 'vitest';
import type { Composition } from '../system/compose.ts';
import { ModelError } from '../errors.ts';
import type { ExploreOptions } from './explore.ts';
import type { Action, Check, Condition, LeadsTo } from '../property/property.ts';
import { component, compose, graph, machine, reaches, send, takes } from '../testing/machines.ts';
import { verify } from '../verify.ts';

const one = (...edges: string[]) =>
  compose(component('one', graph('m', ...edges), ['GO', 'BACK', 'OUT', 'LOOK', 'FAIL!']));

/** What is said of one check, with the events of the run and, after a bar, of the cycle. */
function shown(system: Composition, check: Check, options: ExploreOptions = {}): string {
  const [finding] = verify(system, [{ id: 'P', sentence: '', source: '', checks: [check] }], options).findings;
  const events = (run: typeof finding extends undefined ? never : readonly { event: { type: string } }[]) =>
    run.map(({ event }) => event.type).join(' ');
  if (!finding?.run) return `${finding?.verdict}`;
  return `${finding.verdict}: ${events(finding.run)}${finding.cycle ? ` | ${events(finding.cycle)}` : ''}`.trimEnd();
}

const inState = (...states: readonly string[]): Condition => ({
  of: states.map((_, i) => ['one', 'two'][i] as string),
  is: (...snapshots) => snapshots.every(({ value }, i) => value === states[i]),
});

const not = ({ of, is }: Condition): Condition => ({ of, is: (...snapshots) => !is(...snapshots) });

describe('always', () => {
  const chain = one('a-GO->b', 'b-GO->c', 'd-GO->a');

  test('holds if it holds in every reachable state', () => {
    expect(shown(chain, { kind: 'always', what: not(inState('d')) })).toBe('holds');
  });

  test('is violated by the nearest state, with the run to it', () => {
    expect(shown(chain, { kind: 'always', what: not(inState('c')) })).toBe('violated: GO GO');
    expect(shown(chain, { kind: 'always', what: inState('a') })).toBe('violated: GO');
  });

  test('is violated by the initial state, too: no step at all', () => {
    expect(shown(chain, { kind: 'always', what: not(inState('a')) })).toBe('violated:');
  });

  test('speaks of several components at once', () => {
    const pair = compose(
      component('one', graph('m', 'a-GO->b'), ['GO']),
      component('two', graph('m', 'a-ON->b'), ['ON']),
    );
    expect(shown(pair, { kind: 'always', what: not(inState('b', 'b')) })).toBe('violated: GO ON');
    expect(shown(pair, { kind: 'always', what: not(inState('c', 'b')) })).toBe('holds');
  });

  test('looks at the end of a step, not between its transitions', () => {
    const asking = machine({
      id: 'asking',
      initial: 'a',
      states: { a: { on: { GO: { target: 'b', actions: send('other', 'ASK') } } }, b: { on: { BACK: 'c' } }, c: {} },
    });
    const answering = machine({ id: 'answering', on: { ASK: { actions: send('sender', 'BACK') } } });
    const system = compose(component('one', asking, ['GO'], { ports: { other: 'two' } }), component('two', answering));
    expect(shown(system, { kind: 'always', what: not(inState('b')) })).toBe('holds');
    expect(shown(system, { kind: 'always', what: not(inState('c')) })).toBe('violated: GO');
  });

  test('never holds in a bounded space, but may be violated there', () => {
    expect(shown(chain, { kind: 'always', what: not(inState('c')) }, { maxStates: 2 })).toBe('bounded');
    expect(shown(chain, { kind: 'always', what: not(inState('b')) }, { maxStates: 2 })).toBe('violated: GO');
  });
});

describe('deadlock', () => {
  test('is a state without any step', () => {
    expect(shown(one('a-GO->b', 'b-GO->a'), { kind: 'deadlock' })).toBe('holds');
    expect(shown(one('a-GO->b', 'b-GO->c'), { kind: 'deadlock' })).toBe('violated: GO GO');
  });

  test('is a state whose steps change nothing', () => {
    const chatty = machine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: 'b' } }, b: { on: { LOOK: { actions: send('other', 'HELLO') } } } },
    });
    const system = compose(
      component('one', chatty, ['GO', 'LOOK'], { ports: { other: 'deaf' } }),
      component('deaf', machine({ id: 'deaf', on: { HELLO: {} } })),
    );
    expect(shown(system, { kind: 'deadlock' })).toBe('violated: GO');
  });

  test('is one whatever the observers of other checks remember', () => {
    const looking = machine({ id: 'm', on: { LOOK: { actions: send('other', 'HELLO') } } });
    const system = compose(
      component('one', looking, ['LOOK'], { ports: { other: 'deaf' } }),
      component('deaf', machine({ id: 'deaf', on: { HELLO: {} } })),
    );
    const remembering: Check = {
      kind: 'sometimes',
      what: takes('one', 'OUT'),
      after: [takes('deaf', 'HELLO'), takes('one', 'OUT')],
    };
    const checks: Check[] = [remembering, { kind: 'deadlock' }];
    const [, finding] = verify(
      system,
      checks.map((check, i) => ({ id: `P${i}`, sentence: '', source: '', checks: [check] })),
    ).findings;
    expect(finding?.run).toEqual([]);
  });

  test('is none where an end is legitimate', () => {
    const fork = one('a-GO->b', 'a-OUT->c', 'c-GO->d');
    expect(shown(fork, { kind: 'deadlock', except: inState('b') })).toBe('violated: OUT GO');
    expect(shown(fork, { kind: 'deadlock', except: inState('d') })).toBe('violated: GO');
    const ends = { of: ['one'], is: ({ value }: { value: unknown }) => value === 'b' || value === 'd' };
    expect(shown(fork, { kind: 'deadlock', except: ends })).toBe('holds');
  });

  test('is one where only a fault that is switched off would help', () => {
    const stuck = one('a-GO->b', 'b-FAIL->a');
    expect(shown(stuck, { kind: 'deadlock' })).toBe('holds');
    expect(shown(stuck, { kind: 'deadlock' }, { faults: [] })).toBe('violated: GO');
  });

  test('is not claimed to be absent from a bounded space', () => {
    const chain = one('a-GO->b', 'b-GO->c');
    expect(shown(chain, { kind: 'deadlock' }, { maxStates: 2 })).toBe('bounded');
  });
});

const fair = (...events: string[]): Action[] =>
  events.map((event) => ({ name: event, is: (_, { type }) => type === event }));

const leadsTo = (from: string, to: string, more: Partial<LeadsTo> = {}): LeadsTo => ({
  kind: 'leadsTo',
  from: reaches('one', from),
  to: reaches('one', to),
  fair: fair('GO', 'BACK', 'OUT'),
  ...more,
});

const without = (refused: string): Partial<LeadsTo> => ({ only: (_, { type }) => type !== refused });

const goOnlyIn =
  (state: string): LeadsTo['only'] =>
  (_, { type }) =>
    type === 'GO' ? inState(state) : true;

describe('leadsTo', () => {
  test('holds where every fair run comes to the end of the obligation', () => {
    expect(shown(one('a-GO->b', 'b-GO->c', 'c-GO->d'), leadsTo('b', 'd'))).toBe('holds');
    expect(shown(one('a-GO->b', 'b-GO->c', 'c-BACK->b', 'c-OUT->d', 'b-OUT->d'), leadsTo('b', 'd'))).toBe('holds');
  });

  test('holds where the obligation never arises', () => {
    expect(shown(one('a-GO->b', 'd-GO->a'), leadsTo('d', 'b'))).toBe('holds');
  });

  test('holds where the obligation is met by the transition that makes it', () => {
    expect(shown(one('a-GO->b'), leadsTo('b', 'b'))).toBe('holds');
  });

  test('is violated by a run that ends before', () => {
    expect(shown(one('a-GO->b', 'b-GO->c'), leadsTo('b', 'd'))).toBe('violated: GO GO |');
  });

  test('is violated by a run that may stop before, because nothing makes it go on', () => {
    expect(shown(one('a-GO->b', 'b-LOOK->c'), leadsTo('b', 'c'))).toBe('violated: GO |');
  });

  test('is violated by a cycle that can go on for ever', () => {
    const ring = one('a-GO->b', 'b-GO->c', 'c-BACK->b', 'c-OUT->d');
    expect(shown(ring, leadsTo('b', 'd'))).toBe('violated: GO | GO BACK');
  });

  test('is not violated by a cycle on which the obligation is met and begins again', () => {
    expect(shown(one('a-GO->b', 'b-GO->c', 'c-GO->a'), leadsTo('b', 'c'))).toBe('holds');
  });

  test('is violated by an obligation that begins again and then is not met', () => {
    const loop = one('a-GO->b', 'b-GO->c', 'c-GO->a', 'b-OUT->d');
    expect(shown(loop, leadsTo('b', 'c'))).toBe('violated: GO OUT |');
  });

  test('rests while its condition does not hold', () => {
    const chain = one('a-GO->b', 'b-GO->c', 'c-GO->d');
    expect(shown(chain, leadsTo('b', 'z'))).toBe('violated: GO GO GO |');
    expect(shown(chain, leadsTo('b', 'z', { during: not(inState('d')) }))).toBe('holds');
    const back = one('a-GO->b', 'b-GO->c', 'c-GO->b');
    expect(shown(back, leadsTo('b', 'z', { during: not(inState('c')) }))).toBe('holds');
  });

  test('hopes that some choices are not taken any more, or only in some states', () => {
    const ring = one('a-GO->b', 'b-LOOK->c', 'c-BACK->b', 'b-GO->d', 'c-GO->d');
    const check = leadsTo('b', 'd', { fair: fair('BACK') });
    expect(shown(ring, { ...check, ...without('LOOK') })).toBe('violated: GO |');
    expect(shown(ring, { ...leadsTo('b', 'd'), ...without('LOOK') })).toBe('holds');
    expect(shown(ring, leadsTo('b', 'd'))).toBe('holds');
    expect(shown(ring, leadsTo('b', 'd', { only: goOnlyIn('b') }))).toBe('violated: GO | LOOK BACK');
  });

  test('may be unmet for a while before the environment becomes as it is hoped', () => {
    const late = one('a-GO->b', 'b-FAIL->c');
    const check = leadsTo('b', 'd', { only: (_, { type }) => type !== 'FAIL' });
    expect(shown(late, { ...check, during: not(inState('b')) })).toBe('violated: GO FAIL |');
  });

  test('says neither that it holds nor that it does not in a bounded space', () => {
    const ring = one('a-GO->b', 'b-GO->c', 'c-GO->b');
    expect(shown(ring, leadsTo('b', 'd'))).toBe('violated: GO | GO GO');
    expect(shown(ring, leadsTo('b', 'd'), { maxStates: 2 })).toBe('bounded');
  });

  test('is refused if a fair action is none of the choices', () => {
    expect(() => shown(one('a-GO->b'), leadsTo('b', 'd', { fair: fair('JUMP') }))).toThrow(ModelError);
    expect(() => shown(one('a-GO->b'), leadsTo('b', 'd', { fair: fair(...Array(33).fill('GO')) }))).toThrow(/32/);
  });

  test('is searched for once, beside other checks, and each gets its own verdict', () => {
    const checks: Check[] = [leadsTo('b', 'c'), { kind: 'never', what: reaches('one', 'c') }, leadsTo('c', 'b')];
    const { findings } = verify(
      one('a-GO->b', 'b-GO->c'),
      checks.map((check, i) => ({ id: `P${i}`, sentence: '', source: '', checks: [check] })),
    );
    expect(findings.map(({ verdict }) => verdict)).toEqual(['holds', 'violated', 'violated']);
    expect(findings.map(({ cycle }) => cycle)).toEqual([null, null, []]);
  });
});
