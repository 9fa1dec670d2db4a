import { Models } from '../../checker/study/models.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';
import { isInstalled, measure } from '../measure.ts';
import type { Measured } from '../report.ts';
import { type BenchSystem, taskOf } from '../system.ts';
import { PanOutput } from './pan-output.ts';
import { SpinPrograms } from './programs.ts';

/** A way in which Spin searches. */
interface Way {
  readonly name: string;
  /** What the compiler and the program are told. */
  readonly flags: readonly string[];
  readonly args?: readonly string[];
  readonly everyCore?: boolean;
  /** States are told apart by a few bits each, so some may be left out: what is violated is, all else is not known. */
  readonly isLossy?: boolean;
}

/** Spin's own hint: so many bits a state, as a power of two, leave out hardly any. */
const BITS = 7;

const WAYS = {
  'spin-dfs': { name: 'Spin, depth first', flags: [] },
  'spin-collapse': { name: 'Spin, depth first, collapsed', flags: ['-DCOLLAPSE'] },
  'spin-bitstate': { name: 'Spin, depth first, a few bits a state', flags: ['-DBITSTATE'], isLossy: true },
  'spin-bfs': { name: 'Spin, breadth first', flags: ['-DBFS'] },
  'spin-dfs-2': { name: 'Spin, depth first, two cores', flags: ['-DNCORE=2'], everyCore: true },
  // To every thread its own part of the states, of which it keeps a hash of 64 bits.
  'spin-bfs-2': {
    name: 'Spin, breadth first, two cores, hashed states',
    flags: ['-DBFS_PAR'],
    args: ['-u2'],
    everyCore: true,
    isLossy: true,
  },
} as const satisfies Readonly<Record<string, Way>>;

export type SpinMethod = keyof typeof WAYS;
export const SPIN_METHODS: Readonly<Record<SpinMethod, Way>> = WAYS;

/** What Spin is told of a search. */
export interface SpinLimits {
  /** How many states there are, or may be: its hash table is made to fit. */
  readonly states: number;
  /** Give up after this many seconds. */
  readonly seconds?: number;
}

const TOOLS = ['spin', 'gcc'] as const;

/** The longest run that it looks at. */
const DEPTH = 100_000;

/** Why Spin can't be measured here; null if it can. */
export function whyNoSpin(): string | null {
  const missing = TOOLS.filter((tool) => !isInstalled(tool));
  return missing.length === 0 ? null : `${missing.join(' and ')} not installed`;
}

/** Runs Spin on systems. */
export class Spin {
  readonly #programs = new SpinPrograms();
  readonly #config: string | null;
  readonly #models: Models;

  constructor({ study, config }: LoadedStudy) {
    this.#config = config;
    this.#models = new Models(study);
  }

  async measure(system: BenchSystem, method: SpinMethod, { states, seconds }: SpinLimits): Promise<Measured> {
    const { args = [], everyCore = false, flags, isLossy = false } = SPIN_METHODS[method];
    const { folder, made, program } = await this.#programs.program({ config: this.#config, system }, flags);
    const { properties } = taskOf(this.#models, system);
    const ofDeadEnds = properties.filter(({ checks }) => checks.some(({ kind }) => kind === 'deadlock'));
    const output = new PanOutput(
      properties.map(({ id }) => id),
      ofDeadEnds.map(({ id }) => id),
      isLossy,
    );
    const size = Math.ceil(Math.log2(states)) + (method === 'spin-bitstate' ? BITS : 0);
    // -c0: go on after what is wrong, and count it.
    const command = [program, '-c0', `-w${size}`, `-m${DEPTH}`, ...args];
    const usage = await measure(command, (text) => output.take(text), { cwd: folder, seconds, everyCore });
    const report = output.report();
    const bound = report.bound === 'time' ? `not within ${seconds} s` : report.bound;
    return { report: { ...report, bound }, usage: { ...usage, made } };
  }
}
