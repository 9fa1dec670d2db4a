import { describe, expect, test } from 'vitest';
import type { Bound, Scale } from '../properties/outage-bounds.ts';
import { verify } from './engine/verdict.ts';
import { findBound, recordOf, SITUATIONS, type Situation } from './outage.ts';

/** Every bound on record; npm test explores the two systems on either side of one of each kind. */
const BOUNDS = SITUATIONS.flatMap((situation) =>
  recordOf(situation).searched.map(({ safe, loses, ...scale }) => ({
    name: `${situation.id}, a lease of ${scale.lease} s in units of ${scale.unit} s`,
    situation,
    scale,
    bound: { safe, loses },
  })),
);

/** With units of 1 s a lease of 1200 s takes a minute of searches or more: there only the two beside the bound are made. */
const EXACT = BOUNDS.filter(({ scale }) => scale.lease / scale.unit > 1000);
const SEARCHED = BOUNDS.filter((one) => !EXACT.includes(one));

describe.each(SEARCHED)('$name', ({ situation, scale, bound }) => {
  test('the bound is as on record', { timeout: 600_000 }, () => {
    const { safe, lost } = findBound(situation, scale);
    expect({ safe, loses: lost?.seconds ?? null } satisfies Bound).toEqual(bound);
  });
});

describe.each(EXACT)('$name', ({ situation, scale, bound }) => {
  test('one as long as is safe does no harm, and one that lasts a second longer can', { timeout: 600_000 }, () => {
    const found = [bound.safe, bound.loses].map((longest) => verdictOf(situation, scale, longest));
    expect(found).toEqual([bound.safe === null ? null : 'holds', bound.loses === null ? null : 'violated']);
  });
});

function verdictOf(situation: Situation, scale: Scale, longest: number | null): string | null | undefined {
  if (longest === null) return null;
  const { composition, properties } = situation.model(scale, longest);
  return verify(
    composition,
    properties.filter(({ id }) => id === situation.claim),
  ).findings[0]?.verdict;
}
