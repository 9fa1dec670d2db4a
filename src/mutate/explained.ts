import { readFileSync } from 'node:fs';
import { dataFile } from '../data-file.ts';
import type { Coverage } from './covered.ts';
import type { MutantResult } from './fate.ts';
import type { KillMatrix } from './matrix.ts';

/** Mutants that nothing kills, and why that is no hole in the claims. */
interface Survivors {
  readonly ids: readonly string[];
  readonly reason: string;
}

/** Parts of a machine that nothing takes, and why. */
interface Uncovered {
  readonly machine: string;
  readonly what: 'not taken' | 'never true' | 'never false';
  readonly places: readonly string[];
  readonly reason: string;
}

const read = (name: string): unknown => JSON.parse(readFileSync(dataFile(name), 'utf8'));

export const MATRIX_FILE = dataFile('kill-matrix.json');

/** The kill matrix on record. */
export const recordedMatrix = (): KillMatrix => read('kill-matrix.json') as KillMatrix;

const survivors = (): readonly Survivors[] => read('surviving-mutants.json') as readonly Survivors[];

/** Why a mutant survives; null if nobody has said it. */
export function reasonFor(id: string): string | null {
  return survivors().find(({ ids }) => ids.includes(id))?.reason ?? null;
}

/** Every survivor without a reason, and every reason that has become stale, a sentence each. */
export function unexplained(results: readonly MutantResult[]): string[] {
  const surviving = results.filter(({ fate }) => fate === 'survives').map(({ id }) => id);
  const explained = survivors().flatMap(({ ids }) => ids);
  return [
    ...surviving.filter((id) => !explained.includes(id)).map((id) => `${id} survives, and nothing explains why`),
    ...explained.filter((id) => !surviving.includes(id)).map((id) => `${id} is explained, and does not survive`),
  ];
}

/** The same of what no system takes. */
export function uncovered(coverage: readonly Coverage[]): string[] {
  const found = coverage.flatMap(({ machine, notTaken, neverTrue, neverFalse }) => [
    ...notTaken.map((place) => `${machine}/${place} not taken`),
    ...neverTrue.map((place) => `${machine}/${place} never true`),
    ...neverFalse.map((place) => `${machine}/${place} never false`),
  ]);
  const explained = (read('uncovered.json') as readonly Uncovered[]).flatMap(({ machine, what, places }) =>
    places.map((place) => `${machine}/${place} ${what}`),
  );
  return [
    ...found.filter((one) => !explained.includes(one)).map((one) => `${one}, and nothing explains why`),
    ...explained.filter((one) => !found.includes(one)).map((one) => `${one} is explained, and is no longer so`),
  ];
}

/** Every number of the kill matrix that is not the one on record. */
export function matrixDifferences(found: KillMatrix): string[] {
  const flat = (value: unknown, path: string): [string, unknown][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, below]) => flat(below, `${path} ${key}`))
      : [[path.trim(), value]];
  const [now, then] = [new Map(flat(found, '')), new Map(flat(recordedMatrix(), ''))];
  return [...new Set([...now.keys(), ...then.keys()])]
    .filter((key) => now.get(key) !== then.get(key))
    .map((key) => `${key}: ${now.get(key) ?? 0}, expected ${then.get(key) ?? 0}`);
}
