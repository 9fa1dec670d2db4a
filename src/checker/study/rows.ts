import { ModelError } from '../errors.ts';
import {
  type AnyChoices,
  type SomeChoices,
  defaultOf,
  expectedOf,
  isOpen,
  isValueOf,
  type Value,
  valuesOf,
} from './axis.ts';
import type { Case, Row, SystemEntry } from './system-entry.ts';
import { checkArguments } from '../words/arguments.ts';

/** The system of a study that has this name. @throws {ModelError} if the study has no such system */
export function systemCalled(study: { readonly systems: readonly SystemEntry[] }, name: string): SystemEntry {
  checkArguments('systemCalled', ['study', study], ['text', name]);
  const { systems } = study;
  const system = systems.find((one) => one.name === name);
  if (system) return system;
  throw new ModelError(`there is no system '${name}': give one of ${systems.map((one) => one.name).join(', ')}`);
}

/** The named variant of a system. @throws {ModelError} if the system has none of this name */
export function caseCalled(system: SystemEntry, id: string): Case {
  checkArguments('caseCalled', ['system', system], ['text', id]);
  const { cases = [], name } = system;
  const found = cases.find((one) => one.id === id);
  if (found) return found;
  if (cases.length === 0) throw new ModelError(`${name} has no variants with a name: choose on its axes`);
  throw new ModelError(`${name} has no variant '${id}': give one of ${cases.map((one) => one.id).join(', ')}`);
}

/**
 * The variant with these choices, and the defaults of all other axes.
 *
 * @throws {ModelError} if an axis or a value is not there, or the choices do not go together
 */
export function rowWith(system: SystemEntry, chosen: SomeChoices = {}): Row {
  checkArguments('rowWith', ['system', system], ['choices', chosen]);
  const choices = completed(system, chosen);
  const allowed = system.allowed?.(choices) ?? true;
  if (allowed !== true) throw new ModelError(`${system.name}: ${allowed}`);
  const named = system.cases?.find((one) => isSame(completed(system, one.choices), choices));
  return { system: system.name, choices, ...(named && { variant: named.id }) };
}

function completed({ name, axes }: SystemEntry, chosen: SomeChoices): AnyChoices {
  for (const [axis, value] of Object.entries(chosen)) {
    const known = Object.hasOwn(axes, axis) && axes[axis];
    if (!known) throw new ModelError(`${name} has no axis '${axis}': it has ${Object.keys(axes).join(', ') || 'none'}`);
    if (value !== undefined && !isValueOf(known, value))
      throw new ModelError(`${name}: ${axis} is '${value}'; expected ${expectedOf(known)}`);
  }
  return Object.fromEntries(Object.entries(axes).map(([axis, known]) => [axis, chosen[axis] ?? defaultOf(known)]));
}

const isSame = (one: AnyChoices, other: AnyChoices): boolean =>
  Object.keys(one).every((axis) => one[axis] === other[axis]);

/** The axes whose values make the rows of a system without named variants. */
export const rowAxes = ({ axes, rows }: SystemEntry): readonly string[] =>
  rows ?? Object.keys(axes).filter((axis) => !isOpen(axes[axis] as (typeof axes)[string]));

/**
 * The rows that are searched of a system: its named variants, or every allowed combination along its axes.
 *
 * @param chosen what is asked for: only rows with these choices
 * @throws {ModelError} if there is none with them
 */
export function rowsOf(system: SystemEntry, chosen: SomeChoices = {}): Row[] {
  checkArguments('rowsOf', ['system', system], ['choices', chosen]);
  if (system.cases) {
    if (Object.keys(chosen).length === 0)
      return system.cases.map(({ id, choices }) => ({ ...rowWith(system, choices), variant: id }));
    return [rowWith(system, chosen)];
  }
  const all = combinations(system, rowAxes(system), chosen);
  const allowed = all.filter((choices) => (system.allowed?.(completed(system, choices)) ?? true) === true);
  // Where none is allowed, the first says why.
  return (allowed.length > 0 ? allowed : all.slice(0, 1)).map((choices) => rowWith(system, choices));
}

function combinations(system: SystemEntry, axes: readonly string[], chosen: SomeChoices): SomeChoices[] {
  const [axis, ...rest] = axes;
  if (axis === undefined) return [chosen];
  const given = chosen[axis];
  const values: readonly Value[] = given === undefined ? valuesOf(system.axes[axis] as never) : [given];
  return values.flatMap((value) => combinations(system, rest, { ...chosen, [axis]: value }));
}

/** The row of a named variant. */
export const rowOfCase = (system: SystemEntry, id: string): Row => ({
  ...rowWith(system, caseCalled(system, id).choices),
  variant: id,
});

/** Variants so small that they can be explored thousands of times. */
export const smallRows = (system: SystemEntry): Row[] => someRows(system, system.small);

/** Variants in which two versions of the machines are compared. */
export const comparedRows = (system: SystemEntry): Row[] => someRows(system, system.compared ?? system.small);

const someRows = (system: SystemEntry, some?: readonly SomeChoices[]): Row[] =>
  some ? some.map((choices) => rowWith(system, choices)) : rowsOf(system);

/** What tells a row from all others of a study, as text. */
export function keyOf(row: Row): string {
  checkArguments('keyOf', ['row', row]);
  const { choices, system } = row;
  return [system, ...Object.entries(choices).map(([axis, value]) => `${axis}=${value}`)].join(' ');
}
