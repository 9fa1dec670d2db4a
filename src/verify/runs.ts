import { FAULTS } from '../../machines/vocabulary.ts';
import { readJson } from '../files/input.ts';
import { fileAt } from '../files/root.ts';
import { RUN_ROWS } from './record-schema.ts';
import type { Row } from './row.ts';
import type { RowResult, Scope } from './variant.ts';

/**
 * The shortest runs of one row, as indices of choices, by property; a property without one is not there. A line of
 * properties/runs.json, which the explorer's page has in it: it need not search before it shows a counterexample.
 */
export interface RunsRow extends Row {
  readonly runs: Readonly<Record<string, readonly number[]>>;
}

/** Where the runs are kept. */
export const RUNS_FILE = fileAt('properties/runs.json');

/** Only of one claim and the network with all its faults: what is asked for first. */
export function runsAreRecorded({ environment, faults, claims = 1, rounds }: Scope): boolean {
  return environment === 'network' && faults.length === FAULTS.length && claims === 1 && rounds === undefined;
}

/** A row's runs in the form in which they are kept. */
export function toRuns({ path, fixes, properties, witnesses }: RowResult): RunsRow {
  const runs = [...properties, ...witnesses].flatMap(({ id, run }) => (run ? [[id, run] as const] : []));
  return { path, fixes, runs: Object.fromEntries(runs) };
}

/** Every row whose runs are not those on record, a sentence each. */
export function runDifferences(results: readonly RowResult[], scope: Scope): string[] {
  if (!runsAreRecorded(scope)) return [];
  const recorded = readJson(RUNS_FILE, RUN_ROWS) as unknown as RunsRow[];
  return results.map(toRuns).flatMap(({ path, fixes, runs }) => {
    const row = recorded.find((candidate) => candidate.path === path && candidate.fixes === fixes);
    const stale = differing(runs, row?.runs ?? {});
    return stale.length > 0 ? [`${path} ${fixes}: properties/runs.json has other runs of ${stale.join(', ')}`] : [];
  });
}

function differing(found: RunsRow['runs'], recorded: RunsRow['runs']): string[] {
  return [...new Set([...Object.keys(found), ...Object.keys(recorded)])].filter(
    (id) => String(found[id]) !== String(recorded[id]),
  );
}
