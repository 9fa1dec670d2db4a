import { join } from 'node:path';
import type { AnyStateMachine } from 'xstate';
import { isMachine } from '../../checker/system/pure-transition.ts';
import { type Noted, TableNotes } from '../../checker/system/table/table-notes.ts';
import { TableStore } from '../../checker/system/table/table.ts';
import { fileAt } from '../../files/root.ts';
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

/** What makes the tables out of the machines, as it has been compiled. */
const TABLE_CODE = 'dist/src/checker/system';

/**
 * The answers of XState, kept in a folder from one process to the next: a file for each machine with one input.
 *
 * A file counts only for the very machines, code and versions with which it was made, and only if it is whole: its name and its checksum
 * say so. Any other is as good as none, and is written over.
 */
export class TableCache {
  readonly #folder: string;
  readonly #names: ReadonlyMap<AnyStateMachine, string>;
  readonly #open: { file: string; name: string; notes: TableNotes }[] = [];

  constructor(folder: string, names: ReadonlyMap<AnyStateMachine, string>) {
    this.#folder = folder;
    this.#names = names;
  }

  /** A store whose tables know what is kept, and add to it; a machine that no module exports is asked again in each process. */
  readonly store = (): TableStore =>
    new TableStore((machine, key) => {
      const name = this.#names.get(machine);
      if (name === undefined) return null;
      const whose = `${name} ${key}`;
      const file = join(this.#folder, `${sha256(whose)}.json`);
      if (isNoFile(file)) return null;
      const notes = new TableNotes(() => read(file, whose));
      this.#open.push({ file, name: whose, notes });
      return notes;
    });

  /** Writes what is new. Where that can't be done, it is asked for again next time. */
  save(): void {
    const changed = this.#open.filter(({ notes }) => notes.isLonger);
    if (changed.length === 0) return;
    try {
      for (const { file, name, notes } of changed) {
        writeChecked(file, Buffer.from(JSON.stringify([name, notes.noted])));
        notes.isLonger = false;
      }
      removeOld(this.#folder);
    } catch {
      // A full or read-only disk is no reason to fail.
    }
  }
}

/** What a file holds; undefined if it is missing, broken, or of something else. */
function read(file: string, name: string): Noted | undefined {
  try {
    const text = readChecked(file)?.toString();
    const [whose, noted] = JSON.parse(text ?? '[]') as [string, Noted];
    return whose === name ? noted : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The cache for the study that comes with this project; null for any other, whose machines may depend on anything, and where none is wanted.
 */
export async function tableCacheFor(loaded: LoadedStudy, folder?: string): Promise<TableCache | null> {
  const machines = machinesKept(loaded);
  if (machines === null) return null;
  try {
    const code = digestOf([...modulesIn(machines), ...modulesIn(TABLE_CODE)]);
    return new TableCache(join(folder ?? userFolder(), code), await exportedBy(modulesIn(machines)));
  } catch {
    return null;
  }
}

/** The machines that modules export, by where they are: what such a machine does is said by the code of the modules, and by nothing else. */
async function exportedBy(files: readonly string[]): Promise<Map<AnyStateMachine, string>> {
  const names = new Map<AnyStateMachine, string>();
  for (const file of files) {
    const module = (await import(fileAt(file).href)) as Readonly<Record<string, unknown>>;
    for (const [name, value] of Object.entries(module)) if (isMachine(value)) names.set(value, `${file} ${name}`);
  }
  return names;
}
