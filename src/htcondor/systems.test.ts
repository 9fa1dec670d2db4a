import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isWitness } from '../checker/verify.ts';
import { SYSTEMS } from './systems.ts';
import { systemCalled, variantCalled } from '../verify/system-called.ts';
import { expectedVariants, rowsOf, systemFile, variantDifferences } from '../verify/systems.ts';
import { verifyVariant } from '../verify/variant.ts';

const unbounded = () => false;

describe.each(SYSTEMS)('the system $name', (system) => {
  test.each(system.variants)('shows in $id what is expected of it, and is exhausted', ({ id }) => {
    const result = verifyVariant({ system: system.name, variant: id }, {}, unbounded);
    expect(result.bounded).toBe(false);
    expect(variantDifferences([result])).toEqual([]);
  });

  test('is expected to reach every witness in some variant', () => {
    const witnesses = system.variants.flatMap(({ model }) => model().properties.filter(isWitness));
    const expected = expectedVariants(system.name);
    for (const { id } of witnesses) {
      expect(
        expected.some(({ verdicts }) => verdicts[id]?.startsWith('reached')),
        id,
      ).toBe(true);
    }
  });

  test('has expectations for its variants and for no others', () => {
    expect(expectedVariants(system.name).map(({ variant }) => variant)).toEqual(
      rowsOf(system).map(({ variant }) => variant),
    );
  });
});

describe('the registry', () => {
  test('has expectations for its systems and for no others', () => {
    const files = readdirSync(new URL('.', systemFile('any')));
    expect(files.toSorted()).toEqual(SYSTEMS.map(({ name }) => `${name}.json`).toSorted());
  });

  test('says of a name that is not there which there are', () => {
    expect(() => systemCalled('telegraph')).toThrow("there is no system 'telegraph': give one of reply");
    expect(() => variantCalled(systemCalled('reply'), 'morse')).toThrow(
      "reply has no variant 'morse': give one of 2011-auth, 2011-raw, head-auth, head-raw",
    );
  });
});

describe('a difference from what is expected', () => {
  const result = verifyVariant({ system: 'reply', variant: 'head-raw' }, {}, unbounded);

  test('in a count or a verdict is named', () => {
    const properties = result.properties.map((one) =>
      one.id === 'S6' ? { ...one, verdict: 'holds' as const, trace: null } : one,
    );
    const changed = { ...result, states: 1, properties };
    expect(variantDifferences([changed])).toEqual([
      'reply head-raw: states is 1, expected 37997',
      'reply head-raw: S6 is holds, expected violated 7',
    ]);
  });

  test('cannot be in the counts of a search that hit its bound, only in what it has found', () => {
    const bounded = verifyVariant({ system: 'reply', variant: 'head-raw' }, { maxStates: 100 }, unbounded);
    expect(bounded.bounded).toBe(true);
    expect(variantDifferences([bounded])).toEqual([]);
  });

  test('is also a variant of which nothing is expected', () => {
    expect(variantDifferences([{ ...result, variant: 'new' }])).toEqual([
      'reply new: nothing is expected of this variant',
    ]);
  });
});
