import { describe, expect, test } from 'vitest';
import { replayLive } from './engine/live.ts';
import { verify } from './engine/verdict.ts';
import { outageModel } from './model.ts';
import { findBound, SITUATIONS, type Situation } from './outage.ts';
import { recordedBounds } from './verify/outage-bounds.ts';

const boundOf = (situation: Situation, lease: number, unit: number) => {
  const bound = findBound(situation, lease, unit);
  return bound && ([bound.safe, bound.loses] as const);
};

const inUnits = (seconds: number | null | undefined) => (seconds == null ? seconds : Math.floor(seconds / 5));

describe.each(SITUATIONS)('$sentence', (situation) => {
  test('with a lease of 1200 s in units of 5 s the bound is as recorded', { timeout: 120_000 }, () => {
    expect(boundOf(situation, 1200, 5)).toEqual(recordedBounds()[situation.id]?.searched['5']);
  });

  test('at two scales, of 1 s and of 5 s, the bounds agree to the unit', { timeout: 120_000 }, () => {
    const [fine, coarse] = [1, 5].map((unit) => boundOf(situation, 120, unit));
    expect(inUnits(coarse?.[0])).toBe(inUnits(fine?.[0]));
  });

  test('live actors lose the claim in the shortest run, and T1 is all that it violates', { timeout: 60_000 }, () => {
    const bound = findBound(situation, 60, 5);
    expect(bound && replayLive(bound.model.composition, bound.trace)).toBeNull();
    const { composition, properties } = outageModel({ ...situation, lease: 60, unit: 5, longest: bound?.loses ?? 0 });
    const { findings, bounded } = verify(composition, properties);
    expect(bounded).toBe(false);
    expect(findings.map(({ property, verdict }) => `${property.id} ${verdict}`)).toEqual([
      'T1 violated',
      'T2 holds',
      'renewed-after-outage reached',
      'attempt-caught reached',
    ]);
  });
});
