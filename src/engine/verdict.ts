import type { Choice, Composition } from './compose.ts';
import type { Engine, Exploration, ExploreOptions } from './explore.ts';
import { explore } from './explore.ts';
import { partsOf } from './parts.ts';
import { exploreProduct } from './product.ts';
import { ModelError } from './errors.ts';
import type { Check, Property } from './property.ts';

/**
 * What a search says of a property. `holds` and `unreachable` are said of an exhausted space only; a search that hit a
 * bound before it found anything says `bounded`.
 */
export type Verdict = 'holds' | 'violated' | 'reached' | 'unreachable' | 'bounded';

export interface Finding {
  readonly property: Property;
  readonly verdict: Verdict;
  /** The shortest run to the violation or witness; null where there is none. */
  readonly run: readonly Choice[] | null;
}

/** How a system may be explored: as one, its states in a bitmap or in a table, or as a product of groups. */
export const METHODS = ['bitmap', 'table', 'grouped'] as const;
export type Method = (typeof METHODS)[number];

export interface VerifyOptions extends Omit<ExploreOptions, 'engine'> {
  /** The method to use; what suits the system best, if not given. */
  readonly engine?: Method;
}

export interface Findings extends Omit<Exploration, 'runs' | 'space' | 'engine'> {
  /** The method that was used. */
  readonly engine: Method;
  readonly findings: readonly Finding[];
}

/** Whether a property is a witness: something to be reached, not something to hold. */
export function isWitness(property: Property): boolean {
  return property.checks.every(({ kind }) => kind === 'sometimes');
}

/**
 * Explores a system by the method asked for, or by the one that suits it.
 *
 * @throws {ModelError} if the system does not fall apart into groups, and that method was asked for
 */
function search(composition: Composition, checks: readonly Check[], { engine, ...options }: VerifyOptions) {
  if (engine === 'grouped' || (engine === undefined && partsOf(composition).length > 1)) {
    const found = exploreProduct(composition, checks, options);
    if (found) return found;
    if (engine) throw new ModelError(`${composition.spec.name} does not fall apart into groups that are small enough`);
  }
  return explore(composition, checks, { ...options, ...(engine && { engine: engine as Engine }) });
}

/** Explores a system and gives a verdict on each property, with the shortest run that shows it. */
export function verify(
  composition: Composition,
  properties: readonly Property[],
  options: VerifyOptions = {},
): Findings {
  const { runs, states, transitions, depth, end, bounded, engine, memory } = search(
    composition,
    properties.flatMap(({ checks }) => checks),
    options,
  );
  let at = 0;
  const findings = properties.map((property) => {
    const own = runs.slice(at, at + property.checks.length);
    at += property.checks.length;
    const run = shortest(own);
    return { property, verdict: verdict(isWitness(property), run !== null, bounded), run };
  });
  return { states, transitions, depth, end, bounded, engine, memory, findings };
}

function verdict(witness: boolean, found: boolean, bounded: boolean): Verdict {
  if (found) return witness ? 'reached' : 'violated';
  if (bounded) return 'bounded';
  return witness ? 'unreachable' : 'holds';
}

/** The shortest run; of equally short ones that with the fewest faults, then that of the check that was stated first. */
function shortest(runs: readonly (readonly Choice[] | null)[]): readonly Choice[] | null {
  return runs.reduce((best, run) => (run && (!best || isBetter(run, best)) ? run : best), null);
}

function isBetter(run: readonly Choice[], best: readonly Choice[]): boolean {
  return run.length < best.length || (run.length === best.length && faults(run) < faults(best));
}

function faults(run: readonly Choice[]): number {
  return run.filter(({ fault }) => fault !== null).length;
}
