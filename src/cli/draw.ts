import { basename, join } from 'node:path';
import type { Command } from 'commander';
import type { Trace } from '../checker/replay/trace.ts';
import { InputError } from '../files/input.ts';
import { writeFiles } from '../files/output.ts';
import { buildOf, type ChosenRun, chosenRun, type RunOptions, withRunOptions } from './chosen-run.ts';
import { progress, progressDone } from './terminal.ts';
import { EXIT } from './usage.ts';

interface Options extends RunOptions {
  readonly out: string;
  readonly component?: string;
}

/** ReliSock at the schedd's end: where the ticket's error is hidden. */
const DEFAULT_COMPONENT = 'first.scheddSock';

export function addDraw(program: Command): void {
  withRunOptions(program.command('draw'))
    .description('pictures (SVG): every machine, a counterexample, and what one component does of all that it could')
    .argument('[machine]', 'draw this machine only, e.g. reli-sock')
    .requiredOption('--out <dir>', 'the directory to write the pictures to; it is made if it is not there')
    .option('--replay <file>', 'draw the run that trace --format json has written, instead of a counterexample')
    .option('--component <name>', `whose reached states to draw (default: ${DEFAULT_COMPONENT}, if there is one)`)
    .addHelpText(
      'after',
      '\nThe options from --property on choose the counterexample, as they do for trace.\n\nExample:\n  claimcheck draw --property S1 --fixes none --out pictures\n\nExit code: 0 drawn, 2 wrong usage or bad input.',
    )
    .action(async (machine: string | undefined, options: Options) => {
      const files = new Map(machine === undefined ? await allPictures(options) : [await machineFile(machine)]);
      progressDone();
      writeFiles(options.out, files);
      for (const name of files.keys()) console.log(join(options.out, name));
      process.exitCode = EXIT.asExpected;
    });
}

type NamedFile = readonly [name: string, text: string];

async function machineFile(name: string): Promise<NamedFile> {
  const { MACHINES } = await import('../traces/pictures/machines.ts');
  const { machinePicture } = await import('../traces/pictures/pictures.ts');
  const machine = MACHINES.get(name);
  if (!machine) throw new InputError(`there is no machine '${name}': give one of ${[...MACHINES.keys()].join(', ')}`);
  progress(`drawing ${name}`);
  return [`${name}.svg`, await machinePicture(name, machine)];
}

async function allPictures(options: Options): Promise<NamedFile[]> {
  const { MACHINES } = await import('../traces/pictures/machines.ts');
  const chosen = chosenRun(options);
  const component = componentOf(chosen, options);
  const machines = await Promise.all([...MACHINES.keys()].map(machineFile));
  const run = chosen.trace ? [await runFile(chosen, chosen.trace, options)] : [];
  if (!chosen.trace) console.error(chosen.title);
  return [...machines, ...run, await reachedFile(chosen, component, options)];
}

async function runFile(chosen: ChosenRun, trace: Trace, { replay }: Options): Promise<NamedFile> {
  const { runPicture } = await import('../traces/pictures/pictures.ts');
  const { model, row, title } = chosen;
  const name = replay ? `run-${basename(replay, '.json')}` : [chosen.property, ...variantOf(chosen)].join('-');
  const build = `${buildOf(model, row)}, ${trace.length} steps`;
  const [what = '', sentence = ''] = title.split('\n', 1).join().split(': ');
  return [
    `${name}.svg`,
    runPicture(model.composition, trace, { title: `${what} with ${build}`, description: sentence }),
  ];
}

/** The component whose reached states are drawn. */
function componentOf({ model }: ChosenRun, { component }: Options): string {
  const names = model.composition.components.map(({ spec }) => spec.name);
  const name = component ?? (names.includes(DEFAULT_COMPONENT) ? DEFAULT_COMPONENT : (names[0] as string));
  if (!names.includes(name)) throw new InputError(`there is no component '${name}': give one of ${names.join(', ')}`);
  return name;
}

async function reachedFile(chosen: ChosenRun, name: string, { faults }: Options): Promise<NamedFile> {
  const { reachedPicture } = await import('../traces/pictures/pictures.ts');
  const { model, row } = chosen;
  progress(`exploring what ${name} reaches`);
  const svg = await reachedPicture(model.composition, name, faults, {
    title: `What ${name} reaches`,
    description: `Its states in the composed system with ${buildOf(model, row)}, and the events that lead from one to another`,
  });
  return [`${['reached', name, ...variantOf(chosen)].join('-')}.svg`, svg];
}

/** What tells the pictures of one variant from those of another. */
function variantOf({ model, row }: ChosenRun): string[] {
  if ('system' in row) return [row.system, row.variant];
  const revision = model.composition.spec.name === 'peer' ? [row.revision ?? ''] : [];
  return [row.fixes, ...revision, row.path];
}
