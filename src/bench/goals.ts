import type { Result, Row } from './contest.ts';
import type { Method } from './methods.ts';
import type { Size } from './system.ts';

/** A figure that was aimed at, and what was measured. */
export interface Goal {
  readonly goal: string;
  readonly measured: number;
  readonly met: boolean;
}

/** How a figure follows from rows; null where one of them is missing, or has not been measured. */
type Figure = (row: (size: Size, method: Method) => Row | undefined) => number | null;

const GOALS: readonly { goal: string; least?: number; most?: number; figure: Figure }[] = [
  {
    goal: "the ticket with XState's answers kept, the whole process: at most 2.5 times the CPU time of Spin's compiled search alone",
    most: 2.5,
    figure: (row) => ratio(row('ticket', 'verify-tables'), row('ticket', 'spin-dfs')),
  },
  {
    goal: "the ticket with kept steps, the whole process: at most 1.2 times the CPU time of Spin's compiled search alone",
    most: 1.2,
    figure: (row) => ratio(row('ticket', 'verify-kept'), row('ticket', 'spin-dfs')),
  },
  {
    goal: 'the ticket, nothing kept, the whole process: at most 0.5 of the CPU time of Spin from the model to the verdict',
    most: 0.5,
    figure: (row) => over(row('ticket', 'verify-fresh')?.cpu, endToEnd(row('ticket', 'spin-dfs'))),
  },
  {
    goal: 'general method: at least 1 M states a second, at 1 M states or more',
    least: 1e6,
    figure: (row) => rate(row('large', 'bitmap')),
  },
  {
    goal: 'general method: at most 40 bytes a state, by what the whole process has resident',
    most: 40,
    figure: (row) => residentPerState(row('large', 'bitmap')),
  },
  {
    goal: "general method: at most half of Spin's CPU time, depth first",
    most: 0.5,
    figure: (row) => ratio(row('large', 'bitmap'), row('large', 'spin-dfs')),
  },
  {
    goal: "general method: at most 0.1 of Spin's CPU time from the model to the verdict, depth first",
    most: 0.1,
    figure: (row) => over(row('large', 'bitmap')?.cpu, endToEnd(row('large', 'spin-dfs'))),
  },
  {
    goal: 'general method at 1 M states or more: at least 1000 times the states a second of xstate/graph at 50,000',
    least: 1000,
    figure: (row) => over(rate(row('again', 'bitmap')), rate(row('small', 'xstate-graph'))),
  },
  {
    goal: 'general method: at least 1000 times as fast as xstate/graph on the same 50,000 states, with the start of node',
    least: 1000,
    figure: (row) => ratio(row('small', 'xstate-graph'), row('small', 'bitmap')),
  },
  {
    goal: 'grouped method: at least 10 M states a second, at 10 M states or more',
    least: 1e7,
    figure: (row) => rate(row('largest', 'grouped')),
  },
  {
    goal: 'grouped method: at most 10 bytes a state, by what the whole process has resident',
    most: 10,
    figure: (row) => residentPerState(row('largest', 'grouped')),
  },
  {
    goal: 'two workers: the search at least 1.6 times as fast as with one, at 5 M states or more',
    least: 1.6,
    figure: (row) => over(row('shared', 'workers-1')?.phase?.wall, row('shared', 'workers-2')?.phase?.wall),
  },
];

/** The figures that were aimed at, as far as they have been measured. */
export function goalsOf(results: readonly Result[]): Goal[] {
  const row = (size: Size, method: Method) =>
    results.find((result) => result.system.size === size)?.rows.find((one) => one.method === method);
  return GOALS.flatMap(({ goal, least = 0, most = Infinity, figure }) => {
    const measured = figure(row);
    return measured === null ? [] : [{ goal, measured, met: least <= measured && measured <= most }];
  });
}

export const over = (one: number | null | undefined, other: number | null | undefined): number | null =>
  typeof one === 'number' && typeof other === 'number' && other > 0 ? one / other : null;

/** States a second of processor time. */
export const rate = (row: Row | undefined): number | null => over(row?.report.states, row?.cpu);

/** How much more processor time one takes than the other. */
export const ratio = (one: Row | undefined, other: Row | undefined): number | null => over(one?.cpu, other?.cpu);

/** Processor time with what had to be made included: nobody has that program yet. */
export function endToEnd(row: Row | undefined): number | null {
  const parts = [row?.cpu, row?.made?.generated, row?.made?.compiled];
  return parts.every((part) => typeof part === 'number') ? parts.reduce((sum, part) => sum + part, 0) : null;
}

const residentPerState = (row: Row | undefined): number | null => over(row?.peak, row?.report.states);

/** What the states take, by the method's own account. */
export const bytesPerState = (row: Row): number | null => over(row.report.memory, row.report.states);
