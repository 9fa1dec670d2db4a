import type { Goal } from '../goals.ts';
import { goalTable, type Table } from './tables.ts';

/** A part of what is shown: a title, a table, or both. */
export interface Part {
  readonly title?: string;
  readonly table?: Table;
  /** Whether it tells of something wrong. */
  readonly alarming?: boolean;
}

/** What has been measured for a section of the bench. */
export interface Found {
  /** The tables, as they are shown. */
  readonly parts: readonly Part[];
  /** The same as plain data. */
  readonly data: object;
  readonly goals: readonly Goal[];
  /** Where results contradict each other, as sentences without a full stop. */
  readonly wrong: readonly string[];
  /** What could not be measured, and why. */
  readonly skipped: readonly string[];
}

/** A section of the bench, with what it was measured with. */
export interface Outcome extends Found {
  readonly section: string;
  readonly machine: string;
}

/** An outcome as it is shown, wherever that is. */
export function partsOf({ machine, parts, goals, skipped, wrong }: Outcome): Part[] {
  return [
    { title: `${machine}.` },
    ...parts,
    ...(goals.length > 0 ? [{ table: goalTable(goals) }] : []),
    ...skipped.map((title) => ({ title: `Not measured: ${title}.` })),
    ...wrong.map((title) => ({ title: `Contradiction: ${title}.`, alarming: true })),
    ...(wrong.length === 0 ? [{ title: 'All methods agree.' }] : []),
  ];
}

/** An outcome as plain data. */
export const dataOf = ({ section, machine, data, goals, skipped, wrong }: Outcome): object => ({
  section,
  machine,
  ...data,
  goals,
  skipped,
  wrong,
});
