import * as v from 'valibot';
import { readJson } from '../files/input.ts';
import { fileAt } from '../files/root.ts';
import { fields, reasonByName, text } from '../files/schema.ts';
import type { Coverage } from './covered.ts';
import type { MutantResult } from './fate.ts';

/** Mutants that nothing kills, and why that is no hole in the claims. */
const SURVIVORS = v.array(
  fields({ reason: text(), mutants: v.array(text(), 'a list of mutants') }),
  'a list of reasons',
);

/** The reason on record of every mutant that is left alive. */
export function reasons(): ReadonlyMap<string, string> {
  const groups = readJson(fileAt('properties/surviving-mutants.json'), SURVIVORS);
  return new Map(groups.flatMap(({ reason, mutants }) => mutants.map((id) => [id, reason] as const)));
}

/** By the number of states alone no claim kills. */
const isLeft = ({ fate, evidence }: MutantResult): boolean => fate !== 'killed' || evidence === 'counts';

/** Every survivor without a reason, a sentence each. */
export function withoutReason(results: readonly MutantResult[]): string[] {
  const known = reasons();
  return results
    .filter(({ id, fate }) => fate === 'survives' && !known.has(id))
    .map(({ id }) => `${id} survives, and nothing explains why`);
}

/** Every reason that has become stale, a sentence each, as far as the results go: all mutants of some machines. */
export function stale(results: readonly MutantResult[]): string[] {
  const machines = new Set(results.map(({ machine }) => machine));
  const left = new Set(results.filter(isLeft).map(({ id }) => id));
  return [...reasons().keys()]
    .filter((id) => machines.has(id.slice(0, id.indexOf('/'))) && !left.has(id))
    .map((id) => `${id} is explained, and is killed or no longer there`);
}

/** The same of what no system takes. */
export function uncovered(coverage: readonly Coverage[]): string[] {
  const found = coverage.flatMap(({ machine, notTaken, neverTrue, neverFalse }) => [
    ...notTaken.map((place) => `${machine}/${place} not taken`),
    ...neverTrue.filter((place) => !notTaken.includes(place)).map((place) => `${machine}/${place} never true`),
    ...neverFalse.filter((place) => !notTaken.includes(place)).map((place) => `${machine}/${place} never false`),
  ]);
  const explained = Object.keys(readJson(fileAt('properties/uncovered.json'), reasonByName));
  return [
    ...found.filter((one) => !explained.includes(one)).map((one) => `${one}, and nothing explains why`),
    ...explained.filter((one) => !found.includes(one)).map((one) => `${one} is explained, and is no longer so`),
  ];
}
