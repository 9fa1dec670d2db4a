import type { Command } from 'commander';
import { CONNECTIONS, fixesFromBits, type Path } from '../../machines/vocabulary.ts';
import type { Property } from '../engine/property.ts';
import { isWitness } from '../engine/verdict.ts';
import { InputError } from '../input.ts';
import { claimsModel, keepAliveModel, type Model } from '../model.ts';
import { writeWhole } from '../out-file.ts';
import type { TraceRow } from '../render/trace-json.ts';
import { buildOf, chosenRun, modelsOf, modelWith, type RunOptions, withRunOptions } from './chosen-run.ts';
import { EXIT, parseCount, parseWord, pathOf } from './usage.ts';

const FORMATS = ['promela', 'itf', 'shiviz'] as const;

const NUMBERS_OF_CONNECTIONS = ['1', '2'] as const;

interface Options extends RunOptions {
  readonly format: (typeof FORMATS)[number];
  readonly connections?: (typeof NUMBERS_OF_CONNECTIONS)[number];
  readonly claims: number;
  readonly rounds?: number;
  readonly maxStates?: number;
  readonly out?: string;
}

export function addExport(program: Command): void {
  const command = withRunOptions(program.command('export'));
  command
    .description('the composed system as a model for Spin, or a run of it for other viewers')
    .requiredOption('--format <format>', FORMATS.join(', '), parseWord(FORMATS))
    .option('--connections <n>', 'of the model: 1 or 2 (default: 2)', parseWord(NUMBERS_OF_CONNECTIONS))
    .option(
      '--claims <n>',
      'of the model: how many on the one schedd; if several, with a connection each',
      parseCount(1),
      1,
    )
    .option('--rounds <n>', 'of the model: this many keep-alives of each claim only', parseCount(1))
    .option('--max-states <n>', 'of the model: look no further to find out what there is to write down', parseCount(1))
    .option('--out <file>', 'write a file instead of to standard output')
    .addHelpText(
      'after',
      `
promela is the system, with all that is claimed of it as assertions, or with one property if --property is given;
itf (Apalache's Informal Trace Format) and shiviz (a log with vector clocks) are the run that trace shows.

Example:
  claimcheck export --format promela --fixes none --out none.pml
  spin -a none.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan -A

Exit code: 0 written, 2 wrong usage or bad input, or there is no such run.`,
    )
    .action(async (options: Options) => {
      const hasProperty = command.getOptionValueSource('property') === 'cli';
      const text = options.format === 'promela' ? await modelText(options, hasProperty) : await runText(options);
      if (options.out === undefined) process.stdout.write(text);
      else writeWhole(options.out, text);
      process.exitCode = EXIT.asExpected;
    });
}

async function modelText(options: Options, hasProperty: boolean): Promise<string> {
  if (options.replay) throw new InputError('--replay gives a run: it goes with --format itf or shiviz');
  const row: TraceRow = { ...options, path: pathOf(options.environment, options.path) };
  const models = chosenModels(row, options);
  const model = hasProperty ? modelWith(options.property, models) : (models[0] as Model);
  const { composition, properties } = model;
  const { name } = composition.spec;
  if (options.connections && name !== 'keep-alive') {
    throw new InputError(`the system ${name} has one connection: --connections is of the keep-alive`);
  }
  const isWanted = (property: Property) => (hasProperty ? property.id === options.property : !isWitness(property));
  const { promela } = await import('../export/promela/promela.ts');
  const { claims, faults, maxStates, rounds } = options;
  const parts = [
    buildOf(model, row),
    `${row.path} path`,
    ...(claims > 1 ? [`${claims} claims`] : []),
    ...(rounds ? [`${rounds} keep-alives each`] : []),
    `faults: ${faults.join(', ') || 'none'}`,
  ];
  const title = `The system ${name} of ${composition.components.length} machines: ${parts.join(', ')}.`;
  return promela(composition, properties.filter(isWanted), { title, faults, ...(maxStates && { maxStates }) });
}

/** The systems that there are to choose from; with several claims, or a bound on their keep-alives, the one system. */
function chosenModels(row: TraceRow, { claims, connections, rounds }: Options): Model[] {
  const names = CONNECTIONS.slice(0, Number(connections ?? CONNECTIONS.length));
  if (claims === 1 && rounds === undefined) return modelsOf(row, names);
  if (row.environment === 'peer') {
    throw new InputError('a peer sends what it likes: --claims and --rounds go with --environment network');
  }
  if (claims > 1 && connections) throw new InputError('several claims have a connection each: without --connections');
  const variant = { fixes: fixesFromBits(row.fixes), path: row.path as Path, ...(rounds && { rounds }) };
  return [claims > 1 ? claimsModel(variant, claims) : keepAliveModel(variant, names)];
}

async function runText(options: Options): Promise<string> {
  const { claims, connections, rounds, maxStates } = options;
  if (connections || claims > 1 || rounds || maxStates) {
    throw new InputError('--connections, --claims, --rounds and --max-states are of a model: with --format promela');
  }
  const { model, trace, title } = chosenRun(options);
  if (!trace) throw new InputError(title);
  if (options.format === 'shiviz') return (await import('../export/shiviz.ts')).shiviz(model.composition, trace);
  const { itf } = await import('../export/itf.ts');
  return `${JSON.stringify(itf(model.composition, trace, title), null, 1)}\n`;
}
