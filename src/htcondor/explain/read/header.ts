/**
 * What dprintf writes before a message (_format_global_header, dprintf.cpp): by default `%m/%d/%y %H:%M:%S`; the years of
 * four digits, none, and the ISO order come from DEBUG_TIME_FORMAT; seconds since 1970 from D_TIMESTAMP (in brackets until
 * 2011); milliseconds from D_SUB_SECOND. Then any of the fields that D_FDS, D_PID, D_IDENT, D_BACKTRACE and D_CAT ask for.
 */
const STAMP =
  /^(?:(?:(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?|(\d{4})-(\d{2})-(\d{2}))[ T](\d{2}):(\d{2}):(\d{2})([.,]\d{1,6})?(Z|[+-]\d{2}:?\d{2})?|\(?(\d{9,11})(\.\d{1,6})?\)?) /;

const FIELDS = /^(?:\((?:(?:fd|pid|tid|cid|bt):[^()]*|D_[A-Z0-9_:|]*)\) )*/;

/** A time stamp before it is known which year and which zone it is of. */
export interface Stamp {
  /** Milliseconds since 1970, as if the local time were UTC. */
  readonly ms: number;
  readonly hasYear: boolean;
  /** The clock that it was read from: the host's local one, or UTC. */
  readonly zone: 'local' | 'utc';
}

export interface Header {
  readonly stamp: Stamp;
  /** How many characters the time takes, with the blank behind it. */
  readonly length: number;
}

const MINUTE = 60_000;
/** Any, so that there is a 29th of February. */
const SOME_LEAP_YEAR = 2000;

/** The header of a line; null if it has none. A stamp without a year is taken to be of `year`. */
export function parseHeader(text: string, year = SOME_LEAP_YEAR): Header | null {
  const found = STAMP.exec(text);
  if (!found) return null;
  const stamp = found[12] === undefined ? localStamp(found, year) : epochStamp(found[12], found[13]);
  return stamp && { stamp, length: found[0].length };
}

/** The message behind a header. */
export function messageOf(text: string, { length }: Header): string {
  const rest = text.slice(length);
  return rest.slice((FIELDS.exec(rest)?.[0] ?? '').length);
}

function epochStamp(seconds: string, fraction: string | undefined): Stamp {
  return { ms: Number(seconds) * 1000 + millis(fraction), hasYear: true, zone: 'utc' };
}

function localStamp(found: RegExpExecArray, unnamedYear: number): Stamp | null {
  const [, month, day, year, isoYear, isoMonth, isoDay, hours, minutes, seconds, fraction, zone] = found;
  const fullYear = yearOf(isoYear ?? year);
  const date = [Number(isoMonth ?? month), Number(isoDay ?? day)] as const;
  const clock = [Number(hours), Number(minutes), Number(seconds)] as const;
  if (date[0] < 1 || date[0] > 12 || date[1] < 1 || date[1] > 31 || clock[0] > 23 || clock[1] > 59 || clock[2] > 60) {
    return null;
  }
  const ms = Date.UTC(fullYear ?? unnamedYear, date[0] - 1, date[1], ...clock) + millis(fraction);
  return {
    ms: ms - zoneMinutes(zone) * MINUTE,
    hasYear: fullYear !== null,
    zone: zone === undefined ? 'local' : 'utc',
  };
}

function yearOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (text.length === 4) return Number(text);
  return Number(text) < 70 ? 2000 + Number(text) : 1900 + Number(text);
}

const millis = (fraction: string | undefined): number =>
  fraction === undefined ? 0 : Math.round(Number(`0.${fraction.slice(1)}`) * 1000);

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** A moment of a stamp for a reader: `2011-10-19T12:07:20`, with `Z` where it is UTC, `--10-19T12:07:20` without a year. */
export function momentText({ ms, zone, hasYear }: Stamp): string {
  const text = new Date(ms).toISOString().replace(/(?:\.000)?Z$/, zone === 'utc' ? 'Z' : '');
  return hasYear ? text : `-${text.slice(4)}`;
}
