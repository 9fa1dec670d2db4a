import type { Stamp } from '../stamp.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SUNDAY = 0;
/** At these hours of a Sunday clocks are set back by an hour: at midnight, and at 1:00 to 3:00. */
const HOURS = [0, 1, 2, 3];

/**
 * Whether a clock that goes back by less than an hour may have been set back by one at the end of the summer, with some time in between:
 * on the last Sunday of October (Europe; North America until 2006), the first one of November (North America), or the first one of April
 * (Australia, New Zealand, Chile). Without a year it is not known which days are Sundays.
 */
export function isWinterChange(from: Stamp, to: Stamp): boolean {
  if (!from.hasYear || !to.hasYear) return false;
  const sunday = Math.floor((from.ms + HOUR) / DAY) * DAY;
  return isLastOfSummer(new Date(sunday)) && HOURS.some((hour) => isWithin(sunday + hour * HOUR, from.ms, to.ms));
}

/** Whether a clock that is set back by an hour at this time has stood at the one before, and at the other behind it. */
const isWithin = (change: number, from: number, to: number): boolean => from <= change && to >= change - HOUR;

function isLastOfSummer(day: Date): boolean {
  if (day.getUTCDay() !== SUNDAY) return false;
  const [month, date] = [day.getUTCMonth() + 1, day.getUTCDate()];
  return (month === 10 && date > 24) || (month === 11 && date <= 7) || (month === 4 && date <= 7);
}
