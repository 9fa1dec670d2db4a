import { InputError } from '../../../files/input.ts';
import type { Reading } from '../read/log.ts';
import type { Skew } from './skew.ts';

/** Logs that miss each other by less than this may still be about the same ALIVE. */
const NEAR_ENOUGH = 60;

type Range = Pick<Reading<string>, 'first' | 'last'>;

/** Whether two logs are of the same time, by one clock. */
export function overlaps(startd: Range, schedd: Range, skew: Skew): boolean {
  const [from, to] = [skew.at(schedd.first), skew.at(schedd.last)].map((seconds) => seconds * 1000) as [number, number];
  const gap = Math.max(startd.first.ms - (schedd.last.ms + to), schedd.first.ms + from - startd.last.ms);
  return gap <= NEAR_ENOUGH * 1000;
}

/** @throws {InputError} if the two logs are of different times, by one clock */
export function requireOverlap(startd: Range, schedd: Range, skew: Skew): void {
  if (overlaps(startd, schedd, skew)) return;
  const by = skew.doubt === null ? '' : `: ${Math.round(skew.doubt)} by the job starts that both have`;
  throw new InputError(
    `no overlap in time: the StartLog is of ${rangeText(startd)}, the SchedLog of ${rangeText(schedd)} (if their clocks differ, give --skew${by})`,
  );
}

const rangeText = ({ first, last }: Range): string => `${first.text} to ${last.text}`;
