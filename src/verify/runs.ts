import type { AnyChoices } from '../checker/study/axis.ts';
import { nameOf, type Records, type RunsRow } from './records.ts';
import type { RowResult, Scope } from './search-row.ts';

/** A row's runs in the form in which they are kept. */
export function toRuns({ properties, witnesses }: RowResult, key: AnyChoices): RunsRow {
  const runs = [...properties, ...witnesses].flatMap(({ id, run }) => (run ? [[id, run] as const] : []));
  return { ...key, runs: Object.fromEntries(runs) };
}

/** The runs on record of a row; null where no runs are kept. */
export function recordedRuns(records: Records, result: RowResult, scope: Scope): RunsRow['runs'] | null {
  const place = records.place(result, scope);
  if (place?.runs === undefined) return null;
  const rows = records.runs(place.runs) ?? [];
  return rows.find((row) => Object.entries(place.key).every(([field, value]) => row[field] === value))?.runs ?? {};
}

/** Every row whose runs are not those on record, a sentence each; a bounded search is not compared. */
export function runDifferences(records: Records, results: readonly RowResult[], scope: Scope): string[] {
  return results.flatMap((result) => {
    const recorded = result.bounded ? null : recordedRuns(records, result, scope);
    if (recorded === null) return [];
    const { runs } = toRuns(result, {});
    const stale = differing(runs, recorded);
    const file = records.name(records.place(result, scope)?.runs ?? '');
    return stale.length > 0 ? [`${nameOf(records, result, scope)}: ${file} has other runs of ${stale.join(', ')}`] : [];
  });
}

function differing(found: RunsRow['runs'], recorded: RunsRow['runs']): string[] {
  return [...new Set([...Object.keys(found), ...Object.keys(recorded)])].filter(
    (id) => String(found[id]) !== String(recorded[id]),
  );
}
