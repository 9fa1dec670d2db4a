#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { ModelError } from '../engine/errors.ts';
import { InputError } from '../input.ts';
import { addConform } from './conform.ts';
import { addExport } from './export.ts';
import { addFuzz } from './fuzz.ts';
import { addTrace } from './trace.ts';
import { EXIT } from './usage.ts';
import { addVerify } from './verify.ts';

const program = new Command('claimcheck')
  .description("HTCondor's keep-alive protocol, held against the real daemons and explored exhaustively")
  .showHelpAfterError('(--help shows what is expected)')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride();

for (const add of [addVerify, addTrace, addFuzz, addConform, addExport]) add(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Help is no error; wrong usage has been explained by commander; bad input and impossible models get one line. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.asExpected : EXIT.usage;
  if (error instanceof InputError || error instanceof ModelError) {
    console.error(`claimcheck: ${error.message}`);
    return EXIT.usage;
  }
  throw error;
}
