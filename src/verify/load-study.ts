import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import type { Study } from '../checker/study/study.ts';
import type { SystemEntry } from '../checker/study/system-entry.ts';
import { thrownText } from '../checker/errors.ts';
import { defineStudy } from '../checker/study/define.ts';
import { escaped, InputError } from '../files/input.ts';
import { fileAt, pathTo, ROOT } from '../files/root.ts';
import { statsOf } from '../files/stats.ts';

/** A study, and where it is kept. */
export interface LoadedStudy {
  readonly study: Study;
  /** The folder of its configuration's source, from which the study names its records. */
  readonly root: URL;
  /** The configuration, by which a thread finds the same study; null for the study of this project. */
  readonly config: string | null;
}

/** As of every command. */
const EXIT_OF_BAD_INPUT = 2;

const NAMES = ['claimcheck.config.ts', 'claimcheck.config.mts', 'claimcheck.config.js', 'claimcheck.config.mjs'];

/**
 * The study that a command is about: the one asked for, that of the working folder, or else the one of this project.
 *
 * @param config the file of a configuration
 * @throws {InputError} if there is no such file, or what it exports by default is no study
 */
export async function loadStudy(config: string | null = found(process.cwd())): Promise<LoadedStudy> {
  if (config === null) return ownStudy();
  const file = resolve(config);
  if (!existsSync(file)) throw new InputError(`${config}: there is no such configuration`);
  if (!statSync(file).isFile()) throw new InputError(`${config}: a regular file was expected`);
  if (dirname(file) === resolve(pathTo(''))) return ownStudy();
  // Whoever writes JavaScript may have made it without defineStudy().
  const study = defineStudy(studyIn(await imported(file, config), config));
  return { study, root: pathToFileURL(`${dirname(file)}/`), config: file };
}

/** The study of this project, as it has been compiled: nothing is transformed at run time. */
async function ownStudy(): Promise<LoadedStudy> {
  const compiled = import.meta.url.includes('/dist/') ? 'dist/claimcheck.config.js' : 'claimcheck.config.ts';
  const { default: study } = (await import(fileAt(compiled).href)) as { default: Study };
  return { study, root: ROOT, config: null };
}

function found(folder: string): string | null {
  return NAMES.map((name) => join(folder, name)).find((file) => statsOf(file)?.isFile()) ?? null;
}

/**
 * A module that a study names, from the folder of its configuration; of this project's own study as it has been compiled.
 *
 * @throws {InputError} if it cannot be loaded
 */
export async function importBeside({ root, config }: LoadedStudy, path: string): Promise<unknown> {
  if (config !== null) return imported(fileURLToPath(new URL(path, root)), path);
  const isCompiled = import.meta.url.includes('/dist/');
  return import(fileAt(isCompiled ? `dist/${path.replace(/\.ts$/, '.js')}` : path).href);
}

/** A module in TypeScript or JavaScript; `claimcheck` and `xstate` are this project's own. */
async function imported(file: string, name: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const jiti = createJiti(import.meta.url, {
    interopDefault: false,
    moduleCache: true,
    fsCache: false,
    alias: {
      ...waysInto(pathTo('package.json')),
      ...waysInto(fileURLToPath(import.meta.resolve('xstate/package.json'))),
    },
  });
  // Nothing has been done by then, which must not look like success: also where it waits for what never comes.
  const ends = () => {
    console.error(`claimcheck: ${escaped(name)}: it ends the process while it is loaded`);
    process.exitCode = EXIT_OF_BAD_INPUT;
  };
  if (isMainThread) process.once('exit', ends);
  try {
    return await jiti.import(file);
  } catch (error) {
    // A module may throw anything. Where its syntax is wrong, the place stands in the second line, if it is known.
    const message = error instanceof Error && error.message !== '' ? error.message : `it throws ${thrownText(error)}`;
    const [line = '', place = ''] = message.split('\n', 2);
    const at = /:[1-9]\d*:\d+$/.exec(place)?.[0] ?? '';
    throw new InputError(`${name}${at}: ${line.replace(/^undefined: /, '').trim()}`);
  } finally {
    process.off('exit', ends);
  }
}

/** Where each way into a package leads, by the name under which it is imported: `claimcheck`, `claimcheck/vitest`, … */
function waysInto(file: string): Record<string, string> {
  const { exports: ways, name } = JSON.parse(readFileSync(file, 'utf8')) as { exports: object; name: string };
  const into = Object.entries(ways).filter(([way]) => !way.endsWith('.json')) as [string, Record<string, string>][];
  return Object.fromEntries(
    into.map(([way, { default: ours = '', import: theirs = ours }]) => [
      `${name}${way.slice(1)}`,
      join(dirname(file), theirs),
    ]),
  );
}

/** @throws {InputError} if a module exports no study by default */
export function studyIn(module: unknown, name: string): Study {
  const study = (module as { default?: Study } | null)?.default;
  if (study && typeof study === 'object' && Array.isArray(study.systems) && study.systems.every(isSystem)) return study;
  throw new InputError(`${name}: export default defineStudy({ … }) was expected`);
}

const isSystem = (system: Partial<SystemEntry> | null): boolean =>
  typeof system?.name === 'string' && typeof system.search === 'function' && typeof system.axes === 'object';
