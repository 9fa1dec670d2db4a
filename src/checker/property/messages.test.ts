import { raise, sendTo } from 'xstate';
import { describe, expect, test } from 'vitest';
import { component, compose, machine, send } from '../testing/machines.ts';
import { judging } from '../testing/refused-names.ts';
import type { ComponentSpec } from '../system/compose.ts';
import { fuzz } from '../random/fuzz.ts';
import { type VerifyOptions, verify } from '../verify.ts';
import { Searches } from '../verify-alike.ts';
import { verifyCopies } from '../verify-copies.ts';
import { enters, sends, takes } from './patterns.ts';
import type { Check, Pattern } from './property.ts';
import { named } from './stated.ts';

/** The verdict on a witness in a system: an error, where one of its words is refused. */
const seen = (what: Pattern, components: readonly ComponentSpec[], options: VerifyOptions = {}) =>
  verify(compose(...components), [{ id: 'P', checks: [{ kind: 'sometimes', what }] }], options).findings[0]?.verdict;

const states = { a: { on: { GO: 'b' } }, b: {} };
const idle = machine({ id: 'm', initial: 'a', states });

describe('a message that may be met is not refused', () => {
  test.each<[string, Pattern, string, ComponentSpec[]]>([
    [
      'taken by a wildcard',
      takes('one', 'ANY'),
      'unreachable',
      [component('one', machine({ id: 'm', on: { '*': {} } }))],
    ],
    [
      'taken by a partial wildcard',
      takes('one', 'error.net'),
      'unreachable',
      [component('one', machine({ id: 'm', on: { 'error.*': {} } }))],
    ],
    [
      'that the environment sends and nobody takes',
      takes('one', 'BAD'),
      'unreachable',
      [component('one', idle, ['GO', 'BAD'])],
    ],
    [
      'that is dropped',
      takes('two', 'NEWS'),
      'reached',
      [
        component('one', machine({ id: 'm', on: { GO: { actions: send('two', 'NEWS') } } }), ['GO']),
        component('two', idle, [], { unhandled: 'drop' }),
      ],
    ],
    [
      'that is lost',
      sends('one', 'two', 'NEWS'),
      'reached',
      [
        component('one', machine({ id: 'm', on: { GO: { actions: send('two', 'NEWS') } } }), ['GO']),
        component('two', idle),
      ],
    ],
    [
      'that is sent at the start',
      takes('two', 'NEWS'),
      'reached',
      [
        component('one', machine({ id: 'm', entry: send('two', 'NEWS') })),
        component('two', idle, [], { unhandled: 'drop' }),
      ],
    ],
    [
      'of a timer',
      takes('one', 'xstate.after.10.m.a'),
      'reached',
      [component('one', machine({ id: 'm', initial: 'a', states: { a: { after: { 10: 'b' } }, b: {} } }))],
    ],
    [
      'that is delayed, and dropped when it is due',
      takes('one', 'LATE'),
      'reached',
      [
        component(
          'one',
          machine({
            id: 'm',
            initial: 'a',
            states: { a: { on: { GO: { target: 'b', actions: raise({ type: 'LATE' }, { delay: 1 }) } } }, b: {} },
          }),
          ['GO'],
          {
            unhandled: 'drop',
          },
        ),
      ],
    ],
    [
      'that a machine sends to itself, and drops',
      takes('one', 'SELF'),
      'reached',
      [
        component(
          'one',
          machine({ id: 'm', on: { GO: { actions: sendTo(({ self }) => self, { type: 'SELF' }) } } }),
          ['GO'],
          { unhandled: 'drop' },
        ),
      ],
    ],
    ['of the end of a child', takes('one', 'xstate.done.actor.kid'), 'unreachable', [component('one', idle, ['GO'])]],
  ])('%s', (_, what, verdict, components) => {
    expect(seen(what, components)).toBe(verdict);
  });

  test('where the search did not come to its end', () => {
    const one = [component('one', idle, ['GO'])];
    expect(seen(takes('one', 'GOO'), one, { maxStates: 1 })).toBe('bounded');
    expect(() => seen(takes('one', 'GOO'), one)).toThrow("nobody sends 'GOO' to one");
  });

  test.each<[string, Check]>([
    ['violated', { kind: 'never', what: enters('client', 'asking') }],
    ['holds', { kind: 'onlyAfter', what: takes('client', 'ANSWER'), after: [sends('client', 'server', 'REQUEST')] }],
    ['holds', { kind: 'never', what: sends('server', 'client', 'GO') }],
  ])('in the system whose misspelt words are refused: %s', (verdict, check) => {
    expect(judging(check).findings.map((finding) => finding.verdict)).toEqual([verdict]);
  });

  test('by whichever method the system is explored', () => {
    const two = [component('one', idle, ['GO']), component('two', idle, ['GO'])];
    for (const engine of ['bitmap', 'table', 'grouped'] as const) {
      expect(() => seen(takes('one', 'GOO'), two, { engine })).toThrow("nobody sends 'GOO' to one");
      expect(seen(takes('one', 'GO'), two, { engine })).toBe('reached');
    }
  });
});

const never = (type: string, whom = 'one') => [
  { id: 'P', checks: [{ kind: 'never' as const, what: takes(whom, type) }] },
];
const system = () => compose(component('one', machine({ id: 'm', initial: 'a', states }), ['GO']));
const fuzzed = (type: string) =>
  fuzz({ composition: system(), properties: never(type) }, { runs: 5, seed: 1 }).found?.run.length;
const counted = (type: string) =>
  verifyCopies(system(), never(type).map(named), { count: 2, process: 'one' }).findings[0]?.verdict;
/** One that tells another what that drops. */
const telling = () =>
  compose(
    component('one', machine({ id: 'm', on: { GO: { actions: send('two', 'NEWS') } } }), ['GO']),
    component('two', idle, [], { unhandled: 'drop' }),
  );

describe('a message that nobody sends is refused', () => {
  test('also where a search is told what a system like it was', () => {
    const searches = new Searches();
    const verdicts = (type: string) =>
      searches.verify(() => ({ composition: system(), properties: never(type) }), {}).findings[0]?.verdict;
    expect(verdicts('GO')).toBe('violated');
    expect([verdicts('xstate.none'), searches.alike]).toEqual(['holds', 0]);
    expect([verdicts('xstate.none'), searches.alike]).toEqual(['holds', 1]);
    expect(() => verdicts('GOO')).toThrow("property P: nobody sends 'GOO' to one, and its machine has no transition");
    expect(searches.alike).toBe(1);
  });

  test('but not where it is met only by a machine that drops it', () => {
    const searches = new Searches();
    const verdict = () =>
      searches.verify(() => ({ composition: telling(), properties: never('NEWS', 'two') }), {}).findings[0]?.verdict;
    expect([verdict(), verdict(), searches.alike]).toEqual(['violated', 'violated', 1]);
  });

  test('by random runs, as far as they have come', () => {
    expect(fuzzed('GO')).toBe(1);
    expect(() => fuzzed('GOO')).toThrow(
      "property P: in no random run does anybody send 'GOO' to one, and its machine has no transition for it; it takes GO; did you mean 'GO'?",
    );
  });

  test('of one part of several', () => {
    expect(counted('GO')).toBe('violated');
    expect(() => counted('GOO')).toThrow("property P: nobody sends 'GOO' to one");
  });
});
