import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** Whether models can be run here. */
export const HAS_SPIN = ['spin', 'gcc'].every((tool) => spawnSync(tool, ['-V']).error === undefined);

/** The end of the name of a suite that needs them: why it is skipped, if it is. */
export const WHY_SKIPPED = HAS_SPIN ? '' : ' (skipped: spin and gcc are not both installed)';

export interface SpinResult {
  readonly states: number;
  /** As Spin counts them: the initial state is one, and so is a step that changes nothing. */
  readonly transitions: number;
  /** The names of the assertions that fail anywhere, and `invalid end state`, in order. */
  readonly failed: readonly string[];
}

/** Has Spin visit every state of a model. */
export function spin(model: string): Promise<SpinResult> {
  return compiled(model, [], async (run) => {
    const report = await run('./pan', '-c0', ...LIMITS);
    const failed = [...report.matchAll(/assertion violated (\w+)|: (invalid end state)/g)].map(([, ...names]) =>
      names.join(''),
    );
    return {
      states: numberIn(report, /(\d+) states, stored/),
      transitions: numberIn(report, /(\d+) transitions/),
      failed: [...new Set(failed)].toSorted(),
    };
  });
}

/** The steps of a shortest run to an assertion that fails, as the model prints them. */
export function shortestRun(model: string): Promise<string[]> {
  return compiled(model, ['-DBFS'], async (run) => {
    await run('./pan', ...LIMITS);
    return stepsIn(await run('spin', '-T', '-t', MODEL));
  });
}

/**
 * The lines before the one that says how the run ends. Spin warns that a model is newer than the run through it if both
 * were written within one second.
 */
export function stepsIn(printed: string): string[] {
  const lines = printed.split('\n').filter((line) => !line.startsWith('spin: warning'));
  const end = lines.findIndex((line) => line.startsWith('spin:'));
  if (end === -1) throw new Error(`Spin does not say how the run ends:\n${printed}`);
  return lines.slice(0, end);
}

const MODEL = 'model.pml';

/** A small hash table, a deep stack. */
const LIMITS = ['-w18', '-m1000000'];

function numberIn(report: string, pattern: RegExp): number {
  const [, number] = pattern.exec(report) ?? [];
  if (number === undefined) throw new Error(`no ${pattern} in:\n${report}`);
  return Number(number);
}

type Run = (command: string, ...args: readonly string[]) => Promise<string>;

async function compiled<T>(model: string, forGcc: readonly string[], use: (run: Run) => Promise<T>): Promise<T> {
  const cwd = mkdtempSync(join(tmpdir(), 'claimcheck-spin-'));
  const run: Run = async (command, ...args) => (await exec(command, [...args], { cwd, maxBuffer: 1 << 28 })).stdout;
  try {
    writeFileSync(join(cwd, MODEL), model);
    await run('spin', '-o2', '-a', MODEL);
    await run('gcc', '-O0', '-DSAFETY', '-DNOREDUCE', '-DNOFAIR', ...forGcc, '-o', 'pan', 'pan.c');
    return await use(run);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
