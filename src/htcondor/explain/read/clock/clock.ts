import type { Stamp } from '../stamp.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HALF_A_DAY = 12 * HOUR;
const HALF_A_YEAR = 180 * DAY;
/** A clock that goes back by less than this was set right; one that goes back by more was moved to another zone. */
const ZONE_CHANGE = HOUR / 6;
/** No zone change is larger than this: beyond it the lines are not one log in order. */
const LARGEST_ZONE_CHANGE = 3 * HOUR;

/** Where a log's clock goes back. */
export interface Jump {
  readonly kind: 'zone' | 'disorder';
  /** By how much, in seconds. */
  readonly seconds: number;
  /** The whole hours of a change of the zone that this can be: from one line to the next some time passes. */
  readonly hours: number;
}

/**
 * The clock of one daemon's log, stamp after stamp. Stamps without a year go on into the next one; a local clock that goes
 * back by an hour or so (daylight saving ends, the zone is changed) is carried on, so that what follows is not before.
 */
export class Clock {
  #last: number | null = null;
  /** How much later it is than a stamp says: zones, and the years that stamps do not name. */
  #shift = 0;
  #years = 0;
  /** Midnights that have passed, where stamps name no day. */
  #days = 0;

  /** The moment of a stamp, in milliseconds, and whether the clock has gone back before it. */
  moment(stamp: Stamp): { readonly ms: number; readonly jump: Jump | null } {
    const last = this.#last;
    if (last !== null && !stamp.hasDay && this.#msOf(stamp) < last - HALF_A_DAY) this.#days += 1;
    if (last !== null && stamp.hasDay && !stamp.hasYear && this.#msOf(stamp) < last - HALF_A_YEAR) this.#years += 1;
    const jump = last === null ? null : jumpOf(last - this.#msOf(stamp));
    if (jump?.kind === 'zone') this.#shift += jump.hours * HOUR;
    const ms = this.#msOf(stamp);
    this.#last = ms;
    return { ms, jump };
  }

  #msOf({ ms }: Stamp): number {
    const shift = this.#shift + this.#days * DAY;
    if (this.#years === 0) return ms + shift;
    const date = new Date(ms);
    return date.setUTCFullYear(date.getUTCFullYear() + this.#years) + shift;
  }
}

function jumpOf(back: number): Jump | null {
  if (back < ZONE_CHANGE) return null;
  const hours = Math.ceil(back / HOUR);
  return { kind: hours * HOUR <= LARGEST_ZONE_CHANGE ? 'zone' : 'disorder', seconds: back / 1000, hours };
}
