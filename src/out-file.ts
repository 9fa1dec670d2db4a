import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { InputError } from './input.ts';

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
