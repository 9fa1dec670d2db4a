import { type Axis, isSwitches, switchesOn, type Value, valuesOf, wordOf } from '../../checker/study/axis.ts';
import type { Models } from '../../checker/study/models.ts';
import { rowAxes } from '../../checker/study/rows.ts';
import type { Row, SystemEntry } from '../../checker/study/system-entry.ts';
import type { RowResult, Searched } from '../../verify/search-row.ts';

/** One search of a section. */
export interface Line {
  /** What tells it from the other lines of its section: `27894+27896`, `head-auth`. */
  readonly label: string;
  /** What is chosen on the section's axis; null for a named variant. */
  readonly value: Value | null;
  /** The variant that was searched. */
  readonly row: Row;
  readonly search: Searched;
}

/** Searches that a reader compares: they differ on one axis, or by the name of their variant. */
export interface Section {
  readonly system: SystemEntry;
  /** What is chosen on the other axes, in words: `path auth`. */
  readonly outer: string;
  /** What was searched beside the rows themselves, in words: `version 2`; empty for the rows' own searches. */
  readonly beside: string;
  /** The axis on which the lines differ; null for named variants. */
  readonly axis: string | null;
  readonly lines: readonly Line[];
}

/** What all lines of a section have in common. */
export const titleOf = ({ outer, beside, system }: Section): string =>
  [outer, beside].filter((part) => part !== '').join(', ') || system.name;

/** The axis whose values are compared with each other: that of switches, and else the innermost. */
function comparedAxis(system: SystemEntry): string | null {
  const axes = rowAxes(system);
  if (system.cases) return null;
  return axes.find((axis) => isSwitches(system.axes[axis] as Axis)) ?? axes.at(-1) ?? null;
}

/** The results of one system, section by section, each followed by those of what was searched beside it. */
export function sectionsOf(models: Models, system: SystemEntry, results: readonly RowResult[]): Section[] {
  const axis = comparedAxis(system);
  const others = axis === null ? [] : rowAxes(system).filter((one) => one !== axis);
  const outerOf = (row: Row) => others.map((one) => `${one} ${word(system, one, row)}`).join(', ');
  return [...new Set(results.map(outerOf))].flatMap((outer) => {
    const own = results.filter((row) => outerOf(row) === outer);
    const section = (beside: string, found: (result: RowResult) => Pick<Line, 'row' | 'search'> | undefined) => ({
      system,
      outer,
      beside,
      axis,
      lines: own.flatMap((result) => {
        const one = found(result);
        return one ? [{ ...naming(system, axis, result), ...one }] : [];
      }),
    });
    const beside = new Set(own.flatMap(besideNames));
    return [
      section('', (result) => ({ row: result, search: result })),
      ...[...beside].map((name) => section(name, (result) => besideCalled(models, result, name))),
    ];
  });
}

function naming(system: SystemEntry, axis: string | null, row: Row): Pick<Line, 'label' | 'value'> {
  if (axis === null) return { label: row.variant ?? system.name, value: null };
  return { label: word(system, axis, row), value: row.choices[axis] as Value };
}

/** A choice in words; switches with a plus between them, as a list has commas. */
const word = (system: SystemEntry, axis: string, { choices }: Row): string =>
  wordOf(system.axes[axis] as Axis, choices[axis] as Value).replaceAll(',', '+');

const besideNames = ({ beside }: RowResult): string[] =>
  Object.values(beside).flatMap((one) =>
    one && 'by' in one ? Object.keys(one.rows).map((value) => `${one.by} ${value}`) : [],
  );

function besideCalled(models: Models, result: RowResult, name: string): Pick<Line, 'row' | 'search'> | undefined {
  const variants = models.beside(result);
  for (const [what, one] of Object.entries(result.beside)) {
    const rows = variants[what];
    if (!one || !('by' in one) || !rows || !('by' in rows)) continue;
    for (const [value, search] of Object.entries(one.rows))
      if (`${one.by} ${value}` === name) return { row: rows.rows[value] as Row, search };
  }
  return undefined;
}

/** Whether each subset of the switches has its line, so that they can be compared. */
export function hasAllSubsets({ system, axis, lines }: Section): boolean {
  const known = axis === null ? undefined : system.axes[axis];
  return known !== undefined && isSwitches(known) && valuesOf(known).length === lines.length;
}

/** A subset of switches by its names: `27894+27896`. */
export function subsetName(axis: Axis, bits: string): string {
  return (isSwitches(axis) && switchesOn(axis, bits).join('+')) || 'none';
}
