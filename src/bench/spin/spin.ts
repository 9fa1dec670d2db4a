import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Models } from '../../checker/study/models.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';
import { isInstalled, measure } from '../measure.ts';
import { PanOutput } from './pan-output.ts';
import { type Given, peerCommand } from '../peer.ts';
import type { Measured } from '../report.ts';
import { type BenchSystem, taskOf } from '../system.ts';

/** How Spin searches: depth first, as it does by default, or breadth first. */
export type SpinMethod = 'spin-dfs' | 'spin-bfs';

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
 * The programs that Spin makes of systems: each made once, which is not counted, and run as often as need be. They are
 * gone when this process ends.
 */
export class SpinPrograms {
  readonly #folder = mkdtempSync(join(tmpdir(), 'claimcheck-bench-'));
  readonly #made = new Map<string, Promise<string>>();
  readonly #config: string | null;
  readonly #models: Models;

  constructor({ study, config }: LoadedStudy) {
    this.#config = config;
    this.#models = new Models(study);
    process.once('exit', () => rmSync(this.#folder, { recursive: true, force: true }));
  }

  async measure(system: BenchSystem, method: SpinMethod, { states, seconds }: SpinLimits): Promise<Measured> {
    const program = await this.#program(system, method);
    const { properties } = taskOf(this.#models, system);
    const ofDeadEnds = properties.filter(({ checks }) => checks.some(({ kind }) => kind === 'deadlock'));
    const output = new PanOutput(
      properties.map(({ id }) => id),
      ofDeadEnds.map(({ id }) => id),
    );
    const limits = [`-w${Math.ceil(Math.log2(states))}`, `-m${DEPTH}`];
    // -c0: go on after what is wrong, and count it.
    const usage = await measure([program, '-c0', ...limits], (text) => output.take(text), seconds);
    const report = output.report();
    const bound = report.bound === 'time' ? `not within ${seconds} s` : report.bound;
    return { report: { ...report, bound }, usage };
  }

  #program(system: BenchSystem, method: SpinMethod): Promise<string> {
    const given = { config: this.#config, system, method };
    const key = JSON.stringify(given);
    const program = this.#made.get(key) ?? make(join(this.#folder, `${this.#made.size}`), given);
    this.#made.set(key, program);
    return program;
  }
}

/** All that makes Spin fast on such a model, and the check for states without a step. */
async function make(cwd: string, given: Given): Promise<string> {
  const run = async ([program, ...args]: readonly string[]) =>
    (await promisify(execFile)(program as string, args, { cwd, maxBuffer: 2 ** 30 })).stdout;
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'model.pml'), await run(peerCommand('promela', given)));
  await run(['spin', '-o2', '-DDEADLOCK', '-a', 'model.pml']);
  const search = given.method === 'spin-bfs' ? ['-DBFS'] : [];
  const memory = `-DMEMLIM=${Math.floor((MEMORY * totalmem()) / 2 ** 20)}`;
  const flags = ['-O2', '-DSAFETY', '-DNOREDUCE', '-DNOFAIR', '-DNOBOUNDCHECK', memory, ...search];
  await run(['gcc', ...flags, '-o', 'pan', 'pan.c']);
  return join(cwd, 'pan');
}
