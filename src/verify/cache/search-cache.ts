import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { KeptSteps } from '../../checker/kept/kept-steps.ts';
import type { SearchStore } from '../../checker/verify-alike.ts';
import type { LoadedStudy } from '../load-study.ts';
import {
  digestOf,
  isNoFile,
  machinesKept,
  modulesIn,
  readChecked,
  removeOld,
  sha256,
  userFolder,
  writeChecked,
} from './cache-files.ts';

/** Whatever has a part in what a step does, and in what a check makes of it, as it has been compiled. */
const CODE = ['dist/src/checker', 'dist/properties'];
const CONFIG = 'dist/claimcheck.config.js';

/** What a file holds. */
type Kept = { readonly name: string } & ({ readonly steps: KeptSteps } | { readonly alike: string });

/**
 * The finished steps of searches, kept in a folder from one process to the next: a file for each search. With them a search visits every
 * state as before, and asks neither XState nor the checks what a step does.
 *
 * A file counts only for the very code and versions with which it was made, and only if it is whole. Any other is as good as none, and is
 * written over.
 */
export class SearchCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  readonly storeOf = (name: string): SearchStore => {
    const file = join(this.#folder, `${sha256(name)}.steps`);
    const isUsable = !isNoFile(file);
    const kept = isUsable ? read(file, name) : undefined;
    let make: (() => KeptSteps | null) | null = null;
    const keep = (what: Kept) => {
      if (!isUsable) return;
      try {
        // The least effort makes it a tenth already.
        writeChecked(file, deflateRawSync(serialize(what), { level: 1 }));
        removeOld(this.#folder);
      } catch {
        // A full or read-only disk is no reason to fail.
      }
    };
    return {
      name,
      kept: kept && 'steps' in kept ? kept.steps : undefined,
      alike: kept && 'alike' in kept ? kept.alike : undefined,
      take: (made) => {
        make = made;
      },
      keepAlike: (alike) => keep({ name, alike }),
      keepSteps: () => {
        const steps = make?.();
        if (steps) keep({ name, steps });
      },
    };
  };
}

function read(file: string, name: string): Kept | undefined {
  try {
    const content = readChecked(file);
    const kept = content && (deserialize(inflateRawSync(content)) as Kept);
    return kept?.name === name ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** The cache for the study that comes with this project; null for any other, and where none is wanted. */
export function searchCacheFor(loaded: LoadedStudy, folder?: string): SearchCache | null {
  const machines = machinesKept(loaded);
  if (machines === null) return null;
  try {
    const code = [CONFIG, ...[machines, ...CODE].flatMap(modulesIn)];
    return new SearchCache(join(folder ?? userFolder(), digestOf(code)));
  } catch {
    return null;
  }
}
