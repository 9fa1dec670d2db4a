import { InputError } from '../../../files/input.ts';
import { fullYear, millisOf, type StampFields, zoneOf } from './stamp.ts';

/** A form of time stamps: how one is found, behind which there is a blank, and what it says. */
export interface TimeFormat {
  /** Sticky. */
  readonly pattern: RegExp;
  readonly fields: (found: RegExpExecArray) => StampFields;
  /** Whether it begins with the name of a month or a day. */
  readonly beginsWithName: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const LONG_MONTHS =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec';
const DAYS = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun';

type Set = (fields: StampFields, text: string) => void;

const number =
  (field: 'month' | 'day' | 'hours' | 'minutes' | 'seconds' | 'epoch'): Set =>
  (fields, text) => {
    fields[field] = Number(text);
  };

const month: Set = (fields, text) => {
  fields.month = MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1;
};
const dayOfYear: Set = (fields, text) => {
  Object.assign(fields, { month: 1, day: Number(text) });
};
const nothing: Set = () => {};

/** What strftime() writes for a conversion, in the C locale, and what is read from it. */
const CONVERSIONS: Readonly<Record<string, readonly [pattern: string, set: Set]>> = {
  Y: ['\\d{4}', (fields, text) => (fields.year = fullYear(text))],
  y: ['\\d{2}', (fields, text) => (fields.year = fullYear(text))],
  m: ['\\d{1,2}', number('month')],
  d: ['\\d{1,2}', number('day')],
  e: [' ?\\d{1,2}', number('day')],
  b: [LONG_MONTHS, month],
  h: [LONG_MONTHS, month],
  B: [LONG_MONTHS, month],
  a: [DAYS, nothing],
  A: [DAYS, nothing],
  j: ['\\d{1,3}', dayOfYear],
  H: ['\\d{1,2}', number('hours')],
  k: [' ?\\d{1,2}', number('hours')],
  I: ['\\d{1,2}', number('hours')],
  l: [' ?\\d{1,2}', number('hours')],
  M: ['\\d{2}', number('minutes')],
  S: ['\\d{2}', number('seconds')],
  p: ['[ap]\\.?m\\.?', (fields, text) => (fields.isAfternoon = /^p/i.test(text))],
  P: ['[ap]\\.?m\\.?', (fields, text) => (fields.isAfternoon = /^p/i.test(text))],
  s: ['\\d{9,11}', number('epoch')],
  z: ['Z|[+-]\\d{2}:?\\d{2}', (fields, text) => (fields.zone = zoneOf(text))],
  Z: ['[a-z]{1,5}|[+-]\\d{2,4}', (fields, text) => (/^(?:utc|gmt|z)$/i.test(text) ? (fields.zone = 0) : undefined)],
  u: ['\\d', nothing],
  w: ['\\d', nothing],
  U: ['\\d{2}', nothing],
  W: ['\\d{2}', nothing],
  V: ['\\d{2}', nothing],
  C: ['\\d{2}', nothing],
  '%': ['%', nothing],
};

/** Conversions that stand for others. */
const SHORT: Readonly<Record<string, string>> = {
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  R: '%H:%M',
  r: '%I:%M:%S %p',
  c: '%a %b %e %H:%M:%S %Y',
  n: ' ',
  t: ' ',
};

/** D_SUB_SECOND writes it behind the rest. */
const FRACTION = '([.,]\\d{1,9})?';
/** Which half of the day a clock of twelve hours means, where a format has it behind the rest. */
const HALF = '(?: ([ap])\\.?m\\.?)?';

/** `%H` with `%p` behind it says nothing new: what is behind noon, or before one o'clock, is known by its hour. */
function setHalf(fields: StampFields, half: string | undefined): void {
  const { hours = 0 } = fields;
  if (half !== undefined && hours >= 1 && hours <= 12) fields.isAfternoon = /^p/i.test(half);
}

/**
 * The form of a DEBUG_TIME_FORMAT, which is one of strftime().
 *
 * @throws {InputError} if it has a conversion that is not known, or names no time of day
 */
export function timeFormat(format: string): TimeFormat {
  const sets: Set[] = [];
  let names = '';
  const pattern = expanded(unquoted(format)).replace(
    /%[-_0^#]?([A-Za-z%])|%|\s+|[^%\s]/g,
    (text, conversion: string | undefined) => {
      if (text.trim() === '') return '\\s+';
      if (!text.startsWith('%')) return text.replace(/[^A-Za-z0-9]/, '\\$&');
      const known = CONVERSIONS[conversion ?? ''];
      if (!known) throw new InputError(`--time-format: '${text}' is not a conversion of strftime() that can be read`);
      sets.push(known[1]);
      names += conversion;
      return `(${known[0]})`;
    },
  );
  if (!/s|[HkIl].*M/.test(names)) {
    throw new InputError(`--time-format: '${format}' names no time of day; '%m/%d/%y %H:%M:%S' is the default`);
  }
  return {
    pattern: new RegExp(`${pattern}${FRACTION}${HALF} `, 'iy'),
    beginsWithName: /^[aAbBhpPZ]/.test(names),
    fields: (found) => {
      const fields: StampFields = { millis: millisOf(found[sets.length + 1]) };
      for (const [i, set] of sets.entries()) set(fields, (found[i + 1] as string).trim());
      setHalf(fields, found[sets.length + 2]);
      return fields;
    },
  };
}

/** condor_config may have it in quotes; the blank behind a stamp is not part of it. */
const unquoted = (format: string): string =>
  format
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();

function expanded(format: string): string {
  return format.replace(/%[-_0^#]?([A-Za-z])/g, (text, conversion: string) => SHORT[conversion] ?? text);
}

/**
 * What dprintf writes before a message (_format_global_header, dprintf.cpp): by default `%m/%d/%y %H:%M:%S`; years of four
 * digits, or none, and the ISO order are usual for DEBUG_TIME_FORMAT.
 */
const NUMERIC: TimeFormat = {
  beginsWithName: false,
  pattern:
    /(?:(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?|(\d{4})[-/](\d{2})[-/](\d{2}))[ T](\d{2}):(\d{2}):(\d{2})([.,]\d{1,9})?(Z|[+-]\d{2}:?\d{2})?(?: ([AaPp])\.?[Mm]\.?)? /y,
  fields: (found) => {
    const year = found[4] ?? found[3];
    const zone = found[11];
    const fields: StampFields = {
      month: Number(found[5] ?? found[1]),
      day: Number(found[6] ?? found[2]),
      hours: Number(found[7]),
      minutes: Number(found[8]),
      seconds: Number(found[9]),
      millis: millisOf(found[10]),
    };
    if (year !== undefined) fields.year = fullYear(year);
    if (zone !== undefined) fields.zone = zoneOf(zone);
    setHalf(fields, found[12]);
    return fields;
  },
};

/** Seconds since 1970 from D_TIMESTAMP, in brackets until 2011; a fraction from D_SUB_SECOND. */
const EPOCH: TimeFormat = {
  beginsWithName: false,
  pattern: /\(?(\d{9,11})(\.\d{1,9})?\)? /y,
  fields: ([, seconds, fraction]) => ({ epoch: Number(seconds), millis: millisOf(fraction) }),
};

/** The forms that are known without being asked for; of two that begin alike the longer one stands first. */
export const KNOWN_FORMATS: readonly TimeFormat[] = [
  NUMERIC,
  EPOCH,
  ...[
    '%a %b %e %H:%M:%S %Y',
    '%a %b %e %H:%M:%S',
    '%b %e %Y %H:%M:%S',
    '%b %e %H:%M:%S %Y',
    '%b %e %H:%M:%S',
    '%d/%b/%Y:%H:%M:%S %z',
    '%d/%b/%Y:%H:%M:%S',
    '%d/%b/%Y %H:%M:%S',
    '%d-%b-%Y %H:%M:%S',
    '%e %b %Y %H:%M:%S',
    '%d.%m.%Y %H:%M:%S',
    '%Y%m%d %H:%M:%S',
    '%Y%m%dT%H%M%S',
  ].map(timeFormat),
];

/** Not within a word or a number, but right behind a colour (`ESC[0m`). */
const BEGIN = String.raw`(?:(?<![A-Za-z0-9])|(?<=\x1b\[[\d;]{0,20}[mK]))`;

const ANYWHERE = new WeakMap<readonly TimeFormat[], RegExp>();

/** Finds what may be a stamp of one of these forms, wherever it stands. */
export function anywhere(formats: readonly TimeFormat[]): RegExp {
  const known = ANYWHERE.get(formats);
  if (known) return known;
  const found = new RegExp(`${BEGIN}(?:${formats.map(({ pattern }) => pattern.source).join('|')})`, 'gi');
  ANYWHERE.set(formats, found);
  return found;
}
