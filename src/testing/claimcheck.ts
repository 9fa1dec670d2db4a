import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a user would, from the build that `npm test` has just made. */
export function claimcheck(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['dist/src/cli/main.js', ...args],
      { cwd: ROOT, maxBuffer: 1 << 28 },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
  });
}

/** Runs the command line until it has begun to work, then presses Ctrl-C. */
export function interrupted(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['dist/src/cli/main.js', ...args],
      { cwd: ROOT },
      (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      },
    );
    setTimeout(() => child.kill('SIGINT'), 2000);
  });
}
