import { describe, expect, test } from 'vitest';
import type { Scale } from '../../properties/outages/outage-bounds.ts';
import { choicesIn, recordOf, type Situation } from '../../properties/outages/situations.ts';
import { verify } from '../checker/verify.ts';
import { modelOf } from './models.ts';

/**
 * Tests every bound on record of some situations by the two systems on either side of it: what may last longer may also end sooner, so
 * these decide it. `npm test` searches for one bound of each kind.
 */
export function testBesideBounds(situations: readonly Situation[]): void {
  const bounds = situations.flatMap((situation) =>
    recordOf(situation).searched.map(({ safe, loses, ...scale }) => ({
      name: `${situation.id}, a lease of ${scale.lease} s in units of ${scale.unit} s`,
      situation,
      scale,
      safe,
      loses,
    })),
  );
  describe.each(bounds)('$name', ({ situation, scale, safe, loses }) => {
    test('one as long as is safe does no harm, and one that lasts a unit longer can', () => {
      expect(loses ?? situation.longest(scale) + scale.unit).toBe(safe === null ? 0 : safe + scale.unit);
      expect(verdictOf(situation, scale, safe)).toBe(safe === null ? null : 'holds');
      expect(verdictOf(situation, scale, loses)).toBe(loses === null ? null : 'violated');
    });
  });
}

function verdictOf(situation: Situation, scale: Scale, longest: number | null): string | null | undefined {
  if (longest === null) return null;
  const { composition, properties } = modelOf(situation.system, choicesIn(situation, scale, longest));
  return verify(
    composition,
    properties.filter(({ id }) => id === situation.property),
  ).findings[0]?.verdict;
}
