import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { statsOf } from '../../../files/stats.ts';

/** Files of a folder and its subfolders, and the subfolders that cannot be read, and why. */
export interface Walk {
  readonly files: string[];
  readonly unreadable: string[];
}

/**
 * All files below a folder. A link to a file stands for the file, as where a container's logs are collected. A link to a
 * folder is not followed, so that there is no loop.
 */
export function walk(folder: string): Walk {
  const found: Walk = { files: [], unreadable: [] };
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const entries = entriesIn(at, found);
    for (const entry of entries) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile() || isLinkedFile(entry, path)) found.files.push(path);
    }
  }
  return { ...found, files: withoutDoubles(found.files.toSorted()) };
}

function entriesIn(folder: string, { unreadable }: Walk): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    unreadable.push(`${folder}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return [];
  }
}

const isLinkedFile = (entry: Dirent, path: string): boolean =>
  entry.isSymbolicLink() && (statsOf(path)?.isFile() ?? false);

/** One file may have several names, by links. The first one counts. */
export function withoutDoubles(files: readonly string[]): string[] {
  const seen = new Set<string>();
  return files.filter((file) => {
    const real = identityOf(file);
    return real === null || (!seen.has(real) && seen.add(real));
  });
}

/** What a regular file is, whatever it is called; null of anything else: a pipe given twice is refused later. */
function identityOf(file: string): string | null {
  const stats = statsOf(file);
  return stats?.isFile() ? `${stats.dev} ${stats.ino}` : null;
}
