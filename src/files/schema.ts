import * as v from 'valibot';

/** Schemas for `readJson`: the message of each says what is expected. */

export const text = (expected = 'a text') => v.string(expected);
export const truth = (expected = 'true or false') => v.boolean(expected);
export const integer = (expected = 'an int') => v.pipe(v.number(expected), v.integer(expected));
export const seconds = (expected = 'a number of seconds') =>
  v.pipe(v.number(expected), v.finite(expected), v.minValue(0, expected));
export const hex = (expected = 'bytes in hex were expected') =>
  v.pipe(v.string(expected), v.regex(/^(?:[0-9a-f]{2})*$/i, expected));
/** A value on an axis, as a study's rows have it. */
export const choice = (expected = 'a text, a number, true or false') =>
  v.union([v.string(), v.number(), v.boolean()], expected);
const OR = new Intl.ListFormat('en', { type: 'disjunction' });
export const oneOf = <const W extends readonly string[]>(words: W) => v.picklist(words, OR.format(words));

const object = (expected: string) =>
  v.custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), expected);

/** An object with these fields, of which none may be missing. Whatever else is there is as `rest` says. */
export const fields = <E extends v.ObjectEntries, R extends v.GenericSchema = v.UnknownSchema>(entries: E, rest?: R) =>
  v.pipe(object('an object'), v.objectWithRest(entries, rest ?? v.unknown(), missing(entries)));

/** What is expected of a field that is not there. */
const missing =
  (entries: v.ObjectEntries) =>
  ({ path }: Pick<v.ObjectWithRestIssue, 'path'>) => {
    const schema = entries[String(path?.at(-1)?.key)];
    return (schema && v.safeParse(schema, undefined).issues?.[0].message) ?? 'an object';
  };

/** The keys that valibot's record leaves out, and with them what is to be checked. */
const LEFT_OUT = ['__proto__', 'constructor', 'prototype'];

/** An object from keys to values that are alike. */
export const byKey = <S extends v.GenericSchema>(key: v.GenericSchema<string, string>, value: S, expected: string) =>
  v.pipe(
    object(expected),
    v.check(
      (given) => !LEFT_OUT.some((name) => Object.hasOwn(given, name)),
      `keys other than ${LEFT_OUT.join(', ')} were expected`,
    ),
    v.record(key, value),
  );

/** A list with a record at least: to find nothing wrong in none would say nothing. */
export const records = <S extends v.GenericSchema>(record: S) =>
  v.pipe(v.array(record, 'an array of records'), v.nonEmpty('at least one record'));

/** What is not so, by name, each with the reason. */
export const reasonByName = byKey(text(), text('a reason'), 'an object of reasons');
