import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
