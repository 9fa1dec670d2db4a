import { rowAxes } from './rows.ts';
import type { Row, SystemEntry } from './system-entry.ts';

/**
 * What rows of a system are called among themselves: a variant by its name, another row by its choices where the rows differ. What
 * is chosen on an axis that makes no rows is said with the axis, where it is not as in the first row: `raw 0000 connections 2`.
 */
export function labelsOf(system: SystemEntry, rows: readonly Row[]): string[] {
  const usual = new Set(rowAxes(system));
  const [first] = rows;
  const varying = Object.keys(system.axes).filter((axis) =>
    rows.some(({ choices }) => choices[axis] !== first?.choices[axis]),
  );
  return rows.map(({ variant, choices }) => {
    if (variant !== undefined) return variant;
    const others = varying.filter((axis) => !usual.has(axis) && choices[axis] !== first?.choices[axis]);
    return [
      ...varying.filter((axis) => usual.has(axis)).map((axis) => String(choices[axis])),
      ...others.map((axis) => `${axis} ${choices[axis]}`),
    ].join(' ');
  });
}
