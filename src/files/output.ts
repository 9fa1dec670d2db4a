import { existsSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from './input.ts';

/**
 * Writes files into a directory, which is made if only it is missing. Each appears in its place when all have been written,
 * so that nothing is left half-written.
 *
 * @throws {InputError} if they cannot be written there
 */
export function writeFiles(directory: string, files: ReadonlyMap<string, string>): void {
  try {
    if (!existsSync(directory)) mkdirSync(directory);
    const staging = mkdtempSync(join(directory, '.claimcheck-'));
    try {
      for (const [name, text] of files) writeFileSync(join(staging, name), text);
      for (const name of files.keys()) renameSync(join(staging, name), join(directory, name));
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  } catch (error) {
    throw new InputError(`${directory}: cannot be written to (${(error as NodeJS.ErrnoException).code})`);
  }
}

/**
 * Writes a file that is there as a whole or not at all.
 *
 * @throws {InputError} if it cannot be written
 */
export function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.unfinished`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new InputError(`${file}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

/**
 * Writes a file line by line, each as soon as it is known and none by halves: what is there is true, whenever it ends.
 *
 * @throws {InputError} if the file cannot be written
 */
export function lineWriter(file: string): (line: string) => void {
  try {
    const descriptor = openSync(file, 'w');
    return (line) => writeSync(descriptor, `${line}\n`);
  } catch (error) {
    throw new InputError(`${file}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}
