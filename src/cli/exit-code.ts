import { CommanderError } from 'commander';
import { ModelError } from '../checker/errors.ts';
import { InputError } from '../files/input.ts';
import { EXIT } from './parse.ts';

/** The exit code for an error. Help is none; wrong usage has been explained by commander; bad input and impossible models get one line. */
export function exitCodeOf(error: unknown, program: string): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.asExpected : EXIT.usage;
  if (error instanceof InputError || error instanceof ModelError) {
    console.error(`${program}: ${error.message}`);
    return EXIT.usage;
  }
  throw error;
}
