/** The states that a state value lies in, one path for each region of a parallel state: `['lease', 'running']`. */
export function statePaths(value: unknown): string[][] {
  if (typeof value === 'string') return [[value]];
  return Object.entries(Object(value)).flatMap(([key, inner]) => statePaths(inner).map((path) => [key, ...path]));
}
