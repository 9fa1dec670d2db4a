import type { Line } from '../line.ts';
import { visible } from '../shown.ts';

/** `file:line`. */
export const place = ({ file, line }: Pick<Line, 'file' | 'line'>): string => `${visible(file)}:${line}`;

/** Whether a line comes after another of the same daemon. */
export const isAfter = (a: Line, b: Line): boolean =>
  a.at.ms === b.at.ms && a.file === b.file ? a.order > b.order : a.at.ms > b.at.ms;

/** The last of one log's lines, in their order, that does not come after another, and the next one. */
export function around(
  lines: readonly Line[],
  line: Line,
): readonly [before: Line | undefined, after: Line | undefined] {
  let [from, to] = [0, lines.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isAfter(lines[middle] as Line, line)) to = middle;
    else from = middle + 1;
  }
  return [lines[from - 1], lines[from]];
}

/** A number of things: `1 renewal`, `2 renewals`. */
export const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

/** A duration in whole seconds. */
export const duration = (seconds: number): string => `${Math.round(seconds)} s`;

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** A duration of minutes, hours or days, in its two largest units: `2 h 30 min`, `45 min`. */
export function longDuration(seconds: number): string {
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  const parts: string[] = [];
  let left = Math.round(seconds);
  for (const [unit, size] of first < 0 ? UNITS.slice(-1) : UNITS.slice(first, first + 2)) {
    const n = Math.floor(left / size);
    left -= n * size;
    if (n > 0 || parts.length === 0) parts.push(`${n} ${unit}`);
  }
  return parts.join(' ');
}

/** A start that the two logs have at different times. */
export const doubtText = (seconds: number): string =>
  `the StartLog has a job start ${duration(Math.abs(seconds))} ${seconds < 0 ? 'earlier' : 'later'} than the SchedLog`;
