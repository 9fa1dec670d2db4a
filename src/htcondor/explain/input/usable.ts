import { InputError } from '../../../files/input.ts';
import { statsOf } from '../../../files/stats.ts';
import { daemonOf } from '../read/daemon.ts';
import { requireOldestFirst } from '../read/groups.ts';
import { headerIn, probedLines } from '../read/layout.ts';
import { openSource } from '../read/open.ts';
import { type Source, STDIN } from '../read/source.ts';
import { timeFormat } from '../read/time-format.ts';
import { type FoundFiles, KINDS, type LogFiles, type LogKind } from './files.ts';

/** The files that are read, and why others are not, each in a line. */
export interface Usable extends LogFiles {
  readonly leftOut: readonly string[];
}

/** Two files that both have fewer bytes than this may be alike by chance. */
const TELLING = 200;

/**
 * Leaves out what a folder or a pattern has found and nobody can use: a log that is empty as yet, a core file, another
 * daemon's log, a copy. A file that the user has named is not left out: it is refused when it is read.
 *
 * @param named the paths as the user gave them
 * @param format how the logs write the time, if it is given
 * @throws {InputError} if nothing is left of what was found
 */
export async function usable(
  found: FoundFiles,
  named: readonly string[],
  format: string | null = null,
): Promise<Usable> {
  const isNamed = new Set(named);
  const left: Record<LogKind, string[]> = { startd: [], schedd: [], shadow: [], starter: [] };
  const leftOut = found.unreadable.map((text) => `left out: ${text}`);
  for (const kind of KINDS) {
    const kept: Source[] = [];
    const refused = new Set<string>();
    for (const file of found[kind]
      .filter((path) => !isNamed.has(path) && sizeOf(path) !== null)
      .toSorted(largestFirst)) {
      const why = await whyUnusable(file, kind, kept, format);
      if (why === null) continue;
      refused.add(file);
      leftOut.push(`left out: ${why}`);
    }
    left[kind] = found[kind].filter((file) => !refused.has(file));
  }
  const [first] = leftOut;
  leftOut.push(...found.passedOver.map((text) => `left out: ${text}`));
  const hasLog = left.startd.length + left.schedd.length > 0;
  const hadLog = found.startd.length + found.schedd.length > 0;
  if (!hasLog && hadLog && first) throw new InputError(first.replace(/^left out: /, ''));
  return { ...left, leftOut };
}

/** The size of a regular file; null of anything else, which can be read only once. */
function sizeOf(path: string): number | null {
  const stats = path === STDIN ? null : statsOf(path);
  return stats?.isFile() ? stats.size : null;
}

const largestFirst = (a: string, b: string): number => (sizeOf(b) ?? 0) - (sizeOf(a) ?? 0);

/** Why a file cannot be used; null if it can. */
async function whyUnusable(file: string, kind: LogKind, kept: Source[], format: string | null): Promise<string | null> {
  try {
    const source = await openSource(file, format === null ? null : timeFormat(format));
    try {
      const why = whyNot(source, kind, kept);
      if (why === null) kept.push(source);
      if (why === null && !isPlain(source)) await readToItsEnd(source);
      return why;
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

function whyNot(source: Source, kind: LogKind, kept: readonly Source[]): string | null {
  const { file, first, layout } = source;
  if (!probedLines(first, layout).some((line) => headerIn(line.replaceAll('\0', ''), layout)))
    return `${file}: no line at its beginning has a time as HTCondor writes it`;
  requireOldestFirst(source);
  const daemon = kind === 'startd' || kind === 'schedd' ? daemonOf(source) : null;
  if (daemon !== null && daemon !== kind) return `${file}: looks like the log of a ${daemon}`;
  const copy = kept.find((other) => isCopy(source, other));
  return copy ? `${file}: is a copy of ${copy.file}, or of a part of it` : null;
}

/** Whether a file is how another one begins, which is no shorter. */
function isCopy(a: Source, b: Source): boolean {
  if (!isPlain(a) || !isPlain(b)) return false;
  const length = Math.min(a.first.length, b.first.length);
  return length >= TELLING && a.first.subarray(0, length).equals(b.first.subarray(0, length));
}

/** Whether its bytes are read as they are: it is not compressed. */
const isPlain = (source: Source): boolean => source.again() !== null;

/** A compressed file shows only at its end that it is cut, when the other logs have been read already. */
async function readToItsEnd(source: Source): Promise<void> {
  for await (const chunk of source.chunks()) void chunk;
}
