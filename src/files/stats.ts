import { type Stats, statSync } from 'node:fs';

/** What a path leads to; null if it leads nowhere, be it that a part of it is no folder, or that a link leads back to itself. */
export function statsOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}
