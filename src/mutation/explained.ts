import type { Coverage } from './covered.ts';
import type { MutantResult } from './fate.ts';

/** By the number of states alone no property kills. */
const isLeft = ({ fate, evidence }: MutantResult): boolean => fate !== 'killed' || evidence === 'counts';

type Reasons = ReadonlyMap<string, string>;

/** Every survivor without a reason, a sentence each. */
export function withoutReason(results: readonly MutantResult[], reasons: Reasons): string[] {
  return results
    .filter(({ id, fate }) => fate === 'survives' && !reasons.has(id))
    .map(({ id }) => `${id} survives, and nothing explains why`);
}

/** Every reason that has become stale, a sentence each, as far as the results go: all mutants of some machines. */
export function stale(results: readonly MutantResult[], reasons: Reasons): string[] {
  const machines = new Set(results.map(({ machine }) => machine));
  const left = new Set(results.filter(isLeft).map(({ id }) => id));
  return [...reasons.keys()]
    .filter((id) => machines.has(id.slice(0, id.indexOf('/'))) && !left.has(id))
    .map((id) => `${id} is explained, and is killed or no longer there`);
}

/** What no step takes and which outcomes of guards none has seen, as they are called on record. */
export const uncovered = (coverage: readonly Coverage[]): string[] =>
  coverage.flatMap(({ machine, notTaken, neverTrue, neverFalse }) => [
    ...notTaken.map((place) => `${machine}/${place} not taken`),
    ...neverTrue.filter((place) => !notTaken.includes(place)).map((place) => `${machine}/${place} never true`),
    ...neverFalse.filter((place) => !notTaken.includes(place)).map((place) => `${machine}/${place} never false`),
  ]);

/** What is not covered and has no reason, and reasons that are stale. */
export function coverageDifferences(
  coverage: readonly Coverage[],
  reasons: Readonly<Record<string, string>>,
): string[] {
  const found = uncovered(coverage);
  return [
    ...found.filter((one) => !Object.hasOwn(reasons, one)).map((one) => `${one}, and nothing explains why`),
    ...Object.keys(reasons)
      .filter((one) => !found.includes(one))
      .map((one) => `${one} is explained, and is no longer so`),
  ];
}
