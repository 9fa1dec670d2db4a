import { fstatSync, writeFileSync } from 'node:fs';
import { leaveAtCtrlC } from './ctrl-c.ts';
import { exitCodeOf } from './exit-code.ts';
import { EXIT } from '../parse.ts';

/** Sees to it that a process neither loses what it writes, nor ends in a stack trace, nor goes on after Ctrl-C. */
export function guard(args: readonly string[]): void {
  const streams = [
    { stream: process.stdout, fd: 1, name: 'standard output' },
    { stream: process.stderr, fd: 2, name: 'standard error' },
  ];
  for (const { stream, fd, name } of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => unwritten(error, name));
    if (isFile(fd)) writeAll(stream, fd);
  }
  leaveAtCtrlC();
  // NO_COLOR counts. Where both are set, Node.js would complain of it on standard error, once for each thread.
  if (process.env['NO_COLOR']) delete process.env['FORCE_COLOR'];
  const end = (error: unknown) => process.exit(exitCodeOf(error, { debug: args.includes('--debug') }));
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

/** Whoever reads along may have seen enough: the exit code is still the command's. Anything else that is not written is lost. */
function unwritten({ code }: NodeJS.ErrnoException, name: string): void {
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return;
  if (name === 'standard output') console.error(`claimcheck: ${name}: cannot be written (${code})`);
  process.exit(EXIT.usage);
}

/** A file or a device, which Node.js writes to with one call: on a full disk that writes a part, and says nothing. */
function isFile(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return stat.isFile() || (stat.isCharacterDevice() && !process.stdout.isTTY);
  } catch {
    return false;
  }
}

function writeAll(stream: NodeJS.WriteStream, fd: number): void {
  const write = (chunk: Uint8Array | string, _encoding: string, done: (error?: Error) => void) => {
    try {
      writeFileSync(fd, chunk);
      done();
    } catch (error) {
      done(error as Error);
    }
  };
  Object.assign(stream, { _write: write });
}
