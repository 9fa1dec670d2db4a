import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a user would, from the build that `npm test` has just made. */
export const claimcheck = (...args: string[]): Promise<Outcome> => claimcheckIn(ROOT, ...args);

/** Runs the command line in a folder of a user's own. */
export function claimcheckIn(cwd: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'dist/src/cli/main.js'), ...args],
      { cwd, maxBuffer: 1 << 28 },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
  });
}

/** A command that goes on until it is stopped. */
export interface Running {
  readonly process: ChildProcess;
  /** What it has written so far. */
  readonly stdout: () => string;
  /** Waits until it has written this; what the pattern has found. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly stop: () => Promise<void>;
}

/** Starts the command line, from the same build. */
export function claimcheckRunning(...args: string[]): Running {
  const child = spawn(process.execPath, ['dist/src/cli/main.js', ...args], { cwd: ROOT });
  let written = '';
  child.stdout.on('data', (data) => (written += String(data)));
  child.stderr.on('data', (data) => (written += String(data)));
  const says = async (pattern: RegExp) => {
    for (;;) {
      const found = pattern.exec(written);
      if (found) return found;
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${written}`);
      await setTimeout(20);
    }
  };
  const stop = async () => {
    if (child.exitCode === null && child.kill()) await once(child, 'exit');
  };
  return { process: child, stdout: () => written, says, stop };
}

/** Starts the command line, lets it work for a while, then presses Ctrl-C; again with more time if it had not begun to search. */
export async function interrupted(...args: string[]): Promise<Outcome> {
  for (let time = 1000; ; time *= 2) {
    const { process: child, stdout } = claimcheckRunning(...args);
    await setTimeout(time);
    child.kill('SIGINT');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const hasBegun = child.signalCode === null && stdout().includes('bounded');
    if (hasBegun || time >= MUCH_TIME) return { code: child.exitCode ?? -1, stdout: stdout(), stderr: '' };
  }
}

const MUCH_TIME = 30_000;
