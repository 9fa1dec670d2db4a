import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import { drawingSome } from './draw.ts';
import { PureTransition } from './pure-transition.ts';
import type { Cell, MachineTable, TableStore } from './table/table.ts';

/** A state of a machine as `machine: path`, e.g. `daemonCore: waitingForPayload`. */
export type StateName = string;

/** Every state of every machine in the store, in the order in which the machines declare them. */
export function declaredStates(tables: TableStore): StateName[] {
  return unique(
    [...tables.all()].flatMap(({ machine }) => pathsBelow(machine.root).map((path) => name(machine, path))),
  );
}

/**
 * The states that the cells used so far have been in, transient ones included: those lie between two snapshots, appear
 * in no product state, and are seen only in the microsteps of a cell.
 */
export function reachedStates(tables: TableStore): StateName[] {
  return unique(
    [...tables.all()].flatMap(({ machine, table }) =>
      snapshotsOf(machine, table).flatMap((snapshot) => pathsOf(snapshot.value).map((path) => name(machine, path))),
    ),
  );
}

const name = (machine: AnyStateMachine, path: readonly string[]): StateName => `${machine.id}: ${path.join('.')}`;

function snapshotsOf(machine: AnyStateMachine, { initial, used }: MachineTable): AnyMachineSnapshot[] {
  const locals = new Set([initial, ...used.flatMap(({ from, to }) => [from, to])]);
  const long = used.filter(({ isLong }) => isLong);
  const asked = long.length > 0 ? new PureTransition(machine, undefined) : null;
  const between = asked ? long.flatMap((cell) => snapshotsWithin(asked, cell)) : [];
  return [...[...locals].map(({ snapshot }) => snapshot), ...between];
}

/** What lies between the ends of a cell; asked once of each, as coverage is asked for again and again. */
const within = new WeakMap<Cell, readonly AnyMachineSnapshot[]>();

function snapshotsWithin(machine: PureTransition, cell: Cell): readonly AnyMachineSnapshot[] {
  const { draws = [], event, from } = cell;
  const known =
    within.get(cell) ?? machine.asking(() => drawingSome(draws, () => machine.microsteps(from.snapshot, event)));
  within.set(cell, known);
  return known;
}

function pathsBelow(node: AnyStateNode): string[][] {
  return Object.values(node.states).flatMap((child) => [child.path, ...pathsBelow(child)]);
}

/** The paths of all the states that a state value names: each state and its ancestors. */
export function pathsOf(value: unknown, prefix: readonly string[] = []): string[][] {
  if (typeof value === 'string') return [[...prefix, value]];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, below]) => [
    [...prefix, key],
    ...pathsOf(below, [...prefix, key]),
  ]);
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
