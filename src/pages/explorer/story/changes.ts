import type { LocalState } from '../../../checker/system/table/table.ts';
import { changes, statePaths } from '../../../traces/messages/words.ts';

/** How a component changes, region by region, and what it remembers from now on: `lease: running → off`. */
export function changesOf({ snapshot: before }: LocalState, { snapshot: after }: LocalState): string[] {
  const [left, entered] = [regionsOf(before.value), regionsOf(after.value)];
  const regions = [...new Set([...left.keys(), ...entered.keys()])];
  const moves = regions
    .filter((region) => left.get(region) !== entered.get(region))
    .map((region) => `${region && `${region}: `}${left.get(region) ?? 'none'} → ${entered.get(region) ?? 'none'}`);
  return [...moves, ...changes(before.context, after.context).map((change) => change.join(' = '))];
}

/** The state that each region of a machine is in; a machine without regions is one, without a name. */
function regionsOf(value: unknown): ReadonlyMap<string, string> {
  const isParallel = typeof value === 'object' && value !== null && Object.keys(value).length > 1;
  return new Map(
    statePaths(value).map((path) => (isParallel ? [path[0] ?? '', path.slice(1).join('.')] : ['', path.join('.')])),
  );
}
