import type { Stamp } from '../stamp.ts';
import { isWinterChange } from './winter.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const HALF_A_DAY = 12 * HOUR;
const HALF_A_YEAR = 180 * DAY;
/** A clock that goes back by less than this is not worth a word. */
const WORTH = 10 * MINUTE;
/** Within this of whole hours the zone was changed: some time passes from one line to the next. */
const EXACT = 2 * MINUTE;
/** No zone change is larger than this: beyond it the lines are not one log in order. */
const LARGEST_ZONE_CHANGE = 3 * HOUR;

/** Where a log's clock goes back: its zone is changed, it is set back, or the lines are not one log in order. */
export interface Jump {
  readonly kind: 'zone' | 'set' | 'disorder';
  /** By how much, in seconds. */
  readonly seconds: number;
  /** The whole hours of a change of the zone. */
  readonly hours: number;
}

/**
 * The clock of one daemon's log, stamp after stamp. Stamps without a year go on into the next one. A clock that goes back is carried on,
 * so that what follows is not before: by whole hours where its zone is changed, and otherwise from where it stood.
 */
export class Clock {
  #last: number | null = null;
  #lastStamp: Stamp | null = null;
  /** How much later it is than a stamp says: zones, corrections, and the years that stamps do not name. */
  #shift = 0;
  #years = 0;
  /** Midnights that have passed, where stamps name no day. */
  #days = 0;
  #corrections = 0;

  /** How often it was set back: how long something took, from before to behind that, is not known. */
  get corrections(): number {
    return this.#corrections;
  }

  /** The moment of a stamp, in milliseconds, and whether the clock has gone back before it. */
  moment(stamp: Stamp): { readonly ms: number; readonly jump: Jump | null } {
    const last = this.#last;
    if (last !== null && !stamp.hasDay && this.#msOf(stamp) < last - HALF_A_DAY) this.#days += 1;
    if (last !== null && stamp.hasDay && !stamp.hasYear && this.#msOf(stamp) < last - HALF_A_YEAR) this.#years += 1;
    const jump = last === null ? null : jumpOf(last - this.#msOf(stamp), this.#lastStamp as Stamp, stamp);
    if (jump?.kind === 'zone') this.#shift += jump.hours * HOUR;
    if (jump?.kind === 'set') {
      this.#shift += jump.seconds * 1000;
      this.#corrections += 1;
    }
    const ms = this.#msOf(stamp);
    this.#last = ms;
    this.#lastStamp = stamp;
    return { ms, jump };
  }

  #msOf({ ms }: Stamp): number {
    const shift = this.#shift + this.#days * DAY;
    if (this.#years === 0) return ms + shift;
    const date = new Date(ms);
    return date.setUTCFullYear(date.getUTCFullYear() + this.#years) + shift;
  }
}

function jumpOf(back: number, from: Stamp, to: Stamp): Jump | null {
  if (back < WORTH) return null;
  const hours = Math.ceil(back / HOUR);
  const isWhole = hours * HOUR - back <= EXACT || (hours === 1 && isWinterChange(from, to));
  const isZone = isWhole && from.zone === 'local' && to.zone === 'local';
  const kind = back > LARGEST_ZONE_CHANGE ? 'disorder' : isZone ? 'zone' : 'set';
  return { kind, seconds: back / 1000, hours };
}
