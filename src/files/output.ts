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
  const isNew = !existsSync(directory);
  try {
    if (isNew) mkdirSync(directory);
    replace([...files].map(([name, text]) => [join(directory, name), text]));
  } catch (error) {
    if (isNew) removeIfEmpty(directory);
    throw new InputError(`${escaped(directory)}: cannot be written to (${codeOf(error)})`);
  }
}

/**
 * Writes a file that is there as a whole or not at all; what is no regular file, a device or a pipe, is written to as it is.
 *
 * @throws {InputError} if it cannot be written
 */
export function writeWhole(file: string, text: string | Uint8Array): void {
  try {
    if (existing(file)?.isFile() === false) writeFileSync(file, text);
    else replace([[file, text]]);
  } catch (error) {
    throw new InputError(`${escaped(file)}: cannot be written (${codeOf(error)})`);
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
    // It was not made, or something is in it.
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

/**
 * Writes a file line by line, each as soon as it is known and none by halves: what is there is true, whenever it ends.
 *
 * @throws {InputError} if the file cannot be written, be it later on
 */
export function lineWriter(file: string): (line: string) => void {
  const orRefused = <T>(write: () => T): T => {
    try {
      return write();
    } catch (error) {
      throw new InputError(`${escaped(file)}: cannot be written (${codeOf(error)})`);
    }
  };
  const descriptor = orRefused(() => openSync(file, 'w'));
  // Unlike one call to write, it goes on until all is written.
  return (line) => orRefused(() => writeFileSync(descriptor, `${line}\n`));
}
