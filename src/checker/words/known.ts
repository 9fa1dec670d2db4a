import { didYouMean } from '../did-you-mean.ts';
import { ModelError } from '../errors.ts';

/** Every key that a type may have: the compiler finds one that is left out here. */
export type Keys<T> = Readonly<Record<keyof T, true>>;

/**
 * A configuration is loaded without types, so a misspelt key would be left out in silence: less is checked than its author
 * believes.
 *
 * @param whose names what is given: `me: a component`
 * @throws {ModelError} that names the key that is not known
 */
export function checkKeys(whose: string, given: object, known: Readonly<Record<string, unknown>>): void {
  checkRecord(whose, given, `an object that may have ${Object.keys(known).join(', ') || 'nothing'}`);
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(known, key)) continue;
    const all = Object.keys(known);
    throw new ModelError(`${whose} has no '${key}'; it has ${all.join(', ') || 'nothing'}${didYouMean(key, all)}`);
  }
}

/** @throws {ModelError} if a value is given that is none of those known */
export function checkOneOf(what: string, given: unknown, known: readonly string[]): void {
  if (given === undefined || known.includes(given as string)) return;
  throw new ModelError(
    `${what} is '${String(given)}'; it must be ${known.join(' or ')}${didYouMean(String(given), known)}`,
  );
}

/** @throws {ModelError} if what is given is no list */
export function checkList(what: string, given: unknown, like: string): void {
  if (given !== undefined && !Array.isArray(given)) throw new ModelError(`${what} must be a list: ${like}`);
}

/** @throws {ModelError} if what is given is no object with keys */
export function checkRecord(what: string, given: unknown, like: string): void {
  if (!isRecord(given)) throw new ModelError(`${what} is ${shown(given)}; it must be ${like}`);
}

/** @throws {ModelError} if something is given that is no text */
export function checkText(what: string, given: unknown): void {
  if (given === undefined || typeof given === 'string') return;
  throw new ModelError(`${what} is ${shown(given)}; it must be a text`);
}

/** A value in a few words, for an error. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  return isRecord(value) ? `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'nothing'}` : String(value);
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a record of its user's has under a key: a name such as `constructor` is none of its keys unless it is written there. */
export const ownIn = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record && Object.hasOwn(record, key) ? record[key] : undefined;
