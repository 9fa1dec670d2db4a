import { fileURLToPath } from 'node:url';
// Types only: a schema brings valibot with it, and whoever needs no schema does not load it.
import type { BaseIssue, GenericSchema, InferOutput, IssuePathItem } from 'valibot';
import { readBounded, Unbounded } from './bounded.ts';

/** Bad input: one line that names the file, the place and what was expected. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/**
 * Reads JSON, and checks it against a schema, whose messages say what is expected at each place.
 *
 * @throws {InputError} that names the file, the line at which it is no JSON or else the field, and what was expected there
 */
export function readJson(file: string | URL): unknown;
export function readJson<S extends GenericSchema>(file: string | URL, schema: S): InferOutput<S>;
export function readJson(file: string | URL, schema?: GenericSchema): unknown {
  const name = nameOf(file);
  const content = parse(name, readText(file));
  const { issues: [issue] = [], value } = schema?.['~run']({ value: content }, {}) ?? { value: content };
  if (issue) throw new InputError(`${name}: ${complaint(issue, content)}`);
  return value;
}

/**
 * The text of a regular file, a pipe, or standard input (`-`).
 *
 * @throws {InputError} if it cannot be read, or is so large, or of such a kind, that it could not be read to its end
 */
export function readText(file: string | URL): string {
  try {
    const waits = () => console.error(`claimcheck: ${nameOf(file)}: waiting for somebody to write to this pipe`);
    return readBounded(file, waits).toString('utf8');
  } catch (error) {
    if (error instanceof Unbounded) throw new InputError(`${nameOf(file)}: ${error.message}`);
    throw new InputError(`${nameOf(file)}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

const nameOf = (file: string | URL): string =>
  file === '-' ? 'standard input' : escaped(file instanceof URL ? fileURLToPath(file) : file);

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const line = text.slice(0, whereBroken(text)).trimEnd().split('\n').length;
    throw new InputError(`${name}:${line}: JSON was expected`);
  }
}

/** V8 does not always say where it met what is no JSON: it is the end of the shortest beginning that nothing can mend. */
function whereBroken(text: string): number {
  let [mendable, broken] = [0, text.length];
  while (mendable + 1 < broken) {
    const middle = Math.floor((mendable + broken) / 2);
    if (isBroken(text.slice(0, middle))) broken = middle;
    else mendable = middle;
  }
  return broken;
}

/** Whether it is not JSON, even if more text followed. */
function isBroken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    const { message } = error as Error;
    const at = /at position (\d+)/.exec(message)?.[1];
    return at === undefined ? message.startsWith('Unexpected token') : Number(at) < text.length;
  }
}

/** `record 3 ('a case'): writes[0][1]: bytes in hex were expected, not "0g"`. */
function complaint(issue: BaseIssue<unknown>, content: unknown): string {
  const { message } = issue;
  const path: readonly IssuePathItem[] = issue.path ?? [];
  const last = path.at(-1);
  // A key that is not there is told by the same kind of item as one that should not be.
  const isKey = last?.origin === 'key' && Object.hasOwn(last.input as object, last.key as string);
  const [first, ...rest] = (isKey ? path.slice(0, -1) : path).map(({ key }) => key);
  const place = Array.isArray(content) ? dotted(rest) : dotted(first === undefined ? rest : [first, ...rest]);
  const record = Array.isArray(content) && first !== undefined ? recordText(content, Number(first)) : '';
  const expected = message.endsWith('expected') ? message : `${message} was expected`;
  const found = isKey ? last.key : last ? last.value : content;
  return [record, place, `${expected}, not ${shown(found)}`].filter(Boolean).join(': ');
}

/** A record of a list is called by its number, and by its case, if it has one. */
function recordText(records: readonly unknown[], index: number): string {
  const name = (records[index] as { case?: unknown } | null)?.case;
  return `record ${index + 1}${typeof name === 'string' ? ` ('${printable(name)}')` : ''}`;
}

const dotted = (keys: readonly unknown[]): string =>
  keys
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${printable(String(key))}`))
    .join('')
    .replace(/^\./, '');

/** A value as part of a line. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  try {
    return printable(JSON.stringify(value));
  } catch {
    return 'a value that is nested too deeply';
  }
}

const LONGEST = 200;

/** Text from outside as part of a line: whatever a terminal would obey is escaped, and what is very long is cut. */
export const printable = (text: string): string =>
  escaped(text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text);

/** A name from outside as part of a line: escaped for a terminal, but not cut, for a cut name says nothing. */
export const escaped = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = (character.codePointAt(0) as number).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
