import type { Header } from './header.ts';
import { headerIn, probedLines } from './layout.ts';
import type { Source } from './source.ts';

/** dprintf renames a full log to `.old`, or to a time when it keeps several (preserve_log_file, dprintf.cpp). */
const ROTATED = /^(?<base>.*?)\.(?:old|(?<time>\d{8}T\d{6}))(?:\.gz)?$/;

/** The files of one log, oldest first: by their names where these say it, otherwise by their first time stamp. */
export function inOrder(sources: readonly Source[], year?: number): Source[] {
  const known = sources.map((source) => ({
    source,
    rotated: rotationOf(source.file),
    first: firstStamp(source, year),
  }));
  return known
    .toSorted((a, b) => byName(a.rotated, b.rotated) || (a.first ?? 0) - (b.first ?? 0))
    .map(({ source }) => source);
}

interface Rotation {
  readonly base: string;
  /** '' sorts before every time: nothing else is rotated to where there is an `.old`. */
  readonly time: string;
}

const CURRENT = '9';

function rotationOf(file: string): Rotation {
  const groups = ROTATED.exec(file)?.groups;
  return groups
    ? { base: groups['base'] ?? '', time: groups['time'] ?? '' }
    : { base: file.replace(/\.gz$/, ''), time: CURRENT };
}

const byName = (a: Rotation, b: Rotation): number => (a.base === b.base ? a.time.localeCompare(b.time) : 0);

/** The first time stamp among the first bytes of a file; null if there is none. */
export const firstStamp = (source: Source, year?: number): number | null => firstHeader(source, year)?.stamp.ms ?? null;

/** Whether the stamps of a file name their year; null if there is no stamp among its first bytes. */
export const namesYear = (source: Source): boolean | null => firstHeader(source)?.stamp.hasYear ?? null;

function firstHeader({ first, layout }: Source, year?: number): Header | null {
  for (const line of probedLines(first, layout)) {
    const header = headerIn(line, layout, year);
    if (header) return header;
  }
  return null;
}
