import type { Result, Row } from '../contest.ts';
import { bytesPerState, endToEnd, type Goal, over, rate, ratio } from '../goals.ts';
import { nameOf } from '../methods.ts';
import type { Plan } from '../plan.ts';
import type { Start } from '../report.ts';
import type { BenchSystem } from '../system.ts';

/** Lines of cells, the heading first; the columns but the first are numbers. */
export type Table = readonly (readonly string[])[];

const NOT_MEASURED = '–';
export const MEGABYTE = 2 ** 20;

/** What is known of a system, in a line. */
export function headline({ system, rows }: Result): string {
  const counted = rows.find(({ report }) => report.transitions !== null) ?? rows[0];
  const { states, transitions, bound } = (counted as Row).report;
  const least = bound === null ? '' : 'at least ';
  const steps = transitions === null ? '' : `, ${whole(transitions)} transitions`;
  return `${system.name} (${system.label}): ${least}${whole(states)} states${steps}`;
}

type Column = readonly [heading: string, cell: (row: Row) => string];

/** What each method took, and how much more processor time than the first. */
export function costs({ rows }: Result): Table {
  const [first] = rows;
  const columns: Column[] = [
    ['method', (row) => `${nameOf(row.method)}${part(row, first)}`],
    ['wall s', ({ wall }) => seconds(wall)],
    ['CPU s', ({ cpu }) => seconds(cpu)],
    ['states/s', (row) => whole(rate(row))],
    ['peak MB', ({ peak }) => whole(peak === null ? null : peak / MEGABYTE)],
    ['bytes/state', (row) => figure(bytesPerState(row))],
    ['× CPU', (row) => figure(ratio(row, first))],
    ...(rows.some(({ made }) => made) ? making(first) : []),
    ...(rows.some(({ phase }) => phase) ? searching(first) : []),
  ];
  return [columns.map(([heading]) => heading), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
}

/** How many states a method has found, if these are not as many as the first has found. */
const part = ({ report: { states } }: Row, first: Row | undefined): string =>
  first && first.report.states !== states ? ` (${whole(states)} states)` : '';

/** What had to be made before, and how much more processor time than the first with that: nobody has that program yet. */
const making = (first: Row | undefined): Column[] => [
  ['to generate, CPU s', ({ made }) => (made ? seconds(made.generated) : '')],
  ['to compile, CPU s', ({ made }) => (made ? seconds(made.compiled) : '')],
  ['× CPU, with both', (row) => (row.made ? figure(over(endToEnd(row), first?.cpu)) : '')],
];

/** What the search alone took, by the clock. */
const searching = (first: Row | undefined): Column[] => [
  ['search, wall s', ({ phase }) => seconds(phase?.wall ?? null)],
  ['times as fast, search', ({ phase }) => figure(over(first?.phase?.wall, phase?.wall))],
  ['times as fast, process', ({ wall }) => figure(over(first?.wall, wall))],
];

/** What more threads could gain: no search ends before the thread that merges. Null where it has not been measured. */
export function serialText({ system, rows: [alone, ...shared] }: Result): string | null {
  const merging = shared.at(-1)?.phase?.merging;
  // By processor time: the machine may be busy with other things.
  const most = over(alone?.phase?.merging, merging);
  if (typeof merging !== 'number' || most === null) return null;
  const gain = (threads: number) => figure(Math.min(threads, most));
  return `${system.name}: one thread merges what the others find. It works for ${seconds(merging)} s, and this share stays serial. So the search can be at most ${gain(2)} times as fast on 2 processors, and at most ${gain(16)} times on 16.`;
}

/** Our figures next to Spin's, a line for each system. */
export function growthTable(results: readonly Result[], along: Plan['along']): Table {
  return [
    [...Object.values(along), 'method', 'states', 'CPU s', 'MB', 'Spin: states', 'CPU s', 'MB'],
    ...results.map(({ system, rows }) => {
      const [ours, spin] = rows as readonly [Row, Row?];
      const name = nameOf(ours.method).replace(/^.*, /, '');
      return [
        ...Object.keys(along).map((axis) => String(system.choices[axis])),
        name,
        ...explored(ours),
        ...explored(spin),
      ];
    }),
  ];
}

function explored(row: Row | undefined): string[] {
  if (!row) return [NOT_MEASURED, NOT_MEASURED, NOT_MEASURED];
  const { bound, states } = row.report;
  const size = bound === null ? whole(states) : `bounded (${bound}): ${whole(states)}`;
  return [size, seconds(row.cpu), whole(row.peak === null ? null : row.peak / MEGABYTE)];
}

/** Each goal, what was measured, and whether that is enough. */
export function goalTable(goals: readonly Goal[]): Table {
  return [
    ['goal', 'measured', 'met'],
    ...goals.map(({ goal, measured, met }) => [goal, figure(measured), met ? 'yes' : 'NO']),
  ];
}

/** What a small search spends its time on. */
export function startText({ all, asking, begun, cells, system }: Start & { system: BenchSystem }): string {
  const rest = all - asking - begun;
  return `Where the time goes (${system.name}): node takes ${seconds(begun)} s to start and to load everything, XState ${seconds(asking)} s to answer for ${whole(cells)} cells of the tables, and the search ${seconds(rest)} s. Together this is ${seconds(all)} s.`;
}

export const seconds = (time: number | null): string => time?.toFixed(2) ?? NOT_MEASURED;

export const whole = (number: number | null): string => (number === null ? NOT_MEASURED : grouped(Math.round(number)));

/** Two or three digits that mean something. */
export const figure = (number: number | null): string => {
  if (number === null) return NOT_MEASURED;
  return number < 100 ? number.toPrecision(number < 1 ? 2 : 3) : grouped(Math.round(number));
};

const grouped = (number: number): string => number.toLocaleString('en-US');
