/** Steps of a run that are shown in one row: one step, or some that are repeated. Steps count from 1. */
export interface Fold {
  readonly from: number;
  readonly to: number;
  /** How many steps make one round. */
  readonly period: number;
  /** How often the round is gone. */
  readonly times: number;
}

const LONGEST_PERIOD = 4;
const FEWEST_TIMES = 3;

/**
 * The rows of a run: what is done three times or more without a break is folded.
 *
 * @param keys what tells the steps apart: two steps with one key look the same
 * @param isAlone whether a step must have a row of its own, by its number
 */
export function foldsOf(keys: readonly string[], isAlone: (step: number) => boolean = () => false): Fold[] {
  const folds: Fold[] = [];
  for (let at = 0; at < keys.length; ) {
    const best = bestAt(keys, at, isAlone);
    folds.push({ from: at + 1, to: at + best.period * best.times, ...best });
    at += best.period * best.times;
  }
  return folds;
}

function bestAt(keys: readonly string[], at: number, isAlone: (step: number) => boolean) {
  let best = { period: 1, times: 1 };
  for (let period = 1; period <= LONGEST_PERIOD; period++) {
    let end = at;
    while (end < keys.length && !isAlone(end + 1) && (end < at + period || keys[end] === keys[end - period])) end++;
    const times = Math.floor((end - at) / period);
    if (times >= FEWEST_TIMES && period * times > best.period * best.times) best = { period, times };
  }
  return best;
}

/** The row of a step, by its number; -1 before the first. */
export const rowOf = (folds: readonly Fold[], step: number): number =>
  folds.findIndex(({ from, to }) => from <= step && step <= to);

/** Where a reader stands who goes so many rows on from a step: always at the end of a row, or before the first. */
export function rowsOn(folds: readonly Fold[], step: number, by: number): number {
  const ends = [0, ...folds.map(({ to }) => to)];
  const here = ends.findLastIndex((end) => end <= step);
  const isBetween = (ends[here] as number) < step;
  const to = here + by + (isBetween && by < 0 ? 1 : 0);
  return ends[Math.max(0, Math.min(to, ends.length - 1))] as number;
}
