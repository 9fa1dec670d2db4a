import type { Command } from 'commander';
import type { Trace } from '../checker/replay/trace.ts';
import type { Model } from '../checker/study/models.ts';
import type { Study } from '../checker/study/study.ts';
import { sequenceDiagram } from '../traces/formats/sequence.ts';
import { traceFile } from '../traces/formats/trace-json.ts';
import { cycleText, type LogLine, logLines, story } from '../traces/story/log.ts';
import { sideBySide } from '../traces/story/side-by-side.ts';
import { timedLines, timedStory } from '../traces/story/timed.ts';
import { Chooser, type ChosenRun, type RunOptions, withRunOptions } from './chosen-run.ts';
import { EXIT, parseWord } from './parse.ts';
import { style, terminalWidth } from './terminal.ts';

const FORMATS = ['log', 'side-by-side', 'sequence', 'json'] as const;
type Format = (typeof FORMATS)[number];

interface Options extends RunOptions {
  readonly format: Format;
  readonly json?: boolean;
}

export function addTrace(program: Command, { study }: { readonly study: Study }): void {
  withRunOptions(program.command('trace'), study)
    .description('the shortest counterexample (or witness) of a property, as the processes log it')
    .option('--format <format>', FORMATS.join(', '), parseWord(FORMATS), 'log')
    .option('--json', 'the same as --format json')
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
  if (!trace) return `${property} is not violated with ${build}: there is no story to tell.`;
  return `${style.bold(`The shortest counterexample to ${property} with ${build}:`)}\n${told(model, trace)}`;
}

function rendered(
  chooser: Chooser,
  { model, row, property, title, forever }: ChosenRun,
  trace: Trace,
  options: Options,
): string {
  const { composition, unit } = model;
  const format = options.json ? 'json' : options.format;
  const cycleFrom = forever?.cycleFrom;
  if (format === 'json') return JSON.stringify(traceFile(composition, trace, row, property, forever), null, 1);
  if (format === 'sequence') return sequenceDiagram(composition, trace, cycleFrom, unit);
  const heading = `${style.bold(title)}\nWith ${chooser.build(row)}, ${stepsText(trace, cycleFrom)}.`;
  if (format === 'log') return `${heading}\n${told(model, trace, cycleFrom)}`;
  const lines = linesOf(model, trace);
  const [left, right] = columnsOf(model, lines);
  const remark = cycleFrom === undefined ? undefined : { after: cycleFrom, text: cycleText(trace, cycleFrom) };
  return `${heading}\n\n${sideBySide(lines, left, right, terminalWidth(), remark)}`;
}

/** The two processes whose lines stand side by side: the first two that write any; else the first two of the system. */
function columnsOf({ composition }: Model, lines: readonly LogLine[]): [string, string] {
  const all = [...new Set(composition.components.map(({ process }) => process))];
  const writing = all.filter((process) => lines.some((line) => line.process === process));
  const [left = '', right = ''] = [...writing, ...all.filter((process) => !writing.includes(process))];
  return [left, right];
}

const told = ({ composition, unit }: Model, trace: Trace, cycleFrom?: number): string =>
  unit === undefined
    ? story(composition, trace, style, cycleFrom)
    : timedStory(composition, trace, unit, style, cycleFrom);

/** The log lines of a run; of a timed system's each begins with its time. */
const linesOf = ({ composition, unit }: Model, trace: Trace): LogLine[] =>
  unit === undefined
    ? logLines(composition, trace)
    : timedLines(composition, trace, unit).map(({ seconds, text, ...line }) => ({
        ...line,
        text: `${seconds} s  ${text}`,
      }));

function stepsText(trace: Trace, cycleFrom = trace.length): string {
  const cycle = trace.length - cycleFrom;
  return cycle === 0 ? `${cycleFrom} steps` : `${cycleFrom} steps and a cycle of ${cycle}`;
}
