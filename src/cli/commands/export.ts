import type { Command } from 'commander';
import type { Study } from '../../checker/study/study.ts';
import { isWitness } from '../../checker/verify.ts';
import { InputError } from '../../files/input.ts';
import { writeWhole } from '../../files/output.ts';
import type { LoadedStudy } from '../../verify/load-study.ts';
import { Chooser, type ChosenRun, type RunOptions, withRunOptions } from '../chosen-run.ts';
import { EXIT, parseWord } from '../parse.ts';

const FORMATS = ['promela', 'itf', 'shiviz', 'mermaid', 'sarif'] as const;

interface Options extends RunOptions {
  readonly format: (typeof FORMATS)[number];
  readonly out?: string;
}

export function addExport(program: Command, loaded: LoadedStudy): void {
  const { study } = loaded;
  withRunOptions(program.command('export'), study)
    .description('write the composed system as a model for Spin, or a run of it for other viewers')
    .requiredOption('--format <format>', FORMATS.join(', '), parseWord(FORMATS))
    .option('--replay <file>', 'export a run that trace --format json has written')
    .option('--out <file>', 'write to this file instead of to standard output')
    .addHelpText(
      'after',
      `
promela is the system, with all of its properties as assertions, or with one property if --property is given;
itf (Apalache's Informal Trace Format), shiviz (a log with vector clocks) and mermaid (a sequence diagram) are the run
that trace shows; sarif is a counterexample whose steps point into the machines' sources, for editors and code review.

Example:
  claimcheck export --format promela --fixes none --out none.pml
  spin -o2 -a none.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan -A

Exit code: 0 written, 2 invalid usage or bad input, or there is no such run.`,
    )
    .action(async (options: Options) => {
      const text = options.format === 'promela' ? await modelText(study, options) : await runText(loaded, options);
      if (options.out === undefined) process.stdout.write(text);
      else writeWhole(options.out, text);
      process.exitCode = EXIT.asExpected;
    });
}

async function modelText(study: Study, options: Options): Promise<string> {
  if (options.replay) throw new InputError('--replay gives a run: it goes with --format itf or shiviz');
  const chooser = new Chooser(study, options);
  const { model, row } = chooser.first();
  const wanted = model.properties.filter((one) => (options.property ? one.id === options.property : !isWitness(one)));
  const { faults } = chooser;
  const { spec, components } = model.composition;
  const build = chooser.build(row);
  const title = `The system ${spec.name} of ${components.length} machines: ${build}, faults: ${faults.join(', ') || 'none'}.`;
  const { promela } = await import('../../traces/promela/promela.ts');
  return promela(model.composition, wanted, { faults, title });
}

async function runText(loaded: LoadedStudy, options: Options): Promise<string> {
  const chooser = new Chooser(loaded.study, options);
  const chosen = chooser.run();
  const { model, trace, title, forever } = chosen;
  if (!trace) throw new InputError(title);
  if (options.format === 'sarif') return sarifText(loaded, chooser.build(chosen.row), chosen);
  const run = { ...model, trace, cycleFrom: forever?.cycleFrom, carriers: chooser.carriers };
  if (options.format === 'mermaid') {
    const { sequenceDiagram } = await import('../../traces/formats/sequence.ts');
    return `${sequenceDiagram(run)}\n`;
  }
  if (options.format === 'shiviz') return (await import('../../traces/formats/shiviz.ts')).shiviz(run);
  const { itf } = await import('../../traces/formats/itf.ts');
  return `${JSON.stringify(itf(model.composition, trace, title, forever?.cycleFrom), null, 1)}\n`;
}

async function sarifText(
  { root, study }: LoadedStudy,
  variant: string,
  { model, property: id, trace, violates }: ChosenRun,
): Promise<string> {
  const property = model.properties.find((one) => one.id === id);
  if (!property || !trace || !violates)
    throw new InputError('sarif needs a counterexample: give a --property that is violated');
  const [{ sarif }, { Sources }] = await Promise.all([
    import('../../traces/formats/sarif.ts'),
    import('../../traces/source/locate.ts'),
  ]);
  const sources = new Sources(root, study.machines);
  const log = sarif({ property, variant, composition: model.composition, trace }, sources);
  return `${JSON.stringify(log, null, 1)}\n`;
}
