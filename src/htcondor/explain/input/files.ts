import { readdirSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { InputError } from '../../../files/input.ts';
import { statsOf } from '../../../files/stats.ts';
import { sizeOf } from '../read/open.ts';
import { STDIN } from '../read/source.ts';
import { isEventLog } from './event-logs.ts';
import { walk, withoutDoubles } from './folder.ts';

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

/** The files that are meant, and folders that cannot be read, and why. */
export interface FoundFiles extends LogFiles {
  readonly unreadable: readonly string[];
  /** Jobs' own event logs that the folders have. */
  readonly event: readonly string[];
  /** What else the folders have, of which no name tells that it is one of these logs: a line for each folder. */
  readonly passedOver: readonly string[];
}

export const KINDS = Object.keys(NAMES) as LogKind[];

/** What was found so far. */
type Finding = Record<LogKind, string[]> & { event: string[]; unreadable: string[]; passedOver: string[] };

/**
 * The files that are meant by paths. A folder stands for the logs in it and in its subfolders that are called as HTCondor
 * calls them, `*` and `?` for any names.
 *
 * @param paths folders with logs of all kinds, and files of which the name tells whose log it is
 * @param byKind paths of which the kind is known
 * @throws {InputError} if a pattern or a folder has no such file, or a file's name does not tell whose log it is
 */
export function filesFor(paths: readonly string[], byKind: Partial<LogFiles> = {}): FoundFiles {
  const found: Finding = { startd: [], schedd: [], shadow: [], starter: [], event: [], unreadable: [], passedOver: [] };
  for (const path of paths.flatMap(matching)) {
    if (isFolder(path)) addAll(found, path);
    else found[kindOf(path)].push(path);
  }
  for (const kind of KINDS) {
    for (const path of (byKind[kind] ?? []).flatMap(matching)) {
      if (isFolder(path)) addKind(found, path, kind);
      else found[kind].push(path);
    }
    found[kind] = withoutDoubles(found[kind]);
  }
  return {
    ...found,
    event: withoutDoubles(found.event),
    unreadable: [...new Set(found.unreadable)],
    passedOver: [...new Set(found.passedOver)],
  };
}

function addAll(found: Finding, folder: string): void {
  const { files, unreadable } = walk(folder);
  const kinds = KINDS.map((kind) => [kind, files.filter((file) => isCalled(file, kind))] as const);
  if (kinds.every(([, of]) => of.length === 0))
    throw noLog(folder, `HTCondor's logs are (StartLog, SchedLog, ...)`, unreadable);
  for (const [kind, of] of kinds) found[kind].push(...of);
  found.unreadable.push(...unreadable);
  const unnamed = files.filter((file) => !KINDS.some((kind) => isCalled(file, kind)));
  const others = unnamed.filter((file) => !isEventLog(file));
  found.event.push(...unnamed.filter((file) => !others.includes(file)));
  if (others.length > 0) found.passedOver.push(passedOverText(folder, others));
}

/** Names of logs first: others are seldom missed. */
function passedOverText(folder: string, files: readonly string[]): string {
  const names = [...new Set(files.map((file) => basename(file)))];
  const listed = [...names.filter(isLog), ...names.filter((name) => !isLog(name))];
  const shown = [...listed.slice(0, MOST_NAMES), ...(listed.length > MOST_NAMES ? ['…'] : [])].join(', ');
  const number = files.length === 1 ? 'a file' : `${files.length} files`;
  return `${folder}: ${number} without the name of a StartLog, SchedLog, ShadowLog or StarterLog: ${shown}`;
}

const isLog = (name: string): boolean => /Log/.test(name);
/** So many names are listed. */
const MOST_NAMES = 6;

function addKind(found: Finding, folder: string, kind: LogKind): void {
  const { files, unreadable } = walk(folder);
  const of = files.filter((file) => isCalled(file, kind));
  if (of.length === 0) throw noLog(folder, `a ${kind}'s log is (${NAMES[kind].source.slice(1)}...)`, unreadable);
  found[kind].push(...of);
  found.unreadable.push(...unreadable);
}

function noLog(folder: string, as: string, unreadable: readonly string[]): InputError {
  const [first] = unreadable;
  return new InputError(first ?? `${folder}: has no file that is called as ${as}`);
}

const isCalled = (file: string, kind: LogKind): boolean => NAMES[kind].test(basename(file));

function kindOf(file: string): LogKind {
  const kind = KINDS.find((known) => isCalled(file, known));
  if (kind) return kind;
  if (file === STDIN)
    throw new InputError(
      '-: standard input has no name that tells whose log it is; give --start-log - or --sched-log -',
    );
  sizeOf(file);
  throw new InputError(
    `${file}: its name does not tell whose log it is; give it with --start-log, --sched-log, --shadow-log or --starter-log`,
  );
}

const isFolder = (path: string): boolean => path !== STDIN && (statsOf(path)?.isDirectory() ?? false);

/** The files that a pattern stands for; a path without `*` and `?` stands for itself, and so does one that is there. */
function matching(pattern: string): string[] {
  if (!/[*?]/.test(pattern) || statsOf(pattern)) return [pattern];
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
    return statsOf(path) ? [path] : [];
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
