/** A guard as it was written: its name, or how it is put together. */
export function describeGuard(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  const { type, guards } = guard as { type?: string; guards?: readonly unknown[] };
  if (type !== undefined) return type;
  const name = (guard as { name?: string }).name || 'inline';
  return guards ? `${name}(${guards.map(describeGuard).join(', ')})` : name;
}
