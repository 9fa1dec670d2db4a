import type { Results } from './pool.ts';
import type { RowResult } from './search-row.ts';

/**
 * Whether all is as expected; null where that is not known: not every row was searched to its end, and compared.
 *
 * @param recorded the rows that were compared with what is on record
 * @param wrong the differences
 */
export function isAsExpected(
  { rows, interrupted }: Pick<Results, 'rows' | 'interrupted'>,
  recorded: readonly RowResult[],
  wrong: readonly string[],
): boolean | null {
  if (wrong.length > 0) return false;
  return !interrupted && recorded.length === rows.length && !isBounded(rows) ? true : null;
}

/** Whether a search ended before its space was exhausted: it leaves open what it has not found. */
export const isBounded = (rows: readonly RowResult[]): boolean =>
  rows.some(
    (row) =>
      row.bounded ||
      Object.values(row.beside).some((one) => {
        if (!one) return false;
        return 'by' in one ? Object.values(one.rows).some(({ bounded }) => bounded) : one.bounded;
      }),
  );

/** What has no effect in any of a system's rows, a line each: in some of them it may be meant so. */
export function warningsOf(rows: readonly RowResult[]): string[] {
  const systems = [...new Set(rows.map(({ system }) => system))];
  return systems.flatMap((system) => {
    const [first, ...others] = rows.filter((row) => row.system === system);
    const shared = first?.notes?.filter((note) => others.every(({ notes = [] }) => notes.includes(note))) ?? [];
    return shared.map((note) => `${system}: ${note}`);
  });
}
