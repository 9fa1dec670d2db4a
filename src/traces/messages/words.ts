import type { Message } from '../../checker/system/message.ts';

/** A message in words: its type, and what it says, without quotes and braces. */
export function words({ type, ...parameters }: Message): string[] {
  return [type, ...values(parameters)];
}

/** A message as a line of text: `SEND ALIVE authenticate`. */
export const messageText = (message: Message): string => words(message).join(' ');

/** The values of plain data. What is true is named, and what is false is left out. */
function values(data: object): string[] {
  return Object.entries(data).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'boolean') return value ? [name] : [];
    return typeof value === 'object' && value !== null ? values(value) : [String(value)];
  });
}

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
