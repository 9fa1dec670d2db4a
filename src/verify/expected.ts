import { readFileSync } from 'node:fs';
import { FAULTS } from '../../machines/vocabulary.ts';
import type { Row, RowResult, Scope } from './variant.ts';

/** What is expected of one row: a line of properties/expected/*.json, so that a changed number is a changed line. */
export interface ExpectedRow extends Row {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly reschedule?: readonly [states: number, transitions: number, depth: number];
  /** Per property: the verdict and, where there is a shortest run, its length: `violated 9`. */
  readonly verdicts: Readonly<Record<string, string>>;
}

/** The name under which a scope's expectations are kept: the peer and its revision, or the classes of faults. */
function scopeName({ environment, revision, faults, claims, rounds }: Scope): string {
  const classes = FAULTS.filter((fault) => faults.includes(fault)).join('-') || 'none';
  const size = [...(claims ? [`claims-${claims}`] : []), ...(rounds ? [`rounds-${rounds}`] : [])];
  if (environment === 'network') return [classes, ...size].join('-');
  return faults.length === FAULTS.length ? `peer-${revision}` : `peer-${revision}-${classes}`;
}

/** The expectations for a scope; null if none are on record. */
export function expectedRows(scope: Scope): readonly ExpectedRow[] | null {
  try {
    return JSON.parse(readFileSync(expectedFile(scope), 'utf8')) as ExpectedRow[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Where a scope's expectations are kept, seen from the sources and from the build alike. */
export function expectedFile(scope: Scope): URL {
  const root = import.meta.url.includes('/dist/') ? '../../../' : '../../';
  return new URL(`${root}properties/expected/${scopeName(scope)}.json`, import.meta.url);
}

/** A row's result in the form in which expectations are kept. */
export function toExpected(result: RowResult): ExpectedRow {
  const { path, fixes, states, transitions, depth, reschedule } = result;
  const verdicts = [...result.properties, ...result.witnesses].map(({ id, verdict, trace }) => [
    id,
    trace === null ? verdict : `${verdict} ${trace}`,
  ]);
  return {
    path,
    fixes,
    states,
    transitions,
    depth,
    ...(reschedule && { reschedule: [reschedule.states, reschedule.transitions, reschedule.depth] as const }),
    verdicts: Object.fromEntries(verdicts),
  };
}

/** Every difference between what was found and what is expected, a sentence each. */
export function differences(results: readonly RowResult[], expected: readonly ExpectedRow[]): string[] {
  return results.flatMap((result) => {
    const row = expected.find(({ path, fixes }) => path === result.path && fixes === result.fixes);
    const where = `${result.path} ${result.fixes}`;
    if (!row) return [`${where}: nothing is expected of this row`];
    const found = flat(toExpected(result));
    const wanted = flat(row);
    return [...new Set([...found.keys(), ...wanted.keys()])]
      .filter((key) => found.get(key) !== wanted.get(key))
      .map((key) => `${where}: ${key} is ${found.get(key) ?? 'missing'}, expected ${wanted.get(key) ?? 'nothing'}`);
  });
}

function flat({ verdicts, path: _path, fixes: _fixes, ...numbers }: ExpectedRow): Map<string, string> {
  return new Map([...Object.entries(numbers), ...Object.entries(verdicts)].map(([key, value]) => [key, String(value)]));
}
