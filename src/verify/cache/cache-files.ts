import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeWhole } from '../../files/output.ts';
import { fileAt, PACKED, pathTo } from '../../files/root.ts';
import type { LoadedStudy } from '../load-study.ts';

/** What is kept by code that has changed is removed after so many days. */
const KEPT_DAYS = 7;
const DAY = 86_400_000;

/** The folder for what a user's programs may make again at any time. */
export const userFolder = (): string => join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'claimcheck');

/**
 * Whether anything is kept from one process to the next: not in tests and on build servers, where each run shows what a first one does.
 */
const isWanted = (): boolean => !process.env['CI'] && process.env['NODE_ENV'] !== 'test';

/**
 * The compiled machines of the study that comes with this project, of which something may be kept; null for any other study, whose machines
 * may depend on anything, and where nothing is to be kept.
 */
export const machinesKept = ({ config, study }: LoadedStudy): string | null =>
  isWanted() && config === null && study.machines !== undefined ? `dist/${study.machines}` : null;

/** What stands for these modules, and the versions that they run with: nothing else does what they do. Packed ones hold little themselves. */
export function digestOf(modules: readonly string[]): string {
  const code = createHash('sha256').update(`${process.version} ${xstateVersion()}`);
  const packed = existsSync(fileAt(PACKED)) ? modulesIn(PACKED) : [];
  for (const file of [...modules, ...packed]) code.update(`\n${file}\n`).update(readFileSync(fileAt(file)));
  return code.digest('hex');
}

/** The compiled modules below a folder, from the root of the project. */
export const modulesIn = (folder: string): string[] =>
  readdirSync(pathTo(folder), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name))
    .toSorted();

const xstateVersion = (): string => {
  const file = new URL('../package.json', import.meta.resolve('xstate'));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
};

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

const NEWLINE = 10;

/** Writes a file with a checksum, into a folder that is made if it is missing. */
export function writeChecked(file: string, content: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeWhole(file, Buffer.concat([Buffer.from(`${sha256(content)}\n`), content]));
}

/** What a file holds; undefined if its checksum is wrong. @throws if it cannot be read */
export function readChecked(file: string): Buffer | undefined {
  const whole = readFileSync(file);
  const end = whole.indexOf(NEWLINE);
  const content = whole.subarray(end + 1);
  return end >= 0 && whole.toString('latin1', 0, end) === sha256(content) ? content : undefined;
}

/** Whether something else is in a file's place: a pipe would be waited for, and a device read for ever. */
export function isNoFile(file: string): boolean {
  try {
    return !statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Removes what other code has kept beside a folder, long ago. */
export function removeOld(folder: string): void {
  const all = dirname(folder);
  for (const name of readdirSync(all)) {
    // The folder may be a person's own, with other things in it.
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    const path = join(all, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_DAYS * DAY) rmSync(path, { recursive: true, force: true });
  }
}
