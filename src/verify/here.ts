import { Models } from '../checker/study/models.ts';
import type { Row } from '../checker/study/system-entry.ts';
import type { SearchStore } from '../checker/verify-alike.ts';
import type { LoadedStudy } from './load-study.ts';
import { type RowResult, type Scope, searchName, searchRow } from './search-row.ts';

/**
 * A search that takes longer belongs on a thread: as long as this one is busy, Ctrl-C waits. In milliseconds of processor time, since a
 * thread would take longer as well on a machine that is busy with other things.
 */
const MOMENT = 1000;

/**
 * Searches a row on this thread, if its steps are kept: then the search takes less time than a thread takes to start.
 *
 * @param storeOf where steps are kept
 * @param patience after so many milliseconds of processor time the search is given up
 * @returns null for a row that is to be searched on a thread
 * @throws {ModelError} if the system is refused
 */
export function searchHere(
  { study }: Pick<LoadedStudy, 'study'>,
  row: Row,
  scope: Scope,
  storeOf: (name: string) => SearchStore,
  patience = MOMENT,
): RowResult | null {
  const name = searchName(row, scope);
  const store = storeOf(name);
  if (!store.kept) return null;
  const before = process.cpuUsage();
  let isLate = false;
  const isInterrupted = () => {
    const { system, user } = process.cpuUsage(before);
    return (isLate ||= (system + user) / 1000 > patience);
  };
  const result = searchRow(new Models(study), row, scope, {
    isInterrupted,
    storeOf: (other) => (other === name ? store : storeOf(other)),
  });
  return isLate ? null : result;
}
