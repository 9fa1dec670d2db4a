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
  /** Without the line that tells whoever waits on a slow machine how far a command is: src/cli/terminal.test.ts tries that. */
  readonly stderr: string;
}

/** What a command has written to stderr, but for how far it was. */
export const withoutProgress = (stderr: string): string =>
  stderr.replace(/^(?!claimcheck: |warning: ).* \.\.\.\n/gm, '');

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
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr: withoutProgress(stderr) });
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
  /** Waits until it has ended, and all that it has written is here. */
  readonly ended: () => Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly stop: () => Promise<void>;
}

/** Starts the command line, from the same build. */
export function claimcheckRunning(...args: string[]): Running {
  const child = spawn(process.execPath, ['dist/src/cli/main.js', ...args], { cwd: ROOT });
  let written = '';
  child.stdout.on('data', (data) => (written += String(data)));
  child.stderr.on('data', (data) => (written += String(data)));
  // A process that has exited may have written what is still to be read.
  let isClosed = false;
  const closed = once(child, 'close').then(() => {
    isClosed = true;
  });
  const says = async (pattern: RegExp) => {
    for (;;) {
      const isAll = isClosed;
      const found = pattern.exec(written);
      if (found) return found;
      if (isAll) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}: ${written}`);
      await setTimeout(20);
    }
  };
  const ended = async () => {
    await closed;
    return { code: child.exitCode, signal: child.signalCode };
  };
  const stop = async () => {
    child.kill();
    await closed;
  };
  return { process: child, stdout: () => written, says, ended, stop };
}

/** Milliseconds in which any machine has done what takes a second, however busy it is: what has not come by then never comes. */
export const MUCH_TIME = 600_000;

/** Starts the command line, lets it work for a while, then presses Ctrl-C; again with more time if it had not begun to search. */
export async function interrupted(...args: string[]): Promise<Outcome> {
  for (let time = 1000; ; time *= 2) {
    const { process: child, stdout, ended } = claimcheckRunning(...args);
    await setTimeout(time);
    child.kill('SIGINT');
    const { code, signal } = await ended();
    const hasBegun = signal === null && stdout().includes('bounded');
    if (hasBegun || time >= MUCH_TIME) return { code: code ?? -1, stdout: stdout(), stderr: '' };
  }
}
