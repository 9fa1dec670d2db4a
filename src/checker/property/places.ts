import { didYouMean } from '../did-you-mean.ts';
import { ModelError } from '../errors.ts';
import type { Composition } from '../system/compose.ts';
import { inQuotes, meantBy, statesOf, written } from './paths.ts';

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
    const states = statesOf(spec.machine);
    if (spec.spawnedBy !== undefined) states.push(['not started'], ['stopped']);
    const meant = meantBy(path, states);
    if (meant.length === 1) continue;
    if (meant.length > 1) {
      const ways = meant.map((keys) => `'${written(keys)}'`).join(' and ');
      throw new ModelError(`property ${id}: '${path}' may mean two states of ${component}; write one of ${ways}`);
    }
    const known = states.map(written);
    const asked = inQuotes(path);
    const more = known.length > LISTED ? ', …' : '';
    const all = known.length === 0 ? 'it has none' : `it has ${known.slice(0, LISTED).join(', ')}${more}`;
    throw new ModelError(
      `property ${id}: the machine of ${component} has no state '${asked}'; ${all}${didYouMean(asked, known)}`,
    );
  }
}
