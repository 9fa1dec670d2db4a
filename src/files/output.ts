import { randomUUID } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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
  orRefused(`${escaped(file)}: cannot be written`, () => within(dirname(file), () => replace([[file, text]])));
}

/** Whether writing a file replaces what was there: what is written to a device or a pipe stays. */
export const isReplaced = (file: string): boolean => existing(file)?.isFile() !== false;

/**
 * Finds out whether a file could be written, so that no work is done in vain. Nothing is changed.
 *
 * @throws {InputError} if it could not
 */
export function requireWritable(file: string): void {
  orRefused(`${escaped(file)}: cannot be written`, () => {
    const { stat, target } = placeOf(file);
    if (stat?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (stat?.isFile() === false) return;
    const directory = dirname(target);
    accessSync(existsSync(directory) ? directory : dirname(directory), constants.W_OK);
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
 * Writes each file next to its place, under a name that nobody can have guessed and with the mode and the owner of what is there, and
 * then puts all in their places.
 */
function replace(files: readonly (readonly [file: string, text: string | Uint8Array])[]): void {
  const placed = files.map(([file, text]) => ({ ...placeOf(file), file, text }));
  const staged = placed
    .filter(({ stat }) => stat?.isFile() !== false)
    .map((one) => ({ ...one, unfinished: join(dirname(one.target), `.claimcheck-${randomUUID()}`) }));
  try {
    for (const { text, stat, unfinished } of staged) {
      writeFileSync(unfinished, text, { flag: 'wx', mode: stat?.mode });
      if (stat) makeAlike(unfinished, stat);
    }
    for (const { file, text, stat } of placed) if (stat?.isFile() === false) writeInto(file, text, stat);
    for (const { unfinished, target } of staged) renameSync(unfinished, target);
  } catch (error) {
    for (const { unfinished } of staged) rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Gives a new file the owner, if this user may, and the mode of another: what the process masks of a new mode, it does not of an old one. */
function makeAlike(file: string, { mode, uid, gid }: Stats): void {
  const own = statSync(file);
  if (own.uid !== uid || own.gid !== gid) {
    try {
      chownSync(file, uid, gid);
    } catch {
      // It belongs to whoever wrote it.
    }
  }
  chmodSync(file, mode);
}

/** Writes to a device or a pipe. A pipe that nobody reads would hold the process in the call that opens it: that is said before. */
function writeInto(file: string, text: string | Uint8Array, stat: Stats): void {
  const reader = stat.isFIFO() ? openIfRead(file) : null;
  if (stat.isFIFO() && reader === null) {
    console.error(`claimcheck: ${escaped(file)}: waiting for somebody to read from this pipe`);
  }
  try {
    writeFileSync(file, text);
  } finally {
    if (reader !== null) closeSync(reader);
  }
}

/** A pipe, opened; null if nobody reads it. It stays open until all is written: its end would be the reader's. */
function openIfRead(pipe: string): number | null {
  try {
    return openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return null;
  }
}

const existing = (file: string) => statSync(file, { throwIfNoEntry: false });

/** So many links may lead from one to the next. */
const MOST_LINKS = 40;

/**
 * Where a file is, or would be: where a link leads, be it to nothing yet.
 *
 * @throws if it may not be written to: a new one in its place would pass over that
 */
function placeOf(file: string): { readonly target: string; readonly stat: Stats | undefined } {
  const stat = existing(file);
  if (stat?.isFile()) accessSync(file, constants.W_OK);
  if (stat) return { target: realpathSync(file), stat };
  let target = file;
  for (let links = 0; lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink(); links++) {
    if (links === MOST_LINKS) throw Object.assign(new Error(), { code: 'ELOOP' });
    target = resolve(dirname(target), readlinkSync(target));
  }
  return { target, stat };
}

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
