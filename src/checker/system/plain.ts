/** The path to the first part of a value that is not plain data, and so would be lost when it is written as text. */
export function notPlain(value: unknown, path = ''): string | null {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : path;
  if (typeof value !== 'object' || !isPlainContainer(value)) return path;
  for (const [key, part] of Object.entries(value)) {
    const found = notPlain(part, path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

function isPlainContainer(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
