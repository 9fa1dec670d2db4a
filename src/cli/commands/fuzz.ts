import type { Command } from 'commander';
import { type FuzzResult, fuzz, isFinite } from '../../checker/random/fuzz.ts';
import type { Study } from '../../checker/study/study.ts';
import { InputError } from '../../files/input.ts';
import { traceFile } from '../../traces/formats/trace-json.ts';
import { story } from '../../traces/story/story.ts';
import { Chooser, confirmed, type RunOptions, withRunOptions } from '../chosen-run.ts';
import { didYouMean } from '../../checker/did-you-mean.ts';
import { countOf, stepsOf, wrapOnTerminal } from '../layout.ts';
import { EXIT, parseCount } from '../parse.ts';
import { style } from '../terminal.ts';

interface Options extends RunOptions {
  readonly runs: number;
  readonly seed: number;
  readonly json?: boolean;
}

export function addFuzz(program: Command, { study }: { readonly study: Study }): void {
  withRunOptions(program.command('fuzz'), study)
    .description('try random schedules of what the environment may do, without a search, and shrink what is found')
    .option('--runs <n>', 'how many schedules', parseCount(1), 10_000)
    .option('--seed <n>', 'the same seed gives the same schedules', parseCount(0), 2563)
    .option('--json', 'the result as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck fuzz --fixes 0010 --runs 20000 --seed 7\n\nExit code: 0 nothing found, 1 a counterexample, 2 invalid usage.',
    )
    .action((options: Options) => {
      process.exitCode = fuzzCommand(study, options);
    });
}

function fuzzCommand(study: Study, options: Options): number {
  const chooser = new Chooser(study, options);
  const { model, row } = chooser.first();
  const known = model.properties.filter(isFinite).map(({ id }) => id);
  const { property, runs, seed } = options;
  if (property !== undefined && !known.includes(property))
    throw new InputError(
      known.length === 0
        ? `no schedule violates '${property}': a run that ends can violate nothing that is stated here`
        : `no schedule violates '${property}': give one of ${known.join(', ')}${didYouMean(property, known)}`,
    );
  const result = fuzz(model, { runs, seed, faults: chooser.faults, ...(property !== undefined && { property }) });
  const found = result.found;
  if (found?.wrong.kind === 'difference') {
    throw new Error(
      `the composition and the live actors disagree after ${found.run.length} steps: ${found.wrong.text}`,
    );
  }
  const trace = found && confirmed(model, found.run);
  if (options.json) {
    const violated = found?.wrong.kind === 'violation' ? found.wrong.property.id : null;
    const counterexample = trace && traceFile(model.composition, trace, row, violated);
    console.log(
      JSON.stringify({ system: row.system, ...row.choices, runs: result.runs, seed: result.seed, counterexample }),
    );
  } else if (trace) {
    console.log(wrapOnTerminal(story(chooser.shown({ ...model, trace }), style)));
    console.log(summary(chooser.command(row), options, result));
  } else {
    console.log(
      `${countOf(result.runs, 'schedule')} with seed ${result.seed}: no violation with ${chooser.build(row)}.`,
    );
  }
  return trace ? EXIT.finding : EXIT.asExpected;
}

function summary(variant: string, { property }: Options, { runs, seed, found }: FuzzResult): string {
  const more = property ? [`--property ${property}`] : [];
  const command = ['npx claimcheck fuzz', variant, `--runs ${runs} --seed ${seed}`, ...more].filter(Boolean).join(' ');
  const id = found?.wrong.kind === 'violation' ? found.wrong.property.id : '';
  return [
    style.red(`${id} is violated: schedule ${runs}, ${stepsOf(found?.run.length ?? 0)} after shrinking.`),
    `Replay: ${command}`,
  ].join('\n');
}
