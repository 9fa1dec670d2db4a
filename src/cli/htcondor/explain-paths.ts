import { statsOf } from '../../files/stats.ts';

/** What is given with options that take several values. */
export interface GivenLogs {
  readonly startd: readonly string[];
  readonly schedd: readonly string[];
  readonly shadow: readonly string[];
  readonly starter: readonly string[];
  readonly event: readonly string[];
}

interface Meant extends GivenLogs {
  readonly paths: readonly string[];
  /** Folders that were taken out of an option's values, each in a line. */
  readonly moved: readonly string[];
}

const OPTIONS = {
  startd: '--start-log',
  schedd: '--sched-log',
  shadow: '--shadow-log',
  starter: '--starter-log',
  event: '--event-log',
} as const;

/**
 * What is meant where an option takes all that stands behind it: in `--event-log job.log FOLDER` the folder is that of the
 * logs. A folder is no event log; behind a log of one kind it stands for logs of all kinds, if nothing else is given for these.
 */
export function meant(paths: readonly string[], given: GivenLogs): Meant {
  const isAlone = paths.length === 0;
  const hasBoth = given.startd.length > 0 && given.schedd.length > 0;
  const isMoved = {
    startd: isAlone && !hasBoth,
    schedd: isAlone && !hasBoth,
    shadow: isAlone,
    starter: isAlone,
    event: true,
  };
  const folders = (kind: keyof GivenLogs): string[] => {
    const first = given[kind].findIndex((path) => !isFolder(path));
    if (!isMoved[kind] || (first < 0 && kind !== 'event')) return [];
    return given[kind].filter((path, at) => isFolder(path) && (kind === 'event' || at > first));
  };
  const kinds = Object.keys(OPTIONS) as (keyof GivenLogs)[];
  const found = kinds.map((kind) => ({ kind, folders: folders(kind) }));
  const rest = found.map(({ kind, folders: taken }) => [kind, given[kind].filter((path) => !taken.includes(path))]);
  return {
    ...(Object.fromEntries(rest) as unknown as GivenLogs),
    paths: [...paths, ...found.flatMap(({ folders: taken }) => taken)],
    moved: found.flatMap(({ kind, folders: taken }) =>
      taken.map((path) => `${path}: a folder behind ${OPTIONS[kind]}: its logs of all kinds are read`),
    ),
  };
}

const isFolder = (path: string): boolean => statsOf(path)?.isDirectory() ?? false;
