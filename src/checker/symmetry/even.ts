import { ModelError } from '../errors.ts';
import type { Check, Pattern } from '../property/property.ts';
import type { Composition, Occurrence } from '../system/compose.ts';
import { generatorsOf } from './group.ts';
import type { Mirror } from './mirror.ts';

/**
 * A check that remembers must take each transition as it takes the transition's images: else what it remembers would not be
 * the same on the image of a run.
 *
 * @throws {ModelError} if one does not
 */
export function refuseUneven(
  composition: Composition,
  mirror: Mirror,
  checks: readonly Check[],
  ids: readonly string[],
): void {
  const generators = generatorsOf(composition);
  for (const [i, check] of checks.entries()) {
    const patterns = remembered(check);
    if (patterns.length === 0) continue;
    if (mirror.hasUnordered) {
      throw new ModelError(
        `${composition.spec.name}: symmetric: ${ids[i]} remembers what has happened, and a machine sends to members one after the other; search it without symmetry`,
      );
    }
    for (const occurrence of mirror.transitions) {
      for (const g of generators.keys()) {
        const image = mirror.image(g, occurrence);
        if (patterns.every((pattern) => pattern(occurrence) === pattern(image))) continue;
        throw new ModelError(
          `${composition.spec.name}: symmetric: ${ids[i]} remembers what has happened, and tells ${textOf(occurrence)} from ${textOf(image)}; state it of any member, or search it without symmetry`,
        );
      }
    }
  }
}

const textOf = ({ component, event }: Occurrence): string => `${component} ${event.type}`;

/** The patterns of a check that remembers. */
function remembered(check: Check): readonly Pattern[] {
  if (check.kind !== 'neverAfter' && check.kind !== 'onlyAfter' && check.kind !== 'sometimes') return [];
  const after = [check.after ?? []].flat();
  return after.length === 0 && check.kind === 'sometimes'
    ? []
    : [check.what, ...after, ...(check.forget ? [check.forget] : [])];
}
