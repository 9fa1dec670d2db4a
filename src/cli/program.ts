import { Command } from 'commander';
import { type LoadedStudy, loadStudy } from '../verify/load-study.ts';
import { InputError } from '../files/input.ts';
import { wrap } from './layout.ts';
import { dieOfCtrlC } from './process/ctrl-c.ts';
import { exitCodeOf, lineOf } from './process/exit-code.ts';

/** Adds a command; `loaded` is the study that it is about. */
type Add = (program: Command, loaded: LoadedStudy) => void;

/** The commands that work for any study. */
const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  verify: async () => (await import('./commands/verify.ts')).addVerify,
  trace: async () => (await import('./commands/trace.ts')).addTrace,
  fuzz: async () => (await import('./commands/fuzz.ts')).addFuzz,
  mutate: async () => (await import('./commands/mutate.ts')).addMutate,
  coverage: async () => (await import('./commands/coverage.ts')).addCoverage,
  export: async () => (await import('./commands/export.ts')).addExport,
  diff: async () => (await import('./commands/diff.ts')).addDiff,
  draw: async () => (await import('./commands/draw.ts')).addDraw,
  inspect: async () => (await import('./commands/inspect.ts')).addInspect,
  explore: async () => (await import('./commands/explore.ts')).addExplore,
  campaign: async () => (await import('./commands/campaign.ts')).addCampaign,
};

/** The commands that know one protocol, and load what they need of it themselves. */
const OF_HTCONDOR: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  probe: async () => (await import('./htcondor/probe.ts')).addProbe,
  serve: async () => (await import('./htcondor/serve.ts')).addServe,
  conform: async () => (await import('./htcondor/conform.ts')).addConform,
  explain: async () => (await import('./htcondor/explain.ts')).addExplain,
  gallery: async () => (await import('./htcondor/gallery.ts')).addGallery,
  outage: async () => (await import('./htcondor/outage.ts')).addOutage,
  review: async () => (await import('./htcondor/review.ts')).addReview,
};

/** Adds the command that is asked for and no other, so that nothing is loaded in vain; for the help all of them. */
async function addCommands(program: Command, name: string, config: string | undefined): Promise<void> {
  const isKnown = Object.hasOwn(COMMANDS, name) || Object.hasOwn(OF_HTCONDOR, name);
  if (Object.hasOwn(OF_HTCONDOR, name) && config !== undefined)
    throw new InputError(`${name} is about HTCondor alone: it takes no --config`);
  const wanted = (commands: object) => Object.keys(commands).filter((one) => !isKnown || one === name);
  const generic = wanted(COMMANDS);
  if (generic.length > 0) {
    const [loaded, adds] = await Promise.all([
      loadStudy(config),
      Promise.all(generic.map((one) => (COMMANDS[one] as () => Promise<Add>)())),
    ]);
    for (const add of adds) add(program, loaded);
  }
  for (const one of wanted(OF_HTCONDOR)) (await (OF_HTCONDOR[one] as () => Promise<(to: Command) => void>)())(program);
}

/**
 * The configuration that `--config` names, the last time if it is there twice; its value may follow an equals sign.
 *
 * @throws {InputError} if it is empty
 */
function configIn(args: readonly string[]): string | undefined {
  const at = args.findLastIndex((arg) => arg === '--config' || arg.startsWith('--config='));
  const arg = args[at];
  const config = arg?.includes('=') ? arg.slice('--config='.length) : arg && args[at + 1];
  if (config === '') throw empty('--config <file>');
  return config;
}

/** A shell makes an empty word of a variable that is not set: it must not be taken for an option that is not given. */
const empty = (name: string) => new InputError(`${name}: a value was expected, not ''`);

const isEmpty = (value: unknown): boolean => value === '' || (Array.isArray(value) && value.includes(''));

/** @throws {InputError} if an option or an argument of a command is empty */
function requireValues(command: Command): void {
  const option = command.options.find((one) => isEmpty(command.getOptionValue(one.attributeName())));
  if (option) throw empty(option.flags);
  const argument = command.registeredArguments.find((_, i) => isEmpty(command.processedArgs[i]));
  if (argument) throw empty(argument.name());
}

/** The commands that wait for threads. Any other works on this thread, which cannot react to Ctrl-C: the signal itself ends it. */
const ON_THREADS = new Set(['verify', 'mutate']);

/** Commander wraps what options mean if it has so many columns for it: also on a terminal of 60. */
const NARROW = 20;

/** Where commander begins a line of its own. */
const HINT = /\n(?=\(Did you mean )/;

/** Help with its prose wrapped; commander has laid out what is indented, and an example stays as one types it. */
const wrapped = (help: string): string =>
  help
    .split('\n')
    .map((line) => (line.startsWith(' ') ? line : wrap(line)))
    .join('\n');

/** @throws {InputError} if the folder in which the command was started has been deleted */
function requireFolder(): void {
  try {
    process.cwd();
  } catch {
    throw new InputError('the working folder no longer exists');
  }
}

/** Carries out a command line, of which it gets the arguments alone, and leaves its exit code with the process. */
export async function run(args: readonly string[]): Promise<void> {
  const program = new Command('claimcheck')
    .description(
      "explore XState machines that exchange messages, exhaustively. The study that comes with claimcheck is HTCondor's ticket #2563",
    )
    .option(
      '--config <file>',
      'the study (default: claimcheck.config.ts of this folder, or else the study of HTCondor)',
    )
    .option('--debug', 'show the stack trace of an unexpected error')
    .showHelpAfterError('(--help shows what is expected)')
    .configureOutput({
      outputError: (text, write) => write(`${text.trimEnd().split(HINT).map(lineOf).join('\n')}\n`),
      writeOut: (text) => process.stdout.write(wrapped(text)),
    })
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: NARROW })
    .hook('preAction', async (_, command) => {
      requireValues(command);
      if (!ON_THREADS.has(command.name())) await dieOfCtrlC();
    })
    .exitOverride();
  try {
    requireFolder();
    const name = args.find((arg, i) => !arg.startsWith('-') && args[i - 1] !== '--config') ?? '';
    await addCommands(program, name, configIn(args));
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error, { debug: args.includes('--debug') });
  }
}
