import { existsSync } from 'node:fs';
import { FAULTS } from '../../machines/vocabulary.ts';
import { readJson } from '../files/input.ts';
import { fileAt } from '../files/root.ts';
import { EXPECTED_ROWS } from './record-schema.ts';
import type { Row } from './row.ts';
import { type RowResult, type Scope, type Searched, verdictText } from './variant.ts';

/** What is expected of one row: a line of properties/expected/*.json, so that a changed number is a changed line. */
export interface ExpectedRow extends Row {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly reschedule?: readonly [states: number, transitions: number, depth: number];
  /** Per property: the verdict and, where there is a shortest run, its length: `violated 9`. */
  readonly verdicts: Readonly<Record<string, string>>;
  /** The same for the systems of L1 and L2, by startd. */
  readonly liveness?: Readonly<Record<string, ExpectedSearch>>;
}

/** What is expected of one search. */
export type ExpectedSearch = Pick<ExpectedRow, 'states' | 'transitions' | 'depth' | 'verdicts'>;

/** The name under which a scope's expectations are kept: the peer and its revision, or the classes of faults. */
function scopeName({ environment, revision, faults, claims, rounds }: Scope): string {
  const classes = FAULTS.filter((fault) => faults.includes(fault)).join('-') || 'none';
  const size = [...(claims ? [`claims-${claims}`] : []), ...(rounds ? [`rounds-${rounds}`] : [])];
  if (environment === 'network') return [classes, ...size].join('-');
  return faults.length === FAULTS.length ? `peer-${revision}` : `peer-${revision}-${classes}`;
}

/** The expectations for a scope; null if none are on record. */
export function expectedRows(scope: Scope): readonly ExpectedRow[] | null {
  return readIfThere(expectedFile(scope)) as ExpectedRow[] | null;
}

/** What a file of expectations says; null if there is none. @throws {InputError} if they are not as they were written */
export function readIfThere(file: URL): unknown {
  return existsSync(file) ? readJson(file, EXPECTED_ROWS) : null;
}

/** Where a scope's expectations are kept. */
export function expectedFile(scope: Scope): URL {
  return expectedFileCalled(scopeName(scope));
}

export function expectedFileCalled(name: string): URL {
  return fileAt(`properties/expected/${name}.json`);
}

/** A row's result in the form in which expectations are kept. */
export function toExpected(result: RowResult): ExpectedRow {
  const { path, fixes, reschedule, liveness } = result;
  const { verdicts, ...numbers } = expectedSearch(result);
  return {
    path,
    fixes,
    ...numbers,
    ...(reschedule && { reschedule: [reschedule.states, reschedule.transitions, reschedule.depth] as const }),
    verdicts,
    ...(liveness.length > 0 && {
      liveness: Object.fromEntries(liveness.map((one) => [one.startd, expectedSearch(one)])),
    }),
  };
}

export function expectedSearch({ states, transitions, depth, properties, witnesses }: Searched): ExpectedSearch {
  const verdicts = [...properties, ...witnesses].map((one) => [one.id, verdictText(one)]);
  return { states, transitions, depth, verdicts: Object.fromEntries(verdicts) };
}

/** Every difference between what was found and what is expected, a sentence each. */
export function differences(results: readonly RowResult[], expected: readonly ExpectedRow[]): string[] {
  return results.flatMap((result) => {
    const row = expected.find(({ path, fixes }) => path === result.path && fixes === result.fixes);
    const where = `${result.path} ${result.fixes}`;
    if (!row) return [`${where}: nothing is expected of this row`];
    return unequal(where, rowFields(toExpected(result)), rowFields(row));
  });
}

function unequal(where: string, found: Map<string, string>, wanted: Map<string, string>): string[] {
  return [...new Set([...found.keys(), ...wanted.keys()])]
    .filter((key) => found.get(key) !== wanted.get(key))
    .map((key) => `${where}: ${key} is ${found.get(key) ?? 'missing'}, expected ${wanted.get(key) ?? 'nothing'}`);
}

/**
 * The same of a single search. One that hit a bound cannot differ in its counts, only in what it has found.
 */
export function searchDifferences(where: string, found: Searched, wanted: ExpectedSearch): string[] {
  if (!found.bounded)
    return unequal(where, new Map(searchFields(expectedSearch(found))), new Map(searchFields(wanted)));
  const verdicts = Object.entries(expectedSearch(found).verdicts).filter(([, verdict]) => verdict !== 'bounded');
  return verdicts
    .filter(([id, verdict]) => verdict !== wanted.verdicts[id])
    .map(([id, verdict]) => `${where}: ${id} is ${verdict}, expected ${wanted.verdicts[id] ?? 'nothing'}`);
}

/** All that is expected of a row, by name. */
export function rowFields({ path: _path, fixes: _fixes, liveness = {}, ...main }: ExpectedRow): Map<string, string> {
  return new Map([
    ...searchFields(main),
    ...Object.entries(liveness).flatMap(([startd, search]) =>
      searchFields(search).map(([key, value]): [string, string] => [`startd ${startd}: ${key}`, value]),
    ),
  ]);
}

/** All that is expected of a search, by name. */
export function searchFields({ verdicts, ...numbers }: ExpectedSearch): [string, string][] {
  return [...Object.entries(numbers), ...Object.entries(verdicts)].map(([key, value]) => [key, String(value)]);
}
