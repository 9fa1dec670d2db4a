import type { Command } from 'commander';
import { CONNECTIONS, fixesFromBits, type Path } from '../../machines/vocabulary.ts';
import { isWitness } from '../checker/verify.ts';
import { InputError } from '../files/input.ts';
import { claimsModel, keepAliveModel, type Model } from '../htcondor/models.ts';
import { writeWhole } from '../files/output.ts';
import {
  buildOf,
  type ChosenRun,
  chosenModel,
  chosenRun,
  noSuchProperty,
  type RunOptions,
  withRunOptions,
} from './chosen-run.ts';
import { EXIT, parseCount, parseWord, pathOf } from './usage.ts';

const FORMATS = ['promela', 'itf', 'shiviz', 'mermaid', 'sarif'] as const;

/** How large the keep-alive's system is to be. */
interface Size {
  readonly connections?: number;
  readonly claims?: number;
  readonly rounds?: number;
}

interface Options extends RunOptions, Size {
  readonly format: (typeof FORMATS)[number];
  readonly out?: string;
}

export function addExport(program: Command): void {
  const command = withRunOptions(program.command('export'));
  command
    .description('the composed system as a model for Spin, or a run of it for other viewers')
    .requiredOption('--format <format>', FORMATS.join(', '), parseWord(FORMATS))
    .option('--connections <n>', 'of the keep-alive: 1 or 2 (default: 2)', parseCount(1, CONNECTIONS.length))
    .option('--claims <n>', 'of the keep-alive: several claims on one schedd, with a connection each', parseCount(1))
    .option('--rounds <n>', 'of the keep-alive: look at this many of each claim only', parseCount(1))
    .option('--replay <file>', 'export a run that trace --format json has written')
    .option('--out <file>', 'write a file instead of to standard output')
    .addHelpText(
      'after',
      `
promela is the system, with all that is claimed of it as assertions, or with one property if --property is given;
itf (Apalache's Informal Trace Format), shiviz (a log with vector clocks) and mermaid (a sequence diagram) are the run
that trace shows; sarif is a counterexample whose steps point into machines/, for editors and code review.

Example:
  claimcheck export --format promela --fixes none --out none.pml
  spin -o2 -a none.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan -A

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
  const { faults, property, rounds } = options;
  const { model, row } = isSized(options) ? sizedModel(options) : chosenModel(options);
  const wanted = model.properties.filter((one) => (hasProperty ? one.id === property : !isWitness(one)));
  if (wanted.length === 0) throw noSuchProperty(property, [model]);
  const { spec, components } = model.composition;
  const of = [buildOf(model, row), ...(rounds ? [`${rounds} rounds`] : [])].join(', ');
  const title = `The system ${spec.name} of ${components.length} machines: ${of}, faults: ${faults.join(', ') || 'none'}.`;
  const { promela } = await import('../traces/promela/promela.ts');
  return promela(model.composition, wanted, { faults, title });
}

const isSized = ({ connections, claims, rounds }: Size) => (connections ?? claims ?? rounds) !== undefined;

function sizedModel(options: Options): Pick<ChosenRun, 'model' | 'row'> {
  const { environment, fixes } = options;
  const path = pathOf(environment, options.path) as Path;
  return { model: keepAliveOf(options, path), row: { environment, fixes, path } };
}

function keepAliveOf({ environment, system, fixes, connections, claims = 1, rounds }: Options, path: Path): Model {
  if (system !== undefined || environment === 'peer')
    throw new InputError('--connections, --claims and --rounds are of the keep-alive');
  const variant = { fixes: fixesFromBits(fixes), path, ...(rounds !== undefined && { rounds }) };
  if (claims === 1) return keepAliveModel(variant, CONNECTIONS.slice(0, connections));
  if (connections) throw new InputError('several claims have one connection each: --connections is of a single one');
  return claimsModel(variant, claims);
}

async function runText(options: Options): Promise<string> {
  if (isSized(options)) throw new InputError('--connections, --claims and --rounds are of a model, not of a run');
  const { model, row, property, trace, title, forever, violates } = chosenRun(options);
  if (!trace) throw new InputError(title);
  if (options.format === 'sarif') return sarifText({ model, row, property, trace, violates });
  if (options.format === 'mermaid') {
    const { sequenceDiagram } = await import('../traces/formats/sequence.ts');
    return `${sequenceDiagram(model.composition, trace, forever?.cycleFrom)}\n`;
  }
  if (options.format === 'shiviz')
    return (await import('../traces/formats/shiviz.ts')).shiviz(model.composition, trace);
  const { itf } = await import('../traces/formats/itf.ts');
  return `${JSON.stringify(itf(model.composition, trace, title, forever?.cycleFrom), null, 1)}\n`;
}

async function sarifText({ model, row, property: id, trace, violates }: Omit<ChosenRun, 'title'>): Promise<string> {
  const property = model.properties.find((one) => one.id === id);
  if (!property || !trace || !violates)
    throw new InputError('sarif is of a counterexample: give a --property that is violated');
  const [{ sarif }, { Sources }] = await Promise.all([
    import('../traces/formats/sarif.ts'),
    import('../traces/source/locate.ts'),
  ]);
  const variant = buildOf(model, row);
  const log = sarif({ property, variant, composition: model.composition, trace }, new Sources());
  return `${JSON.stringify(log, null, 1)}\n`;
}
