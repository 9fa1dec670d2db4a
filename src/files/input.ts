import { readFileSync } from 'node:fs';

/** Bad input: one line that names the file, the place and what was expected. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** @throws {InputError} if the file cannot be read or is not JSON, with the line where it stops being it */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec((error as Error).message)?.[1];
    const line = at === undefined ? '' : `:${text.slice(0, Number(at)).split('\n').length}`;
    throw new InputError(`${file}${line}: JSON was expected`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
