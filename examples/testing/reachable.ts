/** A state of a protocol as plain data, and the states that follow. Nothing of the checker, and nothing of XState. */
export interface PlainModel<S> {
  readonly initial: S;
  readonly next: (state: S) => readonly S[];
}

/** How many states a plain model reaches, told apart by their text. */
export function reachable<S>({ initial, next }: PlainModel<S>): number {
  const seen = new Set([JSON.stringify(initial)]);
  const open = [initial];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const after of next(state)) {
      const text = JSON.stringify(after);
      if (seen.has(text)) continue;
      seen.add(text);
      open.push(after);
    }
  }
  return seen.size;
}
