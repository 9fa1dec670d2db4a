import type { Command } from 'commander';
import type { PeerPath } from '../../machines/system.ts';
import {
  type Connection,
  CONNECTIONS,
  FAULTS,
  fixesFromBits,
  type Path,
  REVISIONS,
  type Revision,
} from '../../machines/vocabulary.ts';
import type { Choice } from '../engine/compose.ts';
import { judge } from '../engine/judge.ts';
import { closes } from '../engine/lasso.ts';
import { replayLasso, replayLive } from '../engine/live.ts';
import { type Trace, traceOf } from '../engine/trace.ts';
import { verify } from '../engine/verdict.ts';
import { InputError, readJson } from '../input.ts';
import { keepAliveModel, livenessModel, type Model, peerModel, replyModel, rescheduleModel } from '../model.ts';
import type { TraceCycle, TraceRow } from '../render/trace-json.ts';
import { readTraceFile } from '../render/trace-reader.ts';
import { type Environment, ENVIRONMENTS } from '../verify/variant.ts';
import { parseFaults, parseFixes, parseWord, pathOf } from './usage.ts';

/** Which run a command is about: a property's shortest one in a variant, or one from a file. */
export interface RunOptions {
  readonly property: string;
  readonly fixes: string;
  readonly path: string;
  readonly environment: Environment;
  readonly revision: Revision;
  readonly faults: string[];
  /** The file. */
  readonly replay?: string;
}

export function withRunOptions(command: Command): Command {
  return command
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
    .option('--faults <classes>', 'what the network may do: none, or some of timeout,fin,rst', parseFaults, [
      ...FAULTS,
    ]);
}

/** A run that live actors have confirmed, with what it is a run of. */
export interface ChosenRun {
  readonly model: Model;
  readonly row: TraceRow;
  /** The property whose shortest run it is; null for one from a file. */
  readonly property: string | null;
  /** What it shows, or that there is none. */
  readonly title: string;
  readonly trace: Trace | null;
  /** Where its cycle begins, if it goes on for ever. */
  readonly forever?: TraceCycle | undefined;
  /** Whether it violates a property. */
  readonly violates: boolean;
}

/** @throws {InputError} if the file or a name is bad */
export function chosenRun(options: RunOptions): ChosenRun {
  return options.replay ? replayedRun(options.replay) : shortestRun(options);
}

/** The system that has the property, in the variant that the options name. */
export function chosenModel({
  property,
  fixes,
  environment,
  revision,
  path,
}: RunOptions): Pick<ChosenRun, 'model' | 'row'> {
  const row: TraceRow = { fixes, environment, revision, path: pathOf(environment, path) };
  return { model: modelWith(property, modelsOf(row)), row };
}

function shortestRun(options: RunOptions): ChosenRun {
  const { property, faults } = options;
  const { model, row } = chosenModel(options);
  const wanted = model.properties.filter(({ id }) => id === property);
  const [finding] = verify(model.composition, wanted, { faults, stopWhenHit: true }).findings;
  const chosen = { model, row, property };
  if (finding?.run) {
    const title = `${property} ${finding.verdict}: ${finding.property.sentence}`;
    const forever = finding.cycle ? { cycleFrom: finding.run.length, faults } : undefined;
    const trace = confirmed(model, [...finding.run, ...(finding.cycle ?? [])], forever?.cycleFrom);
    return { ...chosen, title, trace, forever, violates: finding.verdict === 'violated' };
  }
  const title = `${property} ${finding?.verdict} with ${buildOf(model, row)} on the ${row.path} path: there is no such run.`;
  return { ...chosen, title, trace: null, violates: false };
}

function replayedRun(file: string): ChosenRun {
  const { system, row, find, forever } = readTraceFile(file, readJson(file));
  const model = modelsOf(row).find(({ composition }) => composition.spec.name === system) as Model;
  const run = find(model.composition);
  if (forever && !closes(model.composition, { trace: traceOf(model.composition, run), ...forever })) {
    throw new InputError(`${file}: cycle: steps that lead back to where they begin were expected`);
  }
  const trace = confirmed(model, run, forever?.cycleFrom);
  const judged = judge(model.composition, model.properties, trace, forever);
  const shown = judged.map(({ property, step }) => `step ${step}: ${property.id} ${property.sentence}`).join('\n');
  const violates = judged.some(({ property }) => property.checks.some(({ kind }) => kind !== 'sometimes'));
  const title = shown || 'Nothing that is claimed or looked for happens here.';
  return { model, row, property: null, title, trace, forever, violates };
}

/**
 * A run as a trace, after live XState actors have confirmed it: nothing is shown that they would not do.
 *
 * @param cycleFrom how many steps lie before its cycle, if it goes on for ever
 */
export function confirmed({ composition }: Model, run: readonly Choice[], cycleFrom?: number): Trace {
  const trace = traceOf(composition, run);
  const difference =
    cycleFrom === undefined ? replayLive(composition, trace) : replayLasso(composition, { trace, cycleFrom });
  if (difference) throw new Error(`the tables and the live actors disagree: ${difference}`);
  return trace;
}

/** What a model is built from: the schedd's fixes, the startd's revision, or both, of two daemons or of one schedd. */
export function buildOf({ composition }: Model, { fixes, revision }: TraceRow): string {
  if (composition.spec.name === 'reply') return `revision ${revision}`;
  if (composition.spec.name === 'liveness') return `fixes ${fixes}, a startd of revision ${revision}`;
  return composition.spec.name === 'peer' ? `fixes ${fixes} of revision ${revision}` : `fixes ${fixes}`;
}

/** The systems that a row is about, the main one first. */
export function modelsOf(
  { environment, fixes: bits, path, revision = 'head' }: TraceRow,
  connections: readonly Connection[] = CONNECTIONS,
): Model[] {
  const fixes = fixesFromBits(bits);
  if (environment === 'peer') return [peerModel({ fixes, revision, path: path as PeerPath })];
  const variant = { fixes, path: path as Path };
  return [
    keepAliveModel(variant, connections),
    rescheduleModel(variant),
    replyModel({ revision, path: variant.path }),
    livenessModel({ ...variant, startd: revision }),
  ];
}

/** @throws {InputError} if none of these models has such a property */
export function modelWith(property: string, models: readonly Model[]): Model {
  const model = models.find(({ properties }) => properties.some(({ id }) => id === property));
  const known = models.flatMap(({ properties }) => properties.map(({ id }) => id));
  if (!model) throw new InputError(`there is no property '${property}': give one of ${known.join(', ')}`);
  return model;
}
