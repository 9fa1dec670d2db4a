import { measure } from '../measure.ts';
import { pathTo } from '../../files/root.ts';
import { medians } from '../race.ts';
import { over } from '../goals.ts';
import { figure, type Table, whole } from '../shown/tables.ts';
import type { Measuring } from './section.ts';

const RUNS = 3;

/** How fast logs are read, as the study's script measures it: by `explain`, and by programs that search for the same patterns. */
interface Said {
  readonly megabytes: number;
  readonly speeds: Readonly<Record<string, Speed | null>>;
  /** How many lines those find that only look for patterns. */
  readonly lines: Readonly<Record<string, number>>;
}

interface Speed {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytesPerSecond: number;
  readonly memory: number;
}

/** A reader, and the medians of its figures; null for one that is not installed. */
export interface Reader {
  readonly name: string;
  readonly speed: Speed | null;
}

/** Measures how fast logs are read, next to programs that only look for the same patterns. */
export const logs: Measuring = async ({ onStep, plans, runs = RUNS, ...options }) => {
  const { megabytes = plans.logs.megabytes } = options;
  const all: Said[] = [];
  for (let run = 1; run <= runs; run++) {
    onStep(`run ${run} of ${runs}: ${megabytes} MB`);
    all.push(await readOnce(plans.logs.script, megabytes));
  }
  const readers = readersOf(all);
  return {
    parts: [{ title: `${whole(all[0]?.megabytes ?? null)} MB of logs`, table: logTable(readers) }],
    data: { readers },
    goals: [],
    wrong: all.flatMap(({ lines }) => disagreement(lines)),
    skipped: readers.filter(({ speed }) => !speed).map(({ name }) => `${name}: not installed`),
  };
};

async function readOnce(script: string, megabytes: number): Promise<Said> {
  let text = '';
  const take = (piece: string) => {
    text += piece;
  };
  await measure([process.execPath, pathTo(script), String(megabytes)], take);
  return JSON.parse(text) as Said;
}

/** Who finds another number of lines than the first, as a sentence. */
function disagreement(lines: Said['lines']): string[] {
  const [first, ...others] = Object.entries(lines);
  const other = first && others.find(([, number]) => number !== first[1]);
  return other ? [`${first[0]} finds ${first[1]} lines, ${other[0]} ${other[1]}`] : [];
}

function readersOf(all: readonly Said[]): Reader[] {
  return Object.keys(all[0]?.speeds ?? {}).map((name) => {
    const speeds = all.flatMap(({ speeds: said }) => said[name] ?? []);
    return { name, speed: speeds.length > 0 ? medians(speeds.map((one) => ({ ...one }))) : null };
  });
}

/** Each reader, and how often as much processor time as the first it takes. */
export function logTable(readers: readonly Reader[]): Table {
  const first = readers[0]?.speed;
  return [
    ['', 'wall s', 'CPU s', 'MB/s of CPU time', 'peak MB', '× CPU'],
    ...readers.flatMap(({ name, speed }) => {
      if (!speed) return [];
      const { cpuSeconds, megabytesPerSecond, memory, seconds } = speed;
      const ratio = figure(over(cpuSeconds, first?.cpuSeconds));
      return [[name, seconds.toFixed(1), cpuSeconds.toFixed(1), whole(megabytesPerSecond), whole(memory), ratio]];
    }),
  ];
}
