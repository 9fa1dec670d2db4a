import { InputError, readText } from '../../files/input.ts';

const CLAIM_ID = /^<[^<>#\s]+>#\d+#\d+#\S.*$/;

/**
 * The claim ids of a file, one a line; empty lines and lines that begin with `#` say nothing.
 *
 * @throws {InputError} that names the line and not what stands there: it may be a secret
 */
export function loadClaims(file: string): string[] {
  const lines = readText(file).split(/\r?\n/);
  return lines.flatMap((line, i) => {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) return [];
    if (!CLAIM_ID.test(text)) {
      throw new InputError(`${file}:${i + 1}: a claim id was expected: <host:port>#number#number#secret`);
    }
    return [text];
  });
}
