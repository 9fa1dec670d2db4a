/** A time stamp before it is known which year and which zone it is of. */
export interface Stamp {
  /** Milliseconds since 1970, as if the local time were UTC. */
  readonly ms: number;
  readonly hasYear: boolean;
  /** Whether it names a day at all; otherwise it is of the first one. */
  readonly hasDay: boolean;
  /** The clock that it was read from: the host's local one, or UTC. */
  readonly zone: 'local' | 'utc';
}

/** What a stamp's text says. */
export interface StampFields {
  year?: number;
  /** From 1 on. */
  month?: number;
  day?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
  /** For a clock of twelve hours. */
  isAfternoon?: boolean;
  millis?: number;
  /** Minutes east of UTC. */
  zone?: number;
  /** Seconds since 1970: nothing else matters. */
  epoch?: number;
}

const MINUTE = 60_000;
/** Any, so that there is a 29th of February. */
export const SOME_LEAP_YEAR = 2000;

/** The stamp that fields make; null if they are no time. A stamp without a year is taken to be of `unnamedYear`. */
export function stampOf(fields: StampFields, unnamedYear: number): Stamp | null {
  const { year, month, day, seconds = 0, minutes = 0, millis = 0, zone, epoch } = fields;
  if (epoch !== undefined) return { ms: epoch * 1000 + millis, hasYear: true, hasDay: true, zone: 'utc' };
  const hours = hoursOf(fields);
  const hasDay = month !== undefined && day !== undefined;
  if (hours > 23 || minutes > 59 || seconds > 60) return null;
  if (hasDay && (month < 1 || month > 12 || day < 1 || day > 31)) return null;
  const ms = Date.UTC(year ?? unnamedYear, (month ?? 1) - 1, day ?? 1, hours, minutes, seconds) + millis;
  return {
    ms: ms - (zone ?? 0) * MINUTE,
    hasYear: year !== undefined && hasDay,
    hasDay,
    zone: zone === undefined ? 'local' : 'utc',
  };
}

function hoursOf({ hours = 0, isAfternoon }: StampFields): number {
  if (isAfternoon === undefined) return hours;
  if (hours < 1 || hours > 12) return Number.POSITIVE_INFINITY;
  return (hours % 12) + (isAfternoon ? 12 : 0);
}

/** A year of two digits is of 1970 to 2069. */
export function fullYear(text: string): number {
  if (text.length > 2) return Number(text);
  return Number(text) < 70 ? 2000 + Number(text) : 1900 + Number(text);
}

/** Milliseconds of a fraction `.25` or `,25`. */
export const millisOf = (fraction: string | undefined): number =>
  fraction === undefined ? 0 : Math.round(Number(`0.${fraction.slice(1)}`) * 1000);

/** Minutes east of UTC of `Z`, `+0100` or `-05:00`. */
export function zoneOf(text: string): number {
  if (!/^[+-]/.test(text)) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', '') || 0);
  return text.startsWith('-') ? -minutes : minutes;
}

/** A moment of a stamp for a reader: `2011-10-19T12:07:20`, with `Z` where it is UTC, `--10-19T12:07:20` without a year. */
export function momentText({ ms, zone, hasYear, hasDay }: Stamp): string {
  const text = new Date(ms).toISOString().replace(/(?:\.000)?Z$/, zone === 'utc' ? 'Z' : '');
  if (!hasDay) return text.slice(text.indexOf('T') + 1);
  return hasYear ? text : `-${text.slice(4)}`;
}
