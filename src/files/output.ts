import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError, escaped } from './input.ts';

/**
 * Writes files into a directory, which is made if only it is missing. Each appears in its place when all have been written,
 * so that nothing is left half-written.
 *
 * @throws {InputError} if they cannot be written there; a directory that was made for them does not stay empty then
 */
export function writeFiles(directory: string, files: ReadonlyMap<string, string>): void {
  orRefused(`${escaped(directory)}: cannot be written to`, () =>
    within(directory, () => replace([...files].map(([name, text]) => [join(directory, name), text]))),
  );
}

/**
 * Writes a file that is there as a whole or not at all, in a directory that is made if only it is missing; what is no regular file, a
 * device or a pipe, is written to as it is.
 *
 * @throws {InputError} if it cannot be written; a directory that was made for it does not stay empty then
 */
export function writeWhole(file: string, text: string | Uint8Array): void {
  orRefused(`${escaped(file)}: cannot be written`, () => {
    if (existing(file)?.isFile() === false) writeFileSync(file, text);
    else within(dirname(file), () => replace([[file, text]]));
  });
}

/** Makes a directory for what is written to it, if only it is missing; and takes it away again if nothing could be. */
function within<T>(directory: string, write: () => T): T {
  if (existsSync(directory)) return write();
  mkdirSync(directory);
  try {
    return write();
  } catch (error) {
    removeIfEmpty(directory);
    throw error;
  }
}

function orRefused<T>(why: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new InputError(`${why} (${codeOf(error)})`);
  }
}

/**
 * Writes each file next to its place, under a name that nobody can have guessed and with the mode of what is there, and then
 * puts all in their places.
 */
function replace(files: readonly (readonly [file: string, text: string | Uint8Array])[]): void {
  const staged = files.map(([file, text]) => {
    const mode = existing(file)?.mode;
    const target = mode === undefined ? file : realpathSync(file);
    return { text, mode, target, unfinished: join(dirname(target), `.claimcheck-${randomUUID()}`) };
  });
  try {
    for (const { text, mode, unfinished } of staged) {
      writeFileSync(unfinished, text, { flag: 'wx', mode });
      // What the process masks of a new file's mode, it does not of one that was there.
      if (mode !== undefined) chmodSync(unfinished, mode);
    }
    for (const { unfinished, target } of staged) renameSync(unfinished, target);
  } catch (error) {
    for (const { unfinished } of staged) rmSync(unfinished, { force: true });
    throw error;
  }
}

const existing = (file: string) => statSync(file, { throwIfNoEntry: false });

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Something is in it.
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

/**
 * Writes a file line by line, each as soon as it is known and none by halves: what is there is true, whenever it ends. Its directory is made
 * if only it is missing.
 *
 * @throws {InputError} if the file cannot be written, be it later on
 */
export function lineWriter(file: string): (line: string) => void {
  const why = `${escaped(file)}: cannot be written`;
  const descriptor = orRefused(why, () => within(dirname(file), () => openSync(file, 'w')));
  // Unlike one call to write, it goes on until all is written.
  return (line) => orRefused(why, () => writeFileSync(descriptor, `${line}\n`));
}
