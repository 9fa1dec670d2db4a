/** The system that was composed is not one that can be checked: names the component and what is wrong with it. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** What somebody's code has thrown, which may be anything, and where if it says so. */
export function thrownText(error: unknown): string {
  if (typeof error === 'string') return `'${error}'`;
  if (!(error instanceof Error)) return 'what is not an error';
  const [, place] = /^ *at (?:.*\()?([^()\s]*:\d+):\d+\)?$/m.exec(error.stack ?? '') ?? [];
  return `${error.name}${error.message === '' ? '' : `: ${error.message}`}${place === undefined ? '' : ` (${place})`}`;
}
