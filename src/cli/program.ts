import { Command } from 'commander';
import { addConform } from './conform.ts';
import { addCoverage } from './coverage.ts';
import { addDiff } from './diff.ts';
import { addDraw } from './draw.ts';
import { exitCodeOf } from './exit-code.ts';
import { addExplain } from './explain.ts';
import { addExplore } from './explore.ts';
import { addExport } from './export.ts';
import { addFuzz } from './fuzz.ts';
import { addGallery } from './gallery.ts';
import { addInspect } from './inspect.ts';
import { addMutate } from './mutate.ts';
import { addOutage } from './outage.ts';
import { addReview } from './review.ts';
import { addTrace } from './trace.ts';
import { addVerify } from './verify.ts';

const COMMANDS = [
  addVerify,
  addTrace,
  addFuzz,
  addConform,
  addMutate,
  addCoverage,
  addExport,
  addExplain,
  addGallery,
  addDiff,
  addDraw,
  addInspect,
  addExplore,
  addReview,
  addOutage,
];

/** Carries out a command line, of which it is told the arguments alone, and leaves its exit code with the process. */
export async function run(args: readonly string[]): Promise<void> {
  const program = new Command('claimcheck')
    .description("HTCondor's keep-alive protocol, held against the real daemons and explored exhaustively")
    .showHelpAfterError('(--help shows what is expected)')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  for (const add of COMMANDS) add(program);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error, 'claimcheck');
  }
}
