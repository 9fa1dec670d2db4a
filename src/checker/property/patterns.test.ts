import { describe, expect, test } from 'vitest';
import type { Occurrence } from '../system/compose.ts';
import type { LocalState } from '../system/table/table.ts';
import { component as part, compose, graph, machine } from '../testing/machines.ts';
import { all, enters, goes, inState, isIn, leaves, not, ofAll, takes, whileIn, within } from './patterns.ts';
import { stated } from './stated.ts';
import type { Check, Pattern, Property, StepCheck } from './property.ts';
import { verify } from '../verify.ts';

const property = (check: Check): Property => ({ id: 'X', sentence: '', source: '', checks: [check] });
const checkOf = (check: Check) => within('slot2.', property(check)).checks[0] as StepCheck;

/** A component takes a message. */
const occurrence = (component: string, type = 'GO'): Occurrence => {
  const local = { snapshot: { value: 'here', context: {} } } as LocalState;
  return {
    component,
    sender: 'environment',
    event: { type },
    from: local,
    to: local,
    sends: [],
    prints: [],
  };
};

const everywhere = { of: [], is: () => true };

describe('a claim about one part', () => {
  test('is about its components, under the names that they have in the whole', () => {
    const { what } = checkOf({ kind: 'never', what: takes('claim', 'GO') });
    const matches = ['claim', 'slot1.claim', 'slot2.claim'].map((name) => what(occurrence(name)));
    expect(matches).toEqual([false, false, true]);
  });

  test('has its conditions and its memory there too', () => {
    const check: Check = {
      kind: 'sometimes',
      what: takes('claim', 'GO'),
      while: whileIn('claim', 'here'),
      after: [takes('claim', 'GO')],
      forget: takes('claim', 'GO'),
    };
    const { after, forget, while: where } = checkOf(check) as Extract<Check, { kind: 'sometimes' }>;
    expect(where?.component).toBe('slot2.claim');
    for (const pattern of [after?.[0], forget]) {
      expect([pattern?.(occurrence('slot1.claim')), pattern?.(occurrence('slot2.claim'))]).toEqual([false, true]);
    }
  });

  test.each(['onlyAfter', 'neverAfter'] as const)('%s without a forget has none there either', (kind) => {
    const pattern = takes('claim', 'GO');
    const after = kind === 'onlyAfter' ? [pattern] : pattern;
    expect(checkOf({ kind, what: pattern, after } as Check)).not.toHaveProperty('forget');
  });

  test('what comes after one pattern alone is looked for in the part alone', () => {
    const pattern = takes('claim', 'GO');
    const { after } = checkOf({ kind: 'neverAfter', what: pattern, after: pattern, forget: pattern }) as Extract<
      Check,
      { kind: 'neverAfter' }
    >;
    expect([after(occurrence('slot1.claim')), after(occurrence('slot2.claim'))]).toEqual([false, true]);
  });

  test.each<Check>([
    { kind: 'deadlock', except: everywhere },
    {
      kind: 'leadsTo',
      from: takes('claim', 'GO'),
      to: takes('claim', 'GO'),
      during: everywhere,
      only: () => true,
      fair: [],
    },
  ])('cannot be of the kind $kind, which is about the whole', (check) => {
    expect(() => within('slot2.', property(check))).toThrow(`of the kind ${check.kind} is about a whole system`);
  });
});

const escaped = (key: string) => key.replaceAll('.', String.raw`\.`);
const never = (what: Pattern): Check => ({ kind: 'never', what });

/** How many steps it takes to violate a check. */
const stepsTo = (behaviour: ReturnType<typeof machine>, check: Check) =>
  verify(compose(part('m', behaviour, ['G', 'H'])), [property(check)]).findings[0]?.run?.length ?? null;

const leaf = (key: string) => ({ on: { G: escaped(key) } });

/** From `i` to a state of this key, in which there may be others. */
const dotted = (key: string, inside: object = {}, others: object = {}) =>
  machine({ id: 'm', initial: 'i', states: { i: leaf(key), [key]: { on: { H: 'i' }, ...inside }, ...others } });

describe('a state whose key has a dot', () => {
  test.each(['a.x', String.raw`a\.x`])('is meant by %s, in every pattern and condition', (path) => {
    const plain = dotted('a.x');
    expect(stepsTo(plain, never(enters('m', path)))).toBe(1);
    expect(stepsTo(plain, never(leaves('m', path)))).toBe(2);
    expect(stepsTo(plain, never(goes('m', 'i', path)))).toBe(1);
    expect(stepsTo(plain, never(takes('m', 'H', path)))).toBe(2);
    expect(stepsTo(plain, { kind: 'never', what: takes('m', 'G'), while: whileIn('m', path) })).toBe(1);
    expect(stepsTo(plain, { kind: 'always', what: inState('m', path) })).toBe(0);
    expect(stepsTo(plain, { kind: 'always', what: inState('m', 'i') })).toBe(1);
    const first = machine({ id: 'm', initial: 'a.x', states: { i: {}, 'a.x': {} } });
    expect(stepsTo(first, { kind: 'always', what: inState('m', path) })).toBeNull();
  });

  test('may have other states in it, with dots of their own', () => {
    const deep = dotted('a.x', { initial: 'b', states: { b: { on: { G: escaped('c.') } }, 'c.': {} } });
    for (const path of ['a.x.b', String.raw`a\.x.b`, 'a.x', String.raw`a\.x`]) {
      expect([path, stepsTo(deep, never(enters('m', path)))]).toEqual([path, 1]);
    }
    for (const path of ['a.x.c.', String.raw`a\.x.c\.`]) {
      expect([path, stepsTo(deep, never(enters('m', path)))]).toEqual([path, 2]);
    }
  });

  test('is not the state that XState reads without the backslash, where the machine has both', () => {
    const both = dotted('a.x', {}, { a: { id: 'a', initial: 'x', states: { x: { id: 'x' } } } });
    expect(stepsTo(both, never(enters('m', String.raw`a\.x`)))).toBe(1);
    expect(stepsTo(both, never(enters('m', 'a.x')))).toBeNull();
  });

  test.each([
    ['wait.lng', String.raw`no state 'wait.lng'; it has i, wait\\.long; did you mean 'wait\\.long'?`],
    [String.raw`wait\.lng`, String.raw`no state 'wait\\.lng'; it has i, wait\\.long; did you mean 'wait\\.long'?`],
    ['a', String.raw`no state 'a'; it has i, wait\\.long`],
  ])('%s is refused, and the state proposed as it is written in a program', (path, says) => {
    expect(() => stepsTo(dotted('wait.long'), never(enters('m', path)))).toThrow(says);
  });

  test('is refused where a path without a backslash may mean two', () => {
    const two = dotted(
      'a.b',
      { initial: 'c', states: { c: {} } },
      { a: { initial: 'b.c', states: { 'b.c': { id: 'z' } } } },
    );
    expect(() => stepsTo(two, never(enters('m', 'a.b.c')))).toThrow(
      String.raw`property X: 'a.b.c' may mean two states of m; write one of 'a\\.b.c' and 'a.b\\.c'`,
    );
    expect(stepsTo(two, never(enters('m', String.raw`a\.b.c`)))).toBe(1);
  });
});

test('a snapshot is in no state below one that has none, nor in one that only every object has', () => {
  expect(isIn({ value: 'a' }, 'a.b')).toBe(false);
  expect(isIn({ value: { a: 'b' } }, 'toString')).toBe(false);
  expect(isIn({ value: { a: 'b' } }, 'a.b')).toBe(true);
  expect(isIn({ value: { 'a.b': 'c' } }, String.raw`a\.b.c`)).toBe(true);
});

describe('a state that a machine does not have is refused by name', () => {
  const composition = compose(part('light', graph('light', 'red-GO->green', 'green-STOP->red')));
  const what = enters('light', 'gren');
  const isWrong = inState('light', 'gren');
  const checks: readonly Check[] = [
    { kind: 'never', what },
    { kind: 'never', what: all(takes('light', 'GO'), not(leaves('light', 'gren'))) },
    { kind: 'never', what: goes('light', 'red', 'gren') },
    { kind: 'never', what: takes('light', 'GO', 'gren') },
    { kind: 'never', what: takes('light', 'GO'), while: whileIn('light', 'gren') },
    { kind: 'sometimes', what: takes('light', 'GO'), after: [what] },
    { kind: 'always', what: isWrong },
    { kind: 'always', what: ofAll(['li'], inState('ght', 'gren')) },
    { kind: 'deadlock', except: isWrong },
    { kind: 'leadsTo', from: takes('light', 'GO'), to: what, fair: [] },
    within('li', property({ kind: 'never', what: enters('ght', 'gren'), while: whileIn('ght', 'red') }))
      .checks[0] as Check,
  ];

  test.each(checks)('in a check of the kind $kind', (check) => {
    expect(() => stated(composition, property(check))).toThrow(
      "property X: the machine of light has no state 'gren'; it has red, green; did you mean 'green'?",
    );
  });

  test('and one that it has is not', () => {
    expect(stated(composition, property({ kind: 'never', what: enters('light', 'green') })).id).toBe('X');
  });
});
