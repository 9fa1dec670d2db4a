import type { AnyTransitionDefinition } from 'xstate';
import type { Composition, Occurrence } from '../../../checker/system/compose.ts';

/** Where the transitions of machines are written: `file:line` by machine and transition. */
export type Places = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What tells a transition from others of its machine: its state, its event, and which of the candidates it is. */
export const transitionKey = (path: readonly string[], event: string, index: number): string =>
  [path.join('.'), event, index].join(' ');

/** Where the transition is written that a component took; null if that is not known. */
export function placeOf(composition: Composition, places: Places, occurrence: Occurrence): string | null {
  const mine = composition.components[composition.indexOf(occurrence.component)];
  const [taken] = (mine?.table.selected(occurrence) ?? []) as AnyTransitionDefinition[];
  if (!taken) return null;
  const index = taken.source.transitions.get(taken.eventType)?.indexOf(taken) ?? 0;
  return (
    places[mine?.spec.machine.id ?? '']?.[transitionKey(taken.source.path, taken.eventType, Math.max(0, index))] ?? null
  );
}
