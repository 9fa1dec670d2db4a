import { readdirSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { InputError } from '../../files/input.ts';
import { STDIN } from './read/source.ts';

/** The logs that can be read, and how HTCondor calls them. */
const NAMES = {
  startd: /^StartLog/,
  schedd: /^SchedLog/,
  shadow: /^ShadowLog/,
  starter: /^StarterLog/,
} as const;

export type LogKind = keyof typeof NAMES;

/** Files of each kind. */
export type LogFiles = Readonly<Record<LogKind, readonly string[]>>;

/**
 * The files that are meant by paths: a folder stands for the logs in it and in its subfolders that are called as HTCondor
 * calls them, `*` and `?` for any names.
 *
 * @param kind which logs a folder stands for
 * @throws {InputError} if a pattern or a folder has no such file
 */
export function filesFor(paths: readonly string[], kind: LogKind): string[] {
  return paths
    .flatMap(matching)
    .flatMap((path) => (isFolder(path) ? required(path, logsIn(path, kind), kind) : [path]));
}

/**
 * All logs in folders, and files that are called as HTCondor's logs are, sorted by kind.
 *
 * @throws {InputError} if a file's name does not tell whose log it is, or there is none
 */
export function sorted(paths: readonly string[]): LogFiles {
  const found: Record<LogKind, string[]> = { startd: [], schedd: [], shadow: [], starter: [] };
  for (const path of paths.flatMap(matching)) {
    if (isFolder(path)) for (const kind of KINDS) found[kind].push(...logsIn(path, kind));
    else found[kindOf(path)].push(path);
  }
  return found;
}

const KINDS = Object.keys(NAMES) as LogKind[];

function kindOf(file: string): LogKind {
  const kind = KINDS.find((known) => NAMES[known].test(basename(file)));
  if (kind) return kind;
  throw new InputError(
    `${file}: its name does not tell whose log it is; give it with --start-log, --sched-log, --shadow-log or --starter-log`,
  );
}

function required(folder: string, files: readonly string[], kind: LogKind): readonly string[] {
  if (files.length > 0) return files;
  throw new InputError(
    `${folder}: has no file that is called as a ${kind}'s log is (${NAMES[kind].source.slice(1)}...)`,
  );
}

const isFolder = (path: string): boolean =>
  path !== STDIN && (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);

function logsIn(folder: string, kind: LogKind): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && NAMES[kind].test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** The files that a pattern stands for; a path without `*` and `?` stands for itself, and so does one that is there. */
function matching(pattern: string): string[] {
  if (!/[*?]/.test(pattern) || statSync(pattern, { throwIfNoEntry: false })) return [pattern];
  const segments = pattern.split(sep);
  let paths = [segments[0] === '' ? sep : '.'];
  for (const segment of segments.filter((name) => name !== ''))
    paths = paths.flatMap((folder) => entriesOf(folder, segment));
  if (paths.length === 0) throw new InputError(`${pattern}: no file has such a name`);
  return paths.toSorted();
}

function entriesOf(folder: string, segment: string): string[] {
  if (!/[*?]/.test(segment)) {
    const path = join(folder, segment);
    return statSync(path, { throwIfNoEntry: false }) ? [path] : [];
  }
  if (!isFolder(folder)) return [];
  const source = segment
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const is = new RegExp(`^${source}$`);
  return readdirSync(folder)
    .filter((name) => is.test(name) && (!name.startsWith('.') || segment.startsWith('.')))
    .map((name) => join(folder, name));
}
