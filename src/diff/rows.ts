import { ModelError } from '../checker/errors.ts';
import { defaultOf, expectedOf, readValue, type Axis, type Value } from '../checker/study/axis.ts';
import { labelsOf } from '../checker/study/labels.ts';
import { comparedRows, rowWith } from '../checker/study/rows.ts';
import type { Study } from '../checker/study/study.ts';
import type { Row, SystemEntry } from '../checker/study/system-entry.ts';
import { InputError } from '../files/input.ts';

/** Which rows are compared. */
export interface RowFilter {
  /** The systems by name; all, if not given. */
  readonly systems?: readonly string[] | undefined;
  /** What must be chosen on some axes, as text: a row of a system without such an axis is compared all the same. */
  readonly choices: Readonly<Record<string, string>>;
}

/** A row as two versions have it: what is chosen is the same, as far as both know the axis. */
export interface Pair {
  readonly system: string;
  readonly variant: string;
  readonly rows: readonly [Row, Row];
}

/** The rows that two versions have in common, and the names of systems and variants that only one of them has. */
export interface Paired {
  readonly pairs: readonly Pair[];
  readonly onlyInOne: readonly string[];
}

/**
 * Pairs the rows of two versions by the names of their systems and by their choices. Which rows are compared is what `studies` say,
 * the first that has the system.
 *
 * @throws {InputError} if a choice is none of any system
 */
export function pairRows(one: Study, other: Study, studies: readonly Study[], filter: RowFilter): Paired {
  const systems = new Map(
    studies.toReversed().flatMap((study) => study.systems.map((system) => [system.name, system])),
  );
  const named = [...order(studies)].filter((name) => filter.systems?.includes(name) ?? true);
  const chosen = named.map((name) => systems.get(name) as SystemEntry);
  for (const [axis, text] of Object.entries(filter.choices)) checkChoice(chosen, axis, text);
  const pairs: Pair[] = [];
  const onlyInOne: string[] = [];
  for (const system of chosen) {
    const versions = [one, other].map((study) => study.systems.find(({ name }) => name === system.name));
    const [mine, theirs] = versions;
    if (!mine || !theirs) {
      if (mine ?? theirs) onlyInOne.push(system.name);
      continue;
    }
    const rows = comparedRows(system);
    const labels = labelsOf(system, rows);
    for (const [i, row] of rows.entries()) {
      if (!hasChoices(system, row, filter.choices)) continue;
      const variant = labels[i] as string;
      const [a, b] = [rowIn(mine, system, row), rowIn(theirs, system, row)];
      if (a && b) pairs.push({ system: system.name, variant, rows: [a, b] });
      else if (a ?? b) onlyInOne.push(`${system.name} ${variant}`.trim());
    }
  }
  return { pairs, onlyInOne };
}

const order = (studies: readonly Study[]): Set<string> =>
  new Set(studies.flatMap(({ systems }) => systems.map(({ name }) => name)));

/** The row as a version has it; null if it does not. An axis that it does not have yet is left out where nothing is chosen on it. */
function rowIn(version: SystemEntry, system: SystemEntry, { choices }: Row): Row | null {
  const known = Object.entries(choices).filter(
    ([axis, value]) => axis in version.axes || value !== defaultOf(system.axes[axis] as Axis),
  );
  try {
    return rowWith(version, Object.fromEntries(known));
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

function hasChoices({ axes }: SystemEntry, { choices }: Row, wanted: RowFilter['choices']): boolean {
  return Object.entries(wanted).every(([axis, text]) => {
    const known = axes[axis];
    return !known || readValue(known, text) === (choices[axis] as Value);
  });
}

function checkChoice(systems: readonly SystemEntry[], axis: string, text: string): void {
  const axes = systems.flatMap(({ axes: { [axis]: known } }) => known ?? []);
  if (axes.length === 0)
    throw new InputError(`'${axis}' is an axis of none of ${systems.map(({ name }) => name).join(', ')}`);
  if (axes.every((known) => readValue(known, text) === undefined))
    throw new InputError(`'${text}' is not a choice of ${axis}: give ${expectedOf(axes[0] as Axis)}`);
}
