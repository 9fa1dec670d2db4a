import type { Result } from './contest.ts';
import type { Goal } from './goals.ts';
import type { Plan } from './plan.ts';
import type { Start } from './report.ts';
import type { BenchSystem } from './system.ts';
import { costs, goalTable, growthTable, headline, startText, type Table } from './tables.ts';

/** All that a bench has come to; plain data. */
export interface Outcome {
  /** What the figures were measured with. */
  readonly machine: string;
  /** Whether it is the growth of the cost that was measured. */
  readonly growth: boolean;
  /** The axes along which it grows, and what they are called. */
  readonly along: Plan['along'];
  readonly results: readonly Result[];
  readonly goals: readonly Goal[];
  readonly start: (Start & { readonly system: BenchSystem }) | null;
  /** What could not be measured, and why. */
  readonly skipped: readonly string[];
}

/** A part of what is shown: a title, a table, or both. */
export interface Section {
  readonly title?: string;
  readonly table?: Table;
  /** Whether it tells of something wrong. */
  readonly alarming?: boolean;
}

/** An outcome as it is shown, wherever that is. */
export function sections({ machine, growth, along, results, goals, start, skipped }: Outcome): Section[] {
  const wrong = results.flatMap(({ system, disagreements }) => disagreements.map((one) => `${system.name}: ${one}`));
  return [
    { title: `${machine}.` },
    ...(growth
      ? [{ table: growthTable(results, along) }]
      : results.map((one) => ({ title: headline(one), table: costs(one) }))),
    ...(goals.length > 0 ? [{ table: goalTable(goals) }] : []),
    ...(start ? [{ title: startText(start) }] : []),
    ...skipped.map((title) => ({ title: `Not measured: ${title}.` })),
    ...wrong.map((title) => ({ title: `The methods contradict each other on ${title}.`, alarming: true })),
    ...(wrong.length === 0 ? [{ title: 'All methods agree.' }] : []),
  ];
}
