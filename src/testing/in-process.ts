import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { format } from 'node:util';
import type { useThreads } from '../verify/threads.ts';
import { type Outcome, withoutProgress } from './claimcheck.ts';

/** The build that `npm test` has just made: what users run, and as fast. */
const PROGRAM = new URL('../../dist/src/cli/program.js', import.meta.url).href;
const THREADS = new URL('../../dist/src/verify/threads.js', import.meta.url).href;

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the command line without a process or threads of its own, where it is the answer that counts: nothing is loaded again, and the
 * code is warm. One at a time, for what they write is caught where all write.
 */
export function claimcheckHere(...args: string[]): Promise<Outcome> {
  const outcome = last.then(() => answer(args));
  last = outcome.catch(() => {});
  return outcome;
}

async function answer(args: readonly string[]): Promise<Outcome> {
  const { run } = (await import(PROGRAM)) as typeof import('../cli/program.ts');
  const { useThreads: setThreads } = (await import(THREADS)) as { useThreads: typeof useThreads };
  const exitCode = process.exitCode;
  const stdout = caught(process.stdout, 'log');
  const stderr = caught(process.stderr, 'error');
  const processors = os.availableParallelism;
  process.exitCode = undefined;
  setProcessors(() => 1);
  setThreads(false);
  try {
    await run(args);
    return { code: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: withoutProgress(stderr.text()) };
  } finally {
    setProcessors(processors);
    setThreads(true);
    process.exitCode = exitCode;
    stdout.release();
    stderr.release();
  }
}

/** A command here searches as on a machine with one processor: the others are needed by other tests, and what is found does not depend on it. */
function setProcessors(count: () => number): void {
  os.availableParallelism = count;
  syncBuiltinESMExports();
}

/** Keeps what is written to a stream, by itself or through the console. */
function caught(stream: NodeJS.WriteStream, method: 'log' | 'error') {
  const { write } = stream;
  const say = console[method];
  let text = '';
  stream.write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  console[method] = (...words: unknown[]) => {
    text += `${format(...words)}\n`;
  };
  const release = () => {
    stream.write = write;
    console[method] = say;
  };
  return { text: () => text, release };
}
