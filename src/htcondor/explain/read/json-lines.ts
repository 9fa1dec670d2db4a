/** The log's line in a line that is a JSON object, as Docker, journald and fluentd write them; null if it has none. */
export function jsonMessage(line: string, key: string): string | null {
  if (!line.startsWith('{')) return null;
  try {
    const value: unknown = (JSON.parse(line) as Record<string, unknown>)[key];
    return typeof value === 'string' ? value.trimEnd().replaceAll('\n', ' ') : null;
  } catch {
    return null;
  }
}

/** The key of the longest text that may be a log's line; null if there is none. */
export function jsonKeyOf(line: string, mayBeLine: (text: string) => boolean): string | null {
  const texts = fieldsOf(line).filter(([, value]) => mayBeLine(value));
  return texts.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? null;
}

function fieldsOf(line: string): [string, string][] {
  try {
    return Object.entries(JSON.parse(line) as object).filter(
      (field): field is [string, string] => typeof field[1] === 'string',
    );
  } catch {
    return [];
  }
}
