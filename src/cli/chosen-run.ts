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
import { replayLive } from '../engine/live.ts';
import { type Trace, traceOf } from '../engine/trace.ts';
import { verify } from '../engine/verdict.ts';
import { InputError, readJson } from '../input.ts';
import { keepAliveModel, type Model, peerModel, replyModel, rescheduleModel } from '../model.ts';
import type { TraceRow } from '../render/trace-json.ts';
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
      `of the startd, for S6, or of the schedd that a peer speaks to: ${REVISIONS.join(', ')}`,
      parseWord(REVISIONS),
      'head',
    )
    .option('--faults <classes>', 'what the network may do: none, or some of timeout,fin,rst', parseFaults, [...FAULTS])
    .option('--replay <file>', 'run a trace that trace --format json has written, and judge it, instead of searching');
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
  /** Whether it violates a property. */
  readonly violates: boolean;
}

/** @throws {InputError} if the file or a name is bad */
export function chosenRun(options: RunOptions): ChosenRun {
  return options.replay ? replayedRun(options.replay) : shortestRun(options);
}

function shortestRun({ property, fixes, environment, revision, path, faults }: RunOptions): ChosenRun {
  const row: TraceRow = { fixes, environment, revision, path: pathOf(environment, path) };
  const model = modelWith(property, modelsOf(row));
  const wanted = model.properties.filter(({ id }) => id === property);
  const [finding] = verify(model.composition, wanted, { faults, stopWhenHit: true }).findings;
  const chosen = { model, row, property };
  if (finding?.run) {
    const title = `${property} ${finding.verdict}: ${finding.property.sentence}`;
    return { ...chosen, title, trace: confirmed(model, finding.run), violates: finding.verdict === 'violated' };
  }
  const title = `${property} ${finding?.verdict} with ${buildOf(model, row)} on the ${row.path} path: there is no such run.`;
  return { ...chosen, title, trace: null, violates: false };
}

function replayedRun(file: string): ChosenRun {
  const { system, row, find } = readTraceFile(file, readJson(file));
  const model = modelsOf(row).find(({ composition }) => composition.spec.name === system) as Model;
  const trace = confirmed(model, find(model.composition));
  const judged = judge(model.composition, model.properties, trace);
  const shown = judged.map(({ property, step }) => `step ${step}: ${property.id} ${property.sentence}`).join('\n');
  const violates = judged.some(({ property }) => property.checks.some(({ kind }) => kind !== 'sometimes'));
  const title = shown || 'Nothing that is claimed or looked for happens here.';
  return { model, row, property: null, title, trace, violates };
}

/** A run as a trace, after live XState actors have confirmed it: nothing is shown that they would not do. */
export function confirmed({ composition }: Model, run: readonly Choice[]): Trace {
  const trace = traceOf(composition, run);
  const difference = replayLive(composition, trace);
  if (difference) throw new Error(`the tables and the live actors disagree: ${difference}`);
  return trace;
}

/** What a model is built from: the schedd's fixes, or the startd's revision, or both for a schedd that a peer speaks to. */
export function buildOf({ composition }: Model, { fixes, revision }: TraceRow): string {
  if (composition.spec.name === 'reply') return `revision ${revision}`;
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
  return [keepAliveModel(variant, connections), rescheduleModel(variant), replyModel({ revision, path: variant.path })];
}

/** @throws {InputError} if none of these models has such a property */
export function modelWith(property: string, models: readonly Model[]): Model {
  const model = models.find(({ properties }) => properties.some(({ id }) => id === property));
  const known = models.flatMap(({ properties }) => properties.map(({ id }) => id));
  if (!model) throw new InputError(`there is no property '${property}': give one of ${known.join(', ')}`);
  return model;
}
