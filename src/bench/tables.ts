import type { Result, Row } from './contest.ts';
import { bytesPerState, type Goal, rate, ratio } from './goals.ts';
import { nameOf } from './methods.ts';
import type { Plan } from './plan.ts';
import type { Start } from './report.ts';
import type { BenchSystem } from './system.ts';

/** Lines of cells, the heading first; the columns but the first are numbers. */
export type Table = readonly (readonly string[])[];

const NOT_MEASURED = '–';
const MEGABYTE = 2 ** 20;

/** What is known of a system, in a line. */
export function headline({ system, rows }: Result): string {
  const counted = rows.find(({ report }) => report.transitions !== null) ?? rows[0];
  const { states, transitions, bound } = (counted as Row).report;
  const least = bound === null ? '' : 'at least ';
  const steps = transitions === null ? '' : `, ${whole(transitions)} transitions`;
  return `${system.name} (${system.label}): ${least}${whole(states)} states${steps}`;
}

/** What each method took, and how much more processor time than the first. */
export function costs({ rows }: Result): Table {
  const [first] = rows;
  return [
    ['method', 'wall s', 'CPU s', 'states/s', 'peak MB', 'bytes/state', '× CPU', 'to make, CPU s', '× CPU, with it'],
    ...rows.map((row) => [
      nameOf(row.method),
      seconds(row.wall),
      seconds(row.cpu),
      whole(rate(row)),
      whole(row.peak === null ? null : row.peak / MEGABYTE),
      figure(bytesPerState(row)),
      figure(ratio(row, first)),
      row.made === undefined ? '' : seconds(row.made),
      row.made === undefined ? '' : figure(withMaking(row, first)),
    ]),
  ];
}

/** How much more processor time than the first, what had to be made included: nobody has that program yet. */
const withMaking = ({ cpu, made }: Row, first: Row | undefined): number | null =>
  typeof cpu === 'number' && typeof made === 'number' && first?.cpu ? (cpu + made) / first.cpu : null;

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

const seconds = (time: number | null): string => time?.toFixed(2) ?? NOT_MEASURED;

const whole = (number: number | null): string => (number === null ? NOT_MEASURED : grouped(Math.round(number)));

/** Two or three digits that mean something. */
const figure = (number: number | null): string => {
  if (number === null) return NOT_MEASURED;
  return number < 100 ? number.toPrecision(number < 1 ? 2 : 3) : grouped(Math.round(number));
};

const grouped = (number: number): string => number.toLocaleString('en-US');
