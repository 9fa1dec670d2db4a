import type { Composition } from '../system/compose.ts';
import type { MachineTable } from '../system/table/table.ts';
import { type NotedState, notedState } from '../system/table/noted-state.ts';
import type { Collapsed } from '../search/collapsed.ts';
import { type KeptSystem, PackedSystem } from '../search/packed.ts';
import type { StepCache } from '../search/step-cache.ts';

/**
 * The finished steps of a system as plain data: a later search of the same system has its step tree from the start. It still visits every
 * state, and takes every step; what it does not do again is to ask XState and the checks what each step does.
 */
export interface KeptSteps extends KeptSystem {
  /** Per check: the group that its memory belongs to. */
  readonly homes: readonly number[];
  /** The checks that have cared for any transition. */
  readonly watchers: readonly number[];
  /** The local states of each table. */
  readonly tables: readonly (readonly NotedState[])[];
  /** Per group and value: the place of each member's local state in its table's list, then each memory. */
  readonly groups: readonly (readonly (readonly number[])[])[];
}

/** What a search does with finished steps. */
export interface StepStore {
  /** Those of an earlier search of the very same system; undefined if there are none. */
  readonly kept: KeptSteps | undefined;
  /** Takes those of a search that was exhausted; when all is done, they can be made. */
  take(make: () => KeptSteps | null): void;
}

/** A tree of more numbers is not kept: the search in it takes longer than to make it. */
const MOST = 2 ** 22;

const tablesOf = ({ components }: Composition): MachineTable[] => [...new Set(components.map(({ table }) => table))];

const tableOf = ({ components }: Composition, component: number): MachineTable =>
  components[component]?.table as MachineTable;

/** The steps of a system in which a search has come to its end; null if plain data cannot say them. */
export function keptSteps(system: PackedSystem): KeptSteps | null {
  const { cache, composition, tree } = system;
  const { choices } = composition;
  if (tree.draws || choices.some((choice) => composition.isInner(choice)) || tree.finished.nodes > MOST) return null;
  const tables = tablesOf(composition);
  const places = tables.map(() => new Map<number, number>());
  const placeOf = (component: number, id: number) => {
    const own = places[tables.indexOf(tableOf(composition, component))] as Map<number, number>;
    if (!own.has(id)) own.set(id, own.size);
    return own.get(id) as number;
  };
  const groups = cache.fields.groups.map(({ members, values }) =>
    values.map((parts) => parts.map((part, at) => (at < members.length ? placeOf(members[at] as number, part) : part))),
  );
  const noted = tables.map(({ states }, i) =>
    [...(places[i] as Map<number, number>).keys()].map((id) => states[id] && notedState(states[id])),
  );
  if (!noted.every((states) => states.every(Boolean))) return null;
  const { homes } = cache.fields;
  return { ...system.kept, homes, watchers: [...cache.memo.watchers], tables: noted as NotedState[][], groups };
}

/** The system with its steps as they were kept; null if they are not those of this system. */
export function restored(cache: StepCache, kept: KeptSteps, faults?: readonly string[]): PackedSystem | null {
  const { composition } = cache;
  const tables = tablesOf(composition);
  if (kept.homes.length !== cache.checks.length || kept.tables.length !== tables.length) return null;
  const states = kept.tables.map((noted, i) => noted.map((one) => tables[i]?.restore(one)));
  if (!states.every((own) => own.every(Boolean))) return null;
  cache.restore(kept.homes);
  const { groups } = cache.fields;
  const valuesOf = ({ members }: Collapsed, group: number) =>
    kept.groups[group]?.map((parts) =>
      parts.map((part, at) => {
        const component = members[at];
        return component === undefined ? part : states[tables.indexOf(tableOf(composition, component))]?.[part]?.id;
      }),
    ) as number[][];
  if (groups.length !== kept.groups.length) return null;
  if (!groups.every((group, i) => group.restore(valuesOf(group, i)))) return null;
  for (const check of kept.watchers) cache.memo.watchers.add(check);
  const system = new PackedSystem(cache, kept.bits, faults);
  system.restore(kept);
  return system;
}
