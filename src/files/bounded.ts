import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** No input of any command is as large as this, and a text that is twice as large could not be held. */
const MOST = 2 ** 28;
const CHUNK = 2 ** 18;
const PAUSE_MS = 20;
/** So long a pipe may be silent before it is said that it is waited for. */
const SILENT_MS = 1000;

/** The name under which standard input is given. */
const STDIN = '-';

/** Why a file is not read although it could be. */
export class Unbounded extends Error {
  override readonly name = 'Unbounded';
}

/**
 * The bytes of a regular file, a pipe, or standard input (`-`).
 *
 * @param waits called once, if nobody has written to a pipe for a while
 * @throws {Unbounded} if it is of another kind, which may never end, or too large
 */
export function readBounded(file: string | URL, waits: () => void): Buffer {
  // A pipe that nobody writes to would else hold the process in the call that opens it.
  const descriptor = file === STDIN ? 0 : openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(descriptor);
    const isEndless = !stat.isFile() && !stat.isFIFO() && !stat.isDirectory();
    if (isEndless && file !== STDIN) throw new Unbounded('is neither a regular file nor a pipe');
    if (stat.size > MOST) throw tooLarge();
    return allOf(descriptor, stat.isFIFO() && file !== STDIN, waits);
  } finally {
    if (file !== STDIN) closeSync(descriptor);
  }
}

const tooLarge = () => new Unbounded(`is larger than ${MOST / 2 ** 20} MB`);

/** @param isAwaited whether no bytes at the beginning mean that there is no writer yet */
function allOf(descriptor: number, isAwaited: boolean, waits: () => void): Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  let silent = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const count = readOrNull(descriptor, chunk);
    if (count === 0 && (size > 0 || !isAwaited)) return Buffer.concat(chunks);
    if (count) {
      chunks.push(chunk.subarray(0, count));
      size += count;
      if (size > MOST) throw tooLarge();
    } else {
      pause();
      silent += PAUSE_MS;
      if (silent === SILENT_MS && size === 0) waits();
    }
  }
}

/** How many bytes were read; null if there are none yet. */
function readOrNull(descriptor: number, chunk: Buffer): number | null {
  try {
    return readSync(descriptor, chunk);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN') return null;
    if (code === 'EOF') return 0;
    throw error;
  }
}

const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
