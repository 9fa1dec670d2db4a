import { readFileSync } from 'node:fs';

/** The commands that the README shows, as they are given to the command line. */
export function readmeCommands(): string[] {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  return [...readme.matchAll(/^(?:\$ )?npx claimcheck (.*)$/gm)].map(([, args]) => args ?? '');
}

/** Those that take many seconds: cli.deep.test.ts runs them, and other suites what they search. */
const LONG = ['verify --system all', 'verify --environment peer', 'gallery', 'review', 'coverage', 'mutate', 'diff'];

export const isLong = (command: string): boolean => LONG.some((begin) => command.startsWith(begin));
