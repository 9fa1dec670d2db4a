import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { format } from 'node:util';
import { type Outcome, withoutProgress } from './claimcheck.ts';

/** The build that `npm test` has just made: its threads are files of it. */
const PROGRAM = new URL('../../dist/src/cli/program.js', import.meta.url).href;

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the command line without a process of its own, where it is the answer that counts: nothing is loaded again, and the
 * tables know what they have been asked before. One at a time, for what they write is caught where all write.
 */
export function claimcheckHere(...args: string[]): Promise<Outcome> {
  const outcome = last.then(() => answer(args));
  last = outcome.catch(() => {});
  return outcome;
}

async function answer(args: readonly string[]): Promise<Outcome> {
  const { run } = (await import(PROGRAM)) as typeof import('../cli/program.ts');
  const exitCode = process.exitCode;
  const stdout = caught(process.stdout, 'log');
  const stderr = caught(process.stderr, 'error');
  const processors = os.availableParallelism;
  process.exitCode = undefined;
  setProcessors(() => 1);
  try {
    await run(args);
    return { code: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: withoutProgress(stderr.text()) };
  } finally {
    setProcessors(processors);
    process.exitCode = exitCode;
    stdout.release();
    stderr.release();
  }
}

/**
 * A command here starts one thread where it would start one for each processor: the others are needed by other tests, and what
 * is found does not depend on it.
 */
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
