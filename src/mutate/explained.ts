import { readFileSync } from 'node:fs';
import { dataFile } from '../data-file.ts';
import type { Coverage } from './covered.ts';
import type { MutantResult } from './fate.ts';

/** A mutant that nothing kills, and why that is no hole in the claims. */
interface Survivor {
  readonly id: string;
  readonly reason: string;
}

const read = (name: string): unknown => JSON.parse(readFileSync(dataFile(name), 'utf8'));

/** The kill matrix on record, which the review page shows. */
export const MATRIX_FILE = dataFile('kill-matrix.json');

const survivors = (): readonly Survivor[] => read('surviving-mutants.json') as readonly Survivor[];

/** Why a mutant survives; null if nobody has said it. */
export function reasonFor(mutant: string): string | null {
  return survivors().find(({ id }) => id === mutant)?.reason ?? null;
}

/** By the number of states alone no claim kills. */
const isLeft = ({ fate, evidence }: MutantResult): boolean => fate !== 'killed' || evidence === 'counts';

/** Every survivor without a reason, and every reason that has become stale, a sentence each. */
export function unexplained(results: readonly MutantResult[]): string[] {
  const left = new Set(results.filter(isLeft).map(({ id }) => id));
  const stale = survivors().filter(({ id }) => !left.has(id));
  return [...withoutReason(results), ...stale.map(({ id }) => `${id} is explained, and is killed or no longer there`)];
}

/** Every survivor without a reason, a sentence each. */
export const withoutReason = (results: readonly MutantResult[]): string[] =>
  results
    .filter(({ id, fate }) => fate === 'survives' && reasonFor(id) === null)
    .map(({ id }) => `${id} survives, and nothing explains why`);

/** The same of what no system takes. */
export function uncovered(coverage: readonly Coverage[]): string[] {
  const found = coverage.flatMap(({ machine, notTaken, neverTrue, neverFalse }) => [
    ...notTaken.map((place) => `${machine}/${place} not taken`),
    ...neverTrue.filter((place) => !notTaken.includes(place)).map((place) => `${machine}/${place} never true`),
    ...neverFalse.filter((place) => !notTaken.includes(place)).map((place) => `${machine}/${place} never false`),
  ]);
  const explained = Object.keys(read('uncovered.json') as Readonly<Record<string, string>>);
  return [
    ...found.filter((one) => !explained.includes(one)).map((one) => `${one}, and nothing explains why`),
    ...explained.filter((one) => !found.includes(one)).map((one) => `${one} is explained, and is no longer so`),
  ];
}
