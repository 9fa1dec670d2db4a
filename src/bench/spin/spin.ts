import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Models } from '../../checker/study/models.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';
import { isInstalled, measure, type Usage } from '../measure.ts';
import { PanOutput } from './pan-output.ts';
import { type Given, peerCommand } from '../peer.ts';
import type { Measured } from '../report.ts';
import { type BenchSystem, taskOf } from '../system.ts';

/** How Spin searches: depth first, as it does by default, the same with states that are collapsed, or breadth first. */
export type SpinMethod = keyof typeof FLAGS;

const FLAGS = { 'spin-dfs': [], 'spin-collapse': ['-DCOLLAPSE'], 'spin-bfs': ['-DBFS'] } as const;

/** What Spin is told of a search. */
export interface SpinLimits {
  /** How many states there are, or may be: its hash table is made to fit. */
  readonly states: number;
  /** Give up after this many seconds. */
  readonly seconds?: number;
}

const TOOLS = ['spin', 'gcc'] as const;

/** Of the machine's memory; and the longest run that it looks at. */
const MEMORY = 0.6;
const DEPTH = 100_000;

/** Why Spin can't be measured here; null if it can. */
export function whyNoSpin(): string | null {
  const missing = TOOLS.filter((tool) => !isInstalled(tool));
  return missing.length === 0 ? null : `${missing.join(' and ')} not installed`;
}

/**
 * The programs that Spin makes of systems: each made once, which is shown apart, and run as often as need be. They are
 * gone when this process ends.
 */
export class SpinPrograms {
  readonly #folder = mkdtempSync(join(tmpdir(), 'claimcheck-bench-'));
  readonly #made = new Map<string, Promise<Made>>();
  readonly #config: string | null;
  readonly #models: Models;

  constructor({ study, config }: LoadedStudy) {
    this.#config = config;
    this.#models = new Models(study);
    process.once('exit', () => rmSync(this.#folder, { recursive: true, force: true }));
  }

  async measure(system: BenchSystem, method: SpinMethod, { states, seconds }: SpinLimits): Promise<Measured> {
    const { program, made } = await this.#program(system, method);
    const { properties } = taskOf(this.#models, system);
    const ofDeadEnds = properties.filter(({ checks }) => checks.some(({ kind }) => kind === 'deadlock'));
    const output = new PanOutput(
      properties.map(({ id }) => id),
      ofDeadEnds.map(({ id }) => id),
    );
    const limits = [`-w${Math.ceil(Math.log2(states))}`, `-m${DEPTH}`];
    // -c0: go on after what is wrong, and count it.
    const usage = await measure([program, '-c0', ...limits], (text) => output.take(text), { seconds });
    const report = output.report();
    const bound = report.bound === 'time' ? `not within ${seconds} s` : report.bound;
    return { report: { ...report, bound }, usage: { ...usage, made } };
  }

  #program(system: BenchSystem, method: SpinMethod): Promise<Made> {
    const given = { config: this.#config, system, method };
    const key = JSON.stringify(given);
    const program = this.#made.get(key) ?? make(join(this.#folder, `${this.#made.size}`), given);
    this.#made.set(key, program);
    return program;
  }
}

interface Made {
  readonly program: string;
  /** What `spin -a` and `gcc` took. */
  readonly made: Pick<Usage, 'cpu' | 'wall'>;
}

/** All that makes Spin fast on such a model, and the check for states without a step. */
async function make(cwd: string, given: Given & { readonly method: SpinMethod }): Promise<Made> {
  mkdirSync(cwd);
  const { stdout } = await promisify(execFile)(...command(peerCommand('promela', given)), { cwd, maxBuffer: 2 ** 30 });
  writeFileSync(join(cwd, 'model.pml'), stdout);
  const run = (program: string, ...args: string[]) => measure([program, ...args], () => {}, { cwd });
  const generated = await run('spin', '-o2', '-DDEADLOCK', '-a', 'model.pml');
  const memory = `-DMEMLIM=${Math.floor((MEMORY * totalmem()) / 2 ** 20)}`;
  const flags = ['-O3', '-DSAFETY', '-DNOREDUCE', '-DNOFAIR', '-DNOBOUNDCHECK', memory, ...FLAGS[given.method]];
  const compiled = await run('gcc', ...flags, '-o', 'pan', 'pan.c');
  const cpu = generated.cpu === null || compiled.cpu === null ? null : generated.cpu + compiled.cpu;
  return { program: join(cwd, 'pan'), made: { wall: generated.wall + compiled.wall, cpu } };
}

const command = ([program, ...args]: readonly string[]): [string, string[]] => [program as string, args];
