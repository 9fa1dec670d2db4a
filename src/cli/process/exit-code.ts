import { CommanderError } from 'commander';
import { ModelError } from '../../checker/errors.ts';
import { escaped, InputError, printable } from '../../files/input.ts';
import { EXIT } from '../parse.ts';

/** A message as one line, whatever is in it: what a terminal would obey is escaped, and what is quoted is cut if it is very long. */
export const lineOf = (message: string): string =>
  escaped(message.replace(/'([^']*)'/g, (_, quoted: string) => `'${printable(quoted)}'`));

/**
 * The exit code for an error. Help is none; wrong usage has been explained by commander; bad input and impossible models get
 * one line. So does what nobody expected: it must not look like a finding, and where it came from is shown if it is asked for.
 */
export function exitCodeOf(error: unknown, { program = 'claimcheck', debug = false } = {}): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.asExpected : EXIT.usage;
  if (error instanceof InputError || error instanceof ModelError) {
    console.error(lineOf(`${program}: ${error.message}`));
    return EXIT.usage;
  }
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  console.error(`${program}: unexpected: ${printable(`${name}: ${message}`)}${debug ? '' : ' (--debug shows where)'}`);
  if (debug) console.error(stack);
  return EXIT.unexpected;
}
