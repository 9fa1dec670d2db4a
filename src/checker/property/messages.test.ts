import { raise, sendTo } from 'xstate';
import { describe, expect, test } from 'vitest';
import { component, compose, machine, send } from '../testing/machines.ts';
import { judging } from '../testing/refused-names.ts';
import type { ComponentSpec } from '../system/compose.ts';
import { type VerifyOptions, verify } from '../verify.ts';
import { enters, sends, takes } from './patterns.ts';
import type { Check, Pattern } from './property.ts';

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
