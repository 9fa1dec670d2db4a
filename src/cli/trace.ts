import type { Command } from 'commander';
import type { PeerPath } from '../../machines/system.ts';
import { FAULTS, fixesFromBits, type Path, REVISIONS, type Revision } from '../../machines/vocabulary.ts';
import type { Choice } from '../engine/compose.ts';
import { judge } from '../engine/judge.ts';
import { closes } from '../engine/lasso.ts';
import { replayLasso, replayLive } from '../engine/live.ts';
import { type Trace, traceOf } from '../engine/trace.ts';
import { verify } from '../engine/verdict.ts';
import { InputError, readJson } from '../input.ts';
import { keepAliveModel, livenessModel, type Model, peerModel, replyModel, rescheduleModel } from '../model.ts';
import { cycleText, logLines, story } from '../render/log.ts';
import { sequenceDiagram } from '../render/sequence.ts';
import { sideBySide } from '../render/side-by-side.ts';
import { type TraceCycle, type TraceRow, traceFile } from '../render/trace-json.ts';
import { readTraceFile } from '../render/trace-reader.ts';
import { type Environment, ENVIRONMENTS } from '../verify/variant.ts';
import { style, terminalWidth } from './terminal.ts';
import { EXIT, parseFaults, parseFixes, parseWord, pathOf } from './usage.ts';

const FORMATS = ['log', 'side-by-side', 'sequence', 'json'] as const;
type Format = (typeof FORMATS)[number];

interface Options {
  readonly property: string;
  readonly fixes: string;
  readonly path: string;
  readonly environment: Environment;
  readonly revision: Revision;
  readonly faults: string[];
  readonly format: Format;
  readonly json?: boolean;
  readonly replay?: string;
}

export function addTrace(program: Command): void {
  program
    .command('trace')
    .description('the shortest counterexample (or witness) of a property, as the two daemons log it')
    .option('--property <id>', 'a property or a witness', 'S1')
    .option('--fixes <subset>', 'none, all, four bits, or check-ins with commas', parseFixes, '0000')
    .option('--path <path>', 'auth or raw; of a peer auth, auth-encrypted, raw-1msg or raw-2msg', 'auth')
    .option('--environment <who>', 'who may misbehave: network, or peer', parseWord(ENVIRONMENTS), 'network')
    .option(
      '--revision <revision>',
      `of the startd, for S6, L1 and L2, or of the schedd that a peer speaks to: ${REVISIONS.join(', ')}`,
      parseWord(REVISIONS),
      'head',
    )
    .option('--faults <classes>', 'what the network may do: none, or some of timeout,fin,rst', parseFaults, [...FAULTS])
    .option('--format <format>', FORMATS.join(', '), parseWord(FORMATS), 'log')
    .option('--json', 'the same as --format json')
    .option('--replay <file>', 'run a trace that --format json has written, and judge it, instead of searching')
    .addHelpText(
      'after',
      '\nExample:\n  claimcheck trace --property S1 --fixes none --format side-by-side\n\nExit code: 0 there is no such run (or a witness is shown), 1 a counterexample is shown, 2 wrong usage or bad input.',
    )
    .action((options: Options) => {
      process.exitCode = options.replay ? replayCommand(options.replay, options) : traceCommand(options);
    });
}

function traceCommand(options: Options): number {
  const { fixes, environment, revision } = options;
  const row: TraceRow = { fixes, environment, revision, path: pathOf(environment, options.path) };
  const model = modelWith(options.property, row);
  const wanted = model.properties.filter(({ id }) => id === options.property);
  const [finding] = verify(model.composition, wanted, { faults: options.faults, stopWhenHit: true }).findings;
  if (!finding?.run) {
    console.log(
      `${options.property} ${finding?.verdict} with ${buildOf(model, row)} on the ${row.path} path: there is no such run.`,
    );
    return EXIT.asExpected;
  }
  const forever = finding.cycle ? { cycleFrom: finding.run.length, faults: options.faults } : undefined;
  const trace = confirmed(model, [...finding.run, ...(finding.cycle ?? [])], forever?.cycleFrom);
  const title = `${finding.property.id} ${finding.verdict}: ${finding.property.sentence}`;
  console.log(rendered(model, trace, row, options, title, forever));
  return finding.verdict === 'violated' ? EXIT.finding : EXIT.asExpected;
}

function replayCommand(file: string, options: Options): number {
  const { system, row, find, forever } = readTraceFile(file, readJson(file));
  const model = modelsOf(row).find(({ composition }) => composition.spec.name === system) as Model;
  const trace = traceOf(model.composition, find(model.composition));
  if (forever && !closes(model.composition, { trace, ...forever })) {
    throw new InputError(`${file}: cycle: steps that lead back to where they begin were expected`);
  }
  confirm(model, trace, forever?.cycleFrom);
  const judged = judge(model.composition, model.properties, trace, forever);
  const title = judged.map(({ property, step }) => `step ${step}: ${property.id} ${property.sentence}`).join('\n');
  const nothing = 'Nothing that is claimed or looked for happens here.';
  console.log(rendered(model, trace, row, options, title || nothing, forever));
  const violates = judged.some(({ property }) => property.checks.some(({ kind }) => kind !== 'sometimes'));
  return violates ? EXIT.finding : EXIT.asExpected;
}

/**
 * A run as a trace, after live XState actors have confirmed it: nothing is shown that they would not do.
 *
 * @param cycleFrom how many steps lie before its cycle, if it goes on for ever
 */
export function confirmed(model: Model, run: readonly Choice[], cycleFrom?: number): Trace {
  const trace = traceOf(model.composition, run);
  confirm(model, trace, cycleFrom);
  return trace;
}

function confirm({ composition }: Model, trace: Trace, cycleFrom?: number): void {
  const difference =
    cycleFrom === undefined ? replayLive(composition, trace) : replayLasso(composition, { trace, cycleFrom });
  if (difference) throw new Error(`the tables and the live actors disagree: ${difference}`);
}

/** The ticket's own case: the shortest counterexample to S1 with none of the fixes. */
export function ticketStory(): string {
  const row: TraceRow = { environment: 'network', fixes: '0000', path: 'auth' };
  const model = modelWith('S1', row);
  const [finding] = verify(
    model.composition,
    model.properties.filter(({ id }) => id === 'S1'),
    { stopWhenHit: true },
  ).findings;
  if (!finding?.run) return 'S1 is not violated in 0000: there is no story to tell.';
  const title = 'The ticket, as the shortest counterexample to S1 in 0000:';
  return `${style.bold(title)}\n${story(model.composition, confirmed(model, finding.run), style)}`;
}

function modelsOf({ environment, fixes: bits, path, revision = 'head' }: TraceRow): Model[] {
  const fixes = fixesFromBits(bits);
  if (environment === 'peer') return [peerModel({ fixes, revision, path: path as PeerPath })];
  const variant = { fixes, path: path as Path };
  return [
    keepAliveModel(variant),
    rescheduleModel(variant),
    replyModel({ revision, path: variant.path }),
    livenessModel({ ...variant, startd: revision }),
  ];
}

/** What a model is built from: the schedd's fixes, the startd's revision, or both, of two daemons or of one schedd. */
function buildOf({ composition }: Model, { fixes, revision }: TraceRow): string {
  if (composition.spec.name === 'reply') return `revision ${revision}`;
  if (composition.spec.name === 'liveness') return `fixes ${fixes}, a startd of revision ${revision}`;
  return composition.spec.name === 'peer' ? `fixes ${fixes} of revision ${revision}` : `fixes ${fixes}`;
}

function modelWith(property: string, row: TraceRow): Model {
  const models = modelsOf(row);
  const model = models.find(({ properties }) => properties.some(({ id }) => id === property));
  const known = models.flatMap(({ properties }) => properties.map(({ id }) => id));
  if (!model) throw new InputError(`there is no property '${property}': give one of ${known.join(', ')}`);
  return model;
}

function rendered(
  model: Model,
  trace: Trace,
  row: TraceRow,
  options: Options,
  title: string,
  forever?: TraceCycle,
): string {
  const { composition } = model;
  const format = options.json ? 'json' : options.format;
  const property = options.replay ? null : options.property;
  const cycleFrom = forever?.cycleFrom;
  if (format === 'json') return JSON.stringify(traceFile(composition, trace, row, property, forever), null, 1);
  if (format === 'sequence') return sequenceDiagram(composition, trace, cycleFrom);
  const heading = `${style.bold(title)}\nWith ${buildOf(model, row)}, ${row.path} path, ${stepsText(trace, cycleFrom)}.`;
  if (format === 'log') return `${heading}\n${story(composition, trace, style, cycleFrom)}`;
  const left = row.environment === 'peer' ? 'peer' : 'startd';
  const remark = cycleFrom === undefined ? undefined : { after: cycleFrom, text: cycleText(trace, cycleFrom) };
  return `${heading}\n\n${sideBySide(logLines(composition, trace), left, 'schedd', terminalWidth(), remark)}`;
}

function stepsText(trace: Trace, cycleFrom = trace.length): string {
  const cycle = trace.length - cycleFrom;
  return cycle === 0 ? `${cycleFrom} steps` : `${cycleFrom} steps and a cycle of ${cycle}`;
}
