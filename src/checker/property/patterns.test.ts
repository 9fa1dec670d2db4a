import { describe, expect, test } from 'vitest';
import type { Occurrence } from '../system/compose.ts';
import type { LocalState } from '../system/table/table.ts';
import { component as part, compose, graph } from '../testing/machines.ts';
import { all, enters, goes, inState, leaves, not, ofAll, takes, whileIn, within } from './patterns.ts';
import { stated } from './stated.ts';
import type { Check, Property, StepCheck } from './property.ts';

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
