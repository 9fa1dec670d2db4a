import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AnyStateMachine } from 'xstate';
import { isMachine } from '../checker/system/pure-transition.ts';
import { type Noted, TableNotes } from '../checker/system/table/table-notes.ts';
import { TableStore } from '../checker/system/table/table.ts';
import { writeWhole } from '../files/output.ts';
import { fileAt, pathTo } from '../files/root.ts';
import type { LoadedStudy } from './load-study.ts';

/** What makes the tables out of the machines, as it has been compiled. */
const TABLE_CODE = 'dist/src/checker/system';

/** Answers of code that has changed are kept so many days. */
const KEPT_DAYS = 7;
const DAY = 86_400_000;

/** The folder for what a user's programs may make again at any time. */
const userFolder = (): string => join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'claimcheck');

/**
 * Whether answers are kept from one process to the next: not in tests and on build servers, where each run shows what a first one does.
 */
const isWanted = (): boolean => !process.env['CI'] && process.env['NODE_ENV'] !== 'test';

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
      const notes = new TableNotes(read(file, whose));
      this.#open.push({ file, name: whose, notes });
      return notes;
    });

  /** Writes what is new. Where that can't be done, it is asked for again next time. */
  save(): void {
    const changed = this.#open.filter(({ notes }) => notes.isLonger);
    if (changed.length === 0) return;
    try {
      mkdirSync(this.#folder, { recursive: true });
      for (const { file, name, notes } of changed) {
        const text = JSON.stringify([name, notes.noted]);
        writeWhole(file, `${sha256(text)}\n${text}`);
        notes.isLonger = false;
      }
      removeOld(join(this.#folder, '..'));
    } catch {
      // A full or read-only disk is no reason to fail.
    }
  }
}

/** Whether something else is in its place: a pipe would be waited for, and a device read for ever. */
function isNoFile(file: string): boolean {
  try {
    return !statSync(file).isFile();
  } catch {
    return false;
  }
}

/** What a file holds; undefined if it is missing, broken, or of something else. */
function read(file: string, name: string): Noted | undefined {
  try {
    const [checksum, text = ''] = readFileSync(file, 'utf8').split('\n', 2);
    if (checksum !== sha256(text)) return undefined;
    const [whose, noted] = JSON.parse(text) as [string, Noted];
    return whose === name ? noted : undefined;
  } catch {
    return undefined;
  }
}

function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    // The folder may be a person's own, with other things in it.
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_DAYS * DAY) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * The cache for the study that comes with this project; null for any other, whose machines may depend on anything, and where none is wanted.
 */
export async function tableCacheFor(loaded: LoadedStudy, folder?: string): Promise<TableCache | null> {
  if (!isWanted() || loaded.config !== null || loaded.study.machines === undefined) return null;
  const machines = `dist/${loaded.study.machines}`;
  try {
    const files = [...modulesIn(machines), ...modulesIn(TABLE_CODE)];
    const code = createHash('sha256').update(`${process.version} ${xstateVersion()}`);
    for (const file of files) code.update(`\n${file}\n`).update(readFileSync(fileAt(file)));
    return new TableCache(join(folder ?? userFolder(), code.digest('hex')), await exportedBy(modulesIn(machines)));
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

/** The compiled modules below a folder, from the root of the project. */
const modulesIn = (folder: string): string[] =>
  readdirSync(pathTo(folder), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name))
    .toSorted();

const xstateVersion = (): string => {
  const file = new URL('../package.json', import.meta.resolve('xstate'));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
