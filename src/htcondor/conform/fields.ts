import { InputError, readJson } from '../../files/input.ts';

/** What a measured file must look like, and how it is said in one line that it does not. */

export type Fields = Readonly<Record<string, unknown>>;

/** Field, test, and what was expected. */
export type Rule = readonly [field: string, isRight: (value: unknown) => boolean, expected: string];

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isSeconds = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;
export const isHex = (value: unknown): boolean => typeof value === 'string' && /^(?:[0-9a-f]{2})*$/i.test(value);
export const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
export const isText = (value: unknown): boolean => typeof value === 'string';
export const isOneOf =
  (words: readonly string[]) =>
  (value: unknown): boolean =>
    words.includes(value as string);
export const orNull =
  (isRight: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === null || isRight(value);

/**
 * The records of a file, each checked.
 *
 * @throws {InputError} with one line that names the file, the record and the field
 */
export function loadList(file: string, wrongIn: (record: unknown) => string | null): unknown[] {
  const content = readJson(file);
  if (!Array.isArray(content)) throw new InputError(`${file}: an array of records was expected`);
  content.forEach((record, i) => {
    const wrong = wrongIn(record);
    if (wrong) throw new InputError(`${file}: record ${i + 1}${nameOf(record)}: ${wrong}`);
  });
  return content;
}

const nameOf = (record: unknown): string =>
  isObject(record) && typeof record['case'] === 'string' ? ` ('${record['case']}')` : '';

export function firstWrong(fields: Fields, rules: readonly Rule[]): string | null {
  return first(rules, ([field, isRight, expected]) =>
    isRight(fields[field]) ? null : `${field}: ${expected} was expected, not ${shown(fields[field])}`,
  );
}

export function first<T>(items: readonly T[], wrong: (item: T, i: number) => string | null): string | null {
  for (const [i, item] of items.entries()) {
    const found = wrong(item, i);
    if (found) return found;
  }
  return null;
}

/** A value as part of one line, however long it is. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
