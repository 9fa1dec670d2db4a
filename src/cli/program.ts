import { Command } from 'commander';
import { exitCodeOf } from './exit-code.ts';

type Add = (program: Command) => void;

/** The commands, in the order in which the help lists them. */
const COMMANDS: ReadonlyMap<string, () => Promise<Add>> = new Map([
  ['verify', async () => (await import('./verify.ts')).addVerify],
  ['trace', async () => (await import('./trace.ts')).addTrace],
  ['fuzz', async () => (await import('./fuzz.ts')).addFuzz],
  ['conform', async () => (await import('./htcondor/conform.ts')).addConform],
  ['mutate', async () => (await import('./mutate.ts')).addMutate],
  ['coverage', async () => (await import('./coverage.ts')).addCoverage],
  ['export', async () => (await import('./export.ts')).addExport],
  ['explain', async () => (await import('./htcondor/explain.ts')).addExplain],
  ['gallery', async () => (await import('./htcondor/gallery.ts')).addGallery],
  ['diff', async () => (await import('./diff.ts')).addDiff],
  ['draw', async () => (await import('./draw.ts')).addDraw],
  ['inspect', async () => (await import('./inspect.ts')).addInspect],
  ['explore', async () => (await import('./explore.ts')).addExplore],
  ['review', async () => (await import('./htcondor/review.ts')).addReview],
  ['outage', async () => (await import('./htcondor/outage.ts')).addOutage],
]);

/** The command that the first argument names and no other, so that nothing is loaded in vain; for the help all of them. */
function asked([name = '']: readonly string[]): Promise<Add[]> {
  const one = COMMANDS.get(name);
  return Promise.all((one ? [one] : [...COMMANDS.values()]).map((load) => load()));
}

/** Carries out a command line, of which it is told the arguments alone, and leaves its exit code with the process. */
export async function run(args: readonly string[]): Promise<void> {
  const program = new Command('claimcheck')
    .description("HTCondor's keep-alive protocol, held against the real daemons and explored exhaustively")
    .showHelpAfterError('(--help shows what is expected)')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  for (const add of await asked(args)) add(program);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error, 'claimcheck');
  }
}
