import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileAt } from '../../files/root.ts';

/** What is imported when a module is loaded: the names of other modules, relative to it. */
const IMPORTS = /^(?:import|export)\s(?:[^'"();=]*\sfrom\s)?['"](\.[^'"]+)['"]/gm;

const codeOf = (module: string): string => readFileSync(fileAt(`dist/${module}`), 'utf8');
const beside = (module: string, name: string): string => posix.join(posix.dirname(module), name);

/** Compiled modules with all that is loaded together with them, as paths below `dist/`. */
function closureOf(modules: readonly string[]): Set<string> {
  const found = new Set<string>();
  const add = (module: string) => {
    if (found.has(module)) return;
    found.add(module);
    for (const [, name] of codeOf(module).matchAll(IMPORTS)) add(beside(module, name as string));
  };
  for (const module of modules) add(module);
  return found;
}

/** A module that does its work as it is loaded stays a file of its own. */
const START = 'src/cli/main.js';
const THREADS = ['src/verify/worker.js', 'src/verify/helper.js'];
/** What `verify` loads, and with it nearly every other command. */
const VERIFY = [
  'src/cli/commands/verify.js',
  'src/verify/here.js',
  'src/verify/cache/search-cache.js',
  'src/verify/cache/table-cache.js',
];

/** The module that imports each command once it is asked for, and what no command loads that neither searches nor runs a system. */
const PROGRAM = 'src/cli/program.js';
const COMMANDS = /import\('(\.[^']+)'\)/g;
const SYSTEM = 'src/checker/system/compose.js';
const STUDY = 'claimcheck.config.js';

/** What runs in a browser imports nothing of Node.js. */
const PAGE = 'src/pages/explorer/page.js';

const isOfChecker = (module: string): boolean => module.startsWith('src/checker/');

/** What is loaded for a command that works without a system: packed with the rest, it would bring the rest along. */
function lightModules(): Set<string> {
  const names = [...codeOf(PROGRAM).matchAll(COMMANDS)].map(([, name]) => beside(PROGRAM, name as string));
  const closures = names.map((name) => closureOf([name])).filter((closure) => !closure.has(SYSTEM));
  return new Set([...closureOf([START]), ...closures.flatMap((closure) => [...closure])]);
}

/**
 * Which compiled modules are put together into one file: the checker, without what a command needs of it that knows no system; the study, and
 * what else runs in a browser; what every command loads; and the rest of what `verify` loads.
 *
 * @returns the name of the file by module
 */
export function groups(): ReadonlyMap<string, string> {
  const start = closureOf([START]);
  const study = closureOf([STUDY]);
  const page = closureOf([PAGE]);
  const light = lightModules();
  const groupOf = (module: string): string | null => {
    if (module === START || THREADS.includes(module)) return null;
    if (isOfChecker(module)) return light.has(module) ? 'words' : 'checker';
    if (light.has(module)) return start.has(module) ? 'start' : null;
    if (study.has(module)) return 'study';
    return page.has(module) ? 'page' : 'verify';
  };
  const all = [...closureOf([START, STUDY, ...VERIFY, ...THREADS])].map((module) => [module, groupOf(module)] as const);
  return new Map(all.filter((one): one is readonly [string, string] => one[1] !== null));
}
