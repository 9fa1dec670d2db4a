import type { AnyStateNode } from 'xstate';
import { didYouMean } from '../did-you-mean.ts';
import { ModelError } from '../errors.ts';
import type { Composition } from '../system/compose.ts';

/** A state that a pattern or a condition names: a component, and a dotted path in its machine. */
export interface Place {
  readonly component: string;
  readonly path: string;
}

/** Where a function keeps the states that it names; every copy of this module finds it. */
const PLACES = Symbol.for('claimcheck.places');

/** The function, which says from now on which states it names. */
export const naming = <F extends (...args: never[]) => unknown>(use: F, places: readonly Place[]): F =>
  places.length === 0 ? use : Object.assign(use, { [PLACES]: places });

/** The states that a function names, with a prefix before their components. */
export const namedBy = (use: unknown, prefix = ''): Place[] =>
  ((use as { [PLACES]?: readonly Place[] })[PLACES] ?? []).map(({ component, path }) => ({
    component: prefix + component,
    path,
  }));

/** The states that the parts of a check name. */
function placesIn(part: unknown): Place[] {
  if (typeof part === 'function') return namedBy(part);
  if (typeof part !== 'object' || part === null) return [];
  return Object.values(part).flatMap(placesIn);
}

/** As many states of a machine are listed. */
const LISTED = 12;

/**
 * @throws {ModelError} if a check names a state that the machine of its component does not have; of a component that is not
 *   there nothing is said: a property may be stated of systems that differ in their components
 */
export function checkPlaces({ components }: Composition, id: string, check: object): void {
  for (const { component, path } of placesIn(check)) {
    const spec = components.find((one) => one.spec.name === component)?.spec;
    if (!spec) continue;
    const known = pathsIn(spec.machine.root as AnyStateNode);
    if (spec.spawnedBy !== undefined) known.push('not started', 'stopped');
    if (known.includes(path)) continue;
    const more = known.length > LISTED ? ', …' : '';
    const all = known.length === 0 ? 'it has none' : `it has ${known.slice(0, LISTED).join(', ')}${more}`;
    throw new ModelError(
      `property ${id}: the machine of ${component} has no state '${path}'; ${all}${didYouMean(path, known)}`,
    );
  }
}

const pathsIn = (node: AnyStateNode): string[] =>
  Object.values(node.states).flatMap((child) => [child.path.join('.'), ...pathsIn(child as AnyStateNode)]);
