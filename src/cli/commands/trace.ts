import { type Command, Option } from 'commander';
import type { Trace } from '../../checker/replay/trace.ts';
import type { Study } from '../../checker/study/study.ts';
import { InputError } from '../../files/input.ts';
import { sequenceDiagram } from '../../traces/formats/sequence.ts';
import { traceFile } from '../../traces/formats/trace-json.ts';
import type { ShownRun } from '../../traces/story/shown-run.ts';
import { sideBySide } from '../../traces/story/side-by-side.ts';
import { story } from '../../traces/story/story.ts';
import { Chooser, type ChosenRun, type RunOptions, withRunOptions } from '../chosen-run.ts';
import { EXIT, parseWord } from '../parse.ts';
import { style, terminalWidth } from '../terminal.ts';
import { stepsOf, wrapOnTerminal } from '../layout.ts';

const FORMATS = ['log', 'side-by-side', 'sequence', 'json'] as const;
type Format = (typeof FORMATS)[number];

interface Options extends RunOptions {
  readonly format: Format;
  readonly json?: boolean;
  readonly between?: string;
}

export function addTrace(program: Command, { study }: { readonly study: Study }): void {
  withRunOptions(program.command('trace'), study)
    .description(
      'show the shortest counterexample (or witness) of a property, step by step, with what the processes log',
    )
    .option('--format <format>', FORMATS.join(', '), parseWord(FORMATS), 'log')
    .option(
      '--between <processes>',
      'for side-by-side: two processes, separated by a comma (default: the first two that log)',
    )
    .addOption(new Option('--json', 'the same as --format json').conflicts('format'))
    .option('--replay <file>', 'run a trace that --format json has written, and judge it, instead of searching')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck trace --property S1 --fixes none --format side-by-side\n\nExit code: 0 there is no such run (or a witness is shown), 1 a counterexample is shown, 2 invalid usage or bad input.',
    )
    .action((options: Options) => {
      const chooser = new Chooser(study, options);
      const chosen = chooser.run();
      console.log(chosen.trace ? rendered(chooser, chosen, chosen.trace, options) : chosen.title);
      process.exitCode = chosen.violates ? EXIT.finding : EXIT.asExpected;
    });
}

/** The run that the study shows before anything is asked for. */
export function storyText(study: Study): string {
  const chooser = new Chooser(study, {});
  const { model, row, property, trace } = chooser.run();
  const build = chooser.build(row);
  if (!trace) return `${property} is not violated with ${build}: there is no story to show.`;
  return `${style.bold(`The shortest counterexample to ${property} with ${build}:`)}\n${story(chooser.shown({ ...model, trace }), style)}`;
}

function rendered(
  chooser: Chooser,
  { model, row, property, title, forever }: ChosenRun,
  trace: Trace,
  options: Options,
): string {
  const format = options.json ? 'json' : options.format;
  if (format === 'json')
    return JSON.stringify(traceFile(model.composition, trace, row, property, forever, model.unit), null, 1);
  const cycleFrom = forever?.cycleFrom;
  const run = chooser.shown({ ...model, trace, cycleFrom });
  if (format === 'sequence') return sequenceDiagram(run);
  const heading = `${style.bold(title)}\nWith ${chooser.build(row)}, ${stepsText(trace, cycleFrom)}.`;
  return format === 'log'
    ? wrapOnTerminal(`${heading}\n${story(run, style)}`)
    : `${wrapOnTerminal(heading)}\n\n${sideBySide(run, terminalWidth(), betweenOf(run, options))}`;
}

/** @throws {InputError} if they are not two processes of the system */
function betweenOf({ composition }: ShownRun, { between }: Options): [string, string] | undefined {
  if (between === undefined) return undefined;
  const known = [...new Set(composition.components.map(({ process }) => process))];
  const [left = '', right = '', ...more] = between.split(',');
  if (more.length === 0 && known.includes(left) && known.includes(right)) return [left, right];
  throw new InputError(`--between '${between}': two of ${known.join(', ')} were expected, with a comma`);
}

function stepsText(trace: Trace, cycleFrom = trace.length): string {
  const cycle = trace.length - cycleFrom;
  if (trace.length === 0) return '0 steps: it is so at the start';
  return cycle === 0 ? stepsOf(cycleFrom) : `${stepsOf(cycleFrom)} and a cycle of ${cycle}`;
}
