/** The index of the first item, of items in order of time, that is not before a time; their number if all are. */
export function firstFrom<T>(items: readonly T[], ms: number, timeOf: (item: T) => number): number {
  let [from, to] = [0, items.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (timeOf(items[middle] as T) < ms) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Adds to one of several lists. */
export function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}
