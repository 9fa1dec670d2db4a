import type { Command } from 'commander';
import { FAULTS } from '../../machines/vocabulary.ts';
import type { Trace } from '../checker/replay/trace.ts';
import type { Model } from '../htcondor/models.ts';
import { cycleText, type LogLine, logLines, story } from '../traces/story/log.ts';
import { sequenceDiagram } from '../traces/formats/sequence.ts';
import { sideBySide } from '../traces/story/side-by-side.ts';
import { timedLines, timedStory } from '../traces/story/timed.ts';
import { traceFile } from '../traces/formats/trace-json.ts';
import { buildOf, type ChosenRun, chosenRun, type RunOptions, withRunOptions } from './chosen-run.ts';
import { style, terminalWidth } from './terminal.ts';
import { EXIT, parseWord } from './usage.ts';

const FORMATS = ['log', 'side-by-side', 'sequence', 'json'] as const;
type Format = (typeof FORMATS)[number];

interface Options extends RunOptions {
  readonly format: Format;
  readonly json?: boolean;
}

export function addTrace(program: Command): void {
  withRunOptions(program.command('trace'))
    .description('the shortest counterexample (or witness) of a property, as the two daemons log it')
    .option('--format <format>', FORMATS.join(', '), parseWord(FORMATS), 'log')
    .option('--json', 'the same as --format json')
    .option('--replay <file>', 'run a trace that --format json has written, and judge it, instead of searching')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck trace --property S1 --fixes none --format side-by-side\n\nExit code: 0 there is no such run (or a witness is shown), 1 a counterexample is shown, 2 wrong usage or bad input.',
    )
    .action((options: Options) => {
      const chosen = chosenRun(options);
      console.log(chosen.trace ? rendered(chosen, chosen.trace, options) : chosen.title);
      process.exitCode = chosen.violates ? EXIT.finding : EXIT.asExpected;
    });
}

/** The ticket's own case: the shortest counterexample to S1 with none of the fixes. */
export function ticketStory(): string {
  const { model, trace } = chosenRun({
    property: 'S1',
    fixes: '0000',
    path: 'auth',
    environment: 'network',
    revision: '2011',
    faults: [...FAULTS],
  });
  if (!trace) return 'S1 is not violated in 0000: there is no story to tell.';
  const title = 'The ticket, as the shortest counterexample to S1 in 0000:';
  return `${style.bold(title)}\n${story(model.composition, trace, style)}`;
}

function rendered({ model, row, property, title, forever }: ChosenRun, trace: Trace, options: Options): string {
  const { composition, unit } = model;
  const format = options.json ? 'json' : options.format;
  const cycleFrom = forever?.cycleFrom;
  if (format === 'json') return JSON.stringify(traceFile(composition, trace, row, property, forever), null, 1);
  if (format === 'sequence') return sequenceDiagram(composition, trace, cycleFrom, unit);
  const heading = `${style.bold(title)}\nWith ${buildOf(model, row)}, ${stepsText(trace, cycleFrom)}.`;
  if (format === 'log') return `${heading}\n${storyText(model, trace, cycleFrom)}`;
  const left = 'environment' in row && row.environment === 'peer' ? 'peer' : 'startd';
  const remark = cycleFrom === undefined ? undefined : { after: cycleFrom, text: cycleText(trace, cycleFrom) };
  return `${heading}\n\n${sideBySide(linesOf(model, trace), left, 'schedd', terminalWidth(), remark)}`;
}

const storyText = ({ composition, unit }: Model, trace: Trace, cycleFrom?: number): string =>
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
