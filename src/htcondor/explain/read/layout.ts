import { type Header, headersIn, isSyslog, messageStart, parseHeader } from './header.ts';
import { jsonKeyOf, jsonMessage } from './json-lines.ts';
import { isKnownMessage } from './known-message.ts';
import { SOME_LEAP_YEAR } from './stamp.ts';
import { KNOWN_FORMATS, type TimeFormat } from './time-format.ts';
import { learnWrap, type Wrap } from './wrap.ts';

/**
 * How a file holds the lines of a log. A log may have been quoted, numbered, wrapped, or collected with something before each
 * line, and a collector writes a time of its own. The lines are found by their time stamp, whatever stands before it.
 */
export interface Layout {
  /** The forms that a line's time may have. */
  readonly formats: readonly TimeFormat[];
  /** Whether the user has said so. */
  readonly isGiven: boolean;
  /** Whether syslog wrote the times. */
  readonly isSyslog: boolean;
  /** How many time stamps of others stand before the log's own. */
  readonly skip: number;
  /** What may stand before the log's own time, and those of others. */
  readonly prefix: Prefix;
  /** Each line is a JSON object, which has the log's line at this key; null if not. */
  readonly jsonKey: string | null;
  readonly wrap: Wrap | null;
}

/** Where some lines begin with their time, it is behind marks only (`> `, a number) that others may have theirs. */
type Prefix = 'none' | 'marks' | 'any';

/** So much of a file is looked at, and so many lines of it. */
const PROBE = 1 << 16;
const MOST_LINES = 300;
const LONGEST_MESSAGE = 1000;
/** If nothing is recognised, a second stamp that so many of the lines have is the log's own. */
const MOSTLY = 0.9;
/** A form that fewer of the lines have is something else that looks like a time. */
const SELDOM = 0.05;
const MOST_STAMPS = 4;

/**
 * @param first the first bytes of a file
 * @param format the form of its time stamps, if it is given
 */
export function learnLayout(first: Buffer, format: TimeFormat | null = null): Layout {
  const jsonKey = keyOf(probedLines(first), format);
  const lines = probedLines(first, { jsonKey });
  const formats = format ? [format] : KNOWN_FORMATS;
  const found = lines.map((line) => ({ line, headers: headersIn(line, formats).slice(0, MOST_STAMPS) }));
  const skip = stampsBefore(found);
  const own = found.flatMap(({ line, headers }) =>
    headers[skip] ? [{ line, headers: headers.slice(0, skip + 1) }] : [],
  );
  const used = usedFormats(own.flatMap(({ headers }) => headers));
  const layout = {
    formats: used.length > 0 ? used : formats,
    isGiven: format !== null,
    isSyslog: own.some(({ line, headers }) => isSyslog(line, headers[skip] as Header)),
    skip,
    prefix: prefixOf(own, skip),
    jsonKey,
  };
  return {
    ...layout,
    wrap: learnWrap(found.map(({ line, headers }) => ({ line, header: ownOf(line, headers, layout) }))),
  };
}

/** The lines at the beginning of a file; bytes are characters, so that places are the same. */
export function probedLines(first: Buffer, { jsonKey }: Pick<Layout, 'jsonKey'> = { jsonKey: null }): string[] {
  const lines = first.toString('latin1', 0, PROBE).split('\n', MOST_LINES);
  if (jsonKey !== null) return lines.flatMap((line) => jsonMessage(line, jsonKey) ?? []);
  return lines.map((line) => line.replace(/\r$/, ''));
}

/** The header of a line's own time; null if it has none. */
export function headerIn(line: string, layout: Omit<Layout, 'wrap'>, year = SOME_LEAP_YEAR): Header | null {
  const { formats, prefix } = layout;
  if (prefix === 'none') return parseHeader(line, year, 0, formats);
  const header = ownOf(line, headersIn(line, formats), layout);
  return header && parseHeader(line, year, header.start, formats);
}

/** Which of the headers in a line is its own. */
function ownOf(line: string, headers: readonly Header[], { skip, prefix }: Omit<Layout, 'wrap'>): Header | null {
  const header = headers[skip];
  if (!header || header.start === 0 || prefix === 'any') return header ?? null;
  return prefix === 'marks' && IS_MARKS.test(line.slice(0, header.start)) ? header : null;
}

const IS_MARKS = /^[^A-Za-z"'(=]*$/;

interface Probed {
  readonly line: string;
  readonly headers: readonly Header[];
}

/** The stamp behind which messages are recognised is the log's own. */
function stampsBefore(found: readonly Probed[]): number {
  const having = (n: number) => found.filter(({ headers }) => headers.length > n);
  const recognised = Array.from(
    { length: MOST_STAMPS },
    (_, n) => having(n).filter((probed) => isKnown(probed, n)).length,
  );
  const most = Math.max(...recognised);
  if (most > 0) return recognised.indexOf(most);
  return having(1).length > 0 && having(1).length >= MOSTLY * having(0).length ? 1 : 0;
}

function isKnown({ line, headers }: Probed, n: number): boolean {
  const header = headers[n] as Header;
  return isKnownMessage(line.slice(messageStart(line, header), header.end + LONGEST_MESSAGE));
}

function usedFormats(headers: readonly Header[]): TimeFormat[] {
  const counts = new Map<TimeFormat, number>();
  for (const { format } of headers) counts.set(format, (counts.get(format) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= SELDOM * headers.length).map(([format]) => format);
}

function prefixOf(own: readonly Probed[], skip: number): Prefix {
  const behind = own.filter(({ headers }) => (headers[skip] as Header).start > 0);
  if (behind.length === 0) return 'none';
  return own.length - behind.length < SELDOM * own.length ? 'any' : 'marks';
}

/** The key of the log's line, if the file is one of JSON objects. */
function keyOf(lines: readonly string[], format: TimeFormat | null): string | null {
  if (!lines[0]?.startsWith('{')) return null;
  const mayBeLine = (text: string) => headersIn(text, format ? [format] : KNOWN_FORMATS).length > 0;
  const keys = lines.map((line) => jsonKeyOf(line, mayBeLine));
  return keys.find((key) => key !== null) ?? null;
}
