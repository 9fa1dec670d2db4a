import type { Line } from '../line.ts';
import { LogLines } from '../read/log-lines.ts';
import { openSource } from '../read/open.ts';
import { STDIN } from '../read/source.ts';
import { type TimeFormat, timeFormat } from '../read/time-format.ts';
import { redact } from '../redact.ts';
import { shortened, visible } from '../shown.ts';

/** A line of a log as it is shown, secrets taken out. */
export type ExcerptLine = Pick<Line, 'line' | 'text'>;

/** Lines by file and number. */
export type Excerpts = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** So many lines before and behind one that matters are shown. */
const AROUND = 3;
const LONGEST = 1 << 12;

/**
 * The lines of logs that stand around given ones. What has no header is not shown, for it may be the rest of a secret;
 * standard input cannot be read again, and gives the lines themselves only.
 */
export async function readExcerpts(wanted: Iterable<Line>, format: string | null = null): Promise<Excerpts> {
  const excerpts = new Map<string, Map<number, string>>();
  for (const { file, line, text } of wanted) {
    const known = excerpts.get(file) ?? new Map<number, string>();
    excerpts.set(file, known.set(line, text));
  }
  const stamps = format === null ? null : timeFormat(format);
  for (const [file, lines] of excerpts) if (file !== STDIN) await addAround(file, lines, stamps);
  return excerpts;
}

async function addAround(file: string, lines: Map<number, string>, format: TimeFormat | null): Promise<void> {
  const numbers = new Set([...lines.keys()].flatMap((line) => range(line - AROUND, line + AROUND)));
  const reader = new LogLines((bytes, { stamp }, end) => {
    const { line } = reader;
    if (!numbers.has(line) || lines.has(line)) return;
    const text = bytes.toString('utf8', stamp, Math.min(end, stamp + LONGEST));
    lines.set(line, shortened(visible(redact(text)).trimEnd()));
  });
  await reader.read([await openSource(file, format)]);
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** The lines of a file near those given, in order. */
export function near(excerpts: Excerpts, file: string, given: readonly Line[]): ExcerptLine[] {
  const lines = excerpts.get(file) ?? new Map<number, string>();
  const numbers = new Set(given.flatMap(({ line }) => range(line - AROUND, line + AROUND)));
  return [...numbers]
    .toSorted((a, b) => a - b)
    .flatMap((line) => {
      const text = lines.get(line);
      return text === undefined ? [] : [{ line, text }];
    });
}
