import { systemCalled } from '../../checker/study/rows.ts';
import type { SystemEntry } from '../../checker/study/system-entry.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';
import type { Results } from '../../verify/pool.ts';
import type { Records } from '../../verify/records.ts';
import type { RowResult, Scope } from '../../verify/search-row.ts';
import { isAsExpected } from '../../verify/whole.ts';
import { unreached } from '../matrix.ts';

/** What has been asked for, searched and compared. */
export interface Searches {
  readonly loaded: LoadedStudy;
  readonly records: Records;
  readonly scope: Scope;
  readonly systems: readonly SystemEntry[];
  readonly results: Results;
  /** The rows that were compared with what is on record. */
  readonly recorded: readonly RowResult[];
  /** The differences from it. */
  readonly wrong: readonly string[];
}

/** What `verify --json` says. */
export function jsonReport(searches: Searches) {
  const { loaded, records, scope, systems, results, recorded, wrong } = searches;
  const { faults, maxStates, maxMemory } = scope;
  const [system] = systems;
  const [row] = results.rows;
  const heading = system?.heading && row ? system.heading(row.choices, faults ?? loaded.study.faults) : {};
  return {
    ...heading,
    bounds: { maxStates: maxStates ?? null, maxMemory: maxMemory ?? null },
    interrupted: results.interrupted,
    results: results.rows.map((result) => rowReport(searches, result)),
    asExpected: isAsExpected(results, recorded, wrong),
    differences: wrong,
    unreached: unreached(results, records),
  };
}

/** A row with what tells it from the others, and what was found beside it under its own names. */
function rowReport({ loaded, records, scope }: Searches, result: RowResult) {
  const { system, variant, choices, beside, ...searched } = result;
  const key = records.place(result, scope)?.key ?? choices;
  const entry = systemCalled(loaded.study, system);
  const name = variant === undefined ? (entry.record ? key : { system, ...key }) : { system, variant };
  const found = Object.entries(beside).map(([what, one]) => [
    what,
    one && 'by' in one ? Object.entries(one.rows).map(([value, search]) => ({ [one.by]: value, ...search })) : one,
  ]);
  return { ...name, ...searched, ...Object.fromEntries(found) };
}

/** The results for build servers: each row is a suite. */
export async function junitReport({ records, scope, recorded, results }: Searches): Promise<string> {
  const [{ junitXml }, { rowSuites }] = await Promise.all([
    import('../../verify/junit.ts'),
    import('../../verify/suites.ts'),
  ]);
  const suites = rowSuites(records, results.rows, scope, (row) => recorded.includes(row));
  return junitXml('claimcheck verify', suites);
}
