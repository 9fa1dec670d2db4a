import { values } from '../../checker/system/message.ts';

/** The states that a state value lies in, one path for each region of a parallel state: `['lease', 'running']`. */
export function statePaths(value: unknown): string[][] {
  if (typeof value === 'string') return [[value]];
  return Object.entries(Object(value)).flatMap(([key, inner]) => {
    const paths = statePaths(inner);
    return paths.length === 0 ? [[key]] : paths.map((path) => [key, ...path]);
  });
}

/** The parts of a context that differ from an earlier one, each by its name and in words. */
export function changes(before: unknown, after: unknown): [name: string, value: string][] {
  const earlier = Object(before) as Readonly<Record<string, unknown>>;
  return Object.entries(Object(after))
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(earlier[name]))
    .map(([name, value]) => [name, values({ [name]: value }).join(' ') || 'none']);
}

/** A text as the beginning of a sentence. A name with signs in it (`get_secret()`, `claim.lease`) stays as it is. */
export const capitalised = (text: string): string =>
  /^[a-z]+(?![\w.(])/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
