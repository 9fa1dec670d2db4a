import { SOME_LEAP_YEAR, type Stamp, stampOf } from './stamp.ts';
import { anywhere, KNOWN_FORMATS, type TimeFormat } from './time-format.ts';

/** The fields behind the time that D_FDS, D_PID, D_IDENT, D_BACKTRACE and D_CAT ask for. */
const FIELDS = /(?:\((?:(?:fd|pid|tid|cid|bt):[^()]*|D_[A-Z0-9_:|]*)\) )*/y;
/** What syslog writes behind the time of a daemon that logs to it: host, program and process. */
const SYSLOG = /\S{1,80} condor_\w{1,40}(?:\.exe)?\[\d{1,10}\]: /y;

export interface Header {
  readonly stamp: Stamp;
  /** Where the time begins. */
  readonly start: number;
  /** Where the time ends, the blank behind it included. */
  readonly end: number;
  /** Which form it has. */
  readonly format: TimeFormat;
}

const NAME = /[A-Za-z]/;

/** The header that begins at a place of a line; null if there is none. A stamp without a year is taken to be of `year`. */
export function parseHeader(
  text: string,
  year = SOME_LEAP_YEAR,
  start = 0,
  formats: readonly TimeFormat[] = KNOWN_FORMATS,
): Header | null {
  const isName = NAME.test(text[start] ?? '');
  for (const format of formats) {
    if (format.beginsWithName !== isName) continue;
    format.pattern.lastIndex = start;
    const found = format.pattern.exec(text);
    const stamp = found && stampOf(format.fields(found), year);
    if (stamp) return { stamp, start, end: start + found[0].length, format };
  }
  return null;
}

/** Whether a daemon has logged to syslog, which has written the time. */
export function isSyslog(text: string, { end }: Header): boolean {
  SYSLOG.lastIndex = end;
  return SYSLOG.test(text);
}

/** Where the message begins behind a header. */
export function messageStart(text: string, header: Header): number {
  const at = isSyslog(text, header) ? SYSLOG.lastIndex : header.end;
  FIELDS.lastIndex = at;
  return FIELDS.test(text) ? FIELDS.lastIndex : at;
}

/** The message behind a header. */
export const messageOf = (text: string, header: Header): string => text.slice(messageStart(text, header));

/** A collector's prefix is no longer than this. */
export const LONGEST_PREFIX = 320;

/** All headers in the beginning of a line, wherever they stand: a collector may have put something before them. */
export function headersIn(text: string, formats: readonly TimeFormat[] = KNOWN_FORMATS): Header[] {
  const headers: Header[] = [];
  const beginning = text.slice(0, LONGEST_PREFIX);
  const search = anywhere(formats);
  search.lastIndex = 0;
  for (let found = search.exec(beginning); found; found = search.exec(beginning)) {
    const header = parseHeader(beginning, undefined, found.index, formats);
    if (header) headers.push(header);
    search.lastIndex = header ? header.end : found.index + 1;
  }
  return headers;
}
