import type { PeerPath } from '../../machines/vocabulary.ts';
import type { Command } from 'commander';
import {
  type Connection,
  CONNECTIONS,
  FAULTS,
  fixesFromBits,
  type Path,
  type Revision,
  REVISIONS,
} from '../../machines/vocabulary.ts';
import type { Choice } from '../checker/system/compose.ts';
import { judge } from '../checker/replay/judge.ts';
import { closes } from '../checker/liveness/lasso.ts';
import { replayLasso, replayLive } from '../checker/replay/live-actors.ts';
import { type Trace, traceOf } from '../checker/replay/trace.ts';
import { verify } from '../checker/verify.ts';
import { InputError, readJson } from '../files/input.ts';
import { keepAliveModel, livenessModel, type Model, peerModel, rescheduleModel } from '../htcondor/models.ts';
import type { MatrixRow, TraceCycle, TraceRow } from '../traces/formats/trace-json.ts';
import { readTraceFile } from '../traces/formats/trace-reader.ts';
import { type CheckedSystem, SYSTEMS } from '../htcondor/systems.ts';
import { systemCalled, variantCalled } from '../verify/system-called.ts';
import { type Environment, ENVIRONMENTS, type VariantRow } from '../verify/row.ts';
import { parseFaults, parseFixes, parseWord, pathOf } from './usage.ts';

/** Which run a command is about: a property's shortest one in a variant, or one from a file. */
export interface RunOptions {
  readonly property: string;
  readonly fixes: string;
  readonly path: string;
  readonly environment: Environment;
  readonly revision: Revision;
  readonly faults: string[];
  /** A registered system, and a variant of it: the first that has such a run, if not given. */
  readonly system?: string;
  readonly variant?: string;
  /** Which of the options were given, and are no defaults. */
  readonly given?: readonly string[];
  /** The file. */
  readonly replay?: string;
}

export function withRunOptions(command: Command): Command {
  return command
    .option('--property <id>', 'a property or a witness', 'S1')
    .option('--system <name>', `a further system: ${SYSTEMS.map(({ name }) => name).join(', ')}`)
    .option('--variant <id>', 'of that system; the first that has such a run, if not given')
    .option('--fixes <subset>', 'none, all, four bits, or check-ins with commas', parseFixes, '0000')
    .option('--path <path>', 'auth or raw; of a peer auth, auth-encrypted, raw-1msg or raw-2msg', 'auth')
    .option('--environment <who>', 'who may misbehave: network, or peer', parseWord(ENVIRONMENTS), 'network')
    .option(
      '--revision <revision>',
      `of the startd, for L1 and L2, or of the schedd that a peer speaks to: ${REVISIONS.join(', ')}`,
      parseWord(REVISIONS),
      'head',
    )
    .option('--faults <classes>', 'what the network may do: none, or some of timeout,fin,rst', parseFaults, [...FAULTS])
    .hook('preAction', (program) => {
      const given = Object.keys(program.opts()).filter((name) => program.getOptionValueSource(name) === 'cli');
      program.setOptionValue('given', given);
    });
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

/** The system that has the property, in the variant that the options name: the first one, if they name none. */
export function chosenModel(options: RunOptions): ChosenModel {
  return (candidates(options)[0] as Candidate)();
}

function shortestRun(options: RunOptions): ChosenRun {
  let run: ChosenRun | null = null;
  for (const candidate of candidates(options)) {
    run = shortestRunOf(candidate(), options);
    if (run.trace) break;
  }
  return run as ChosenRun;
}

type ChosenModel = Pick<ChosenRun, 'model' | 'row'>;

/** A variant in which a run may be looked for; made when it is asked for. */
type Candidate = () => ChosenModel;

/** The systems of the keep-alive come first: a property of another needs no --system if none of them has it. */
function candidates(options: RunOptions): Candidate[] {
  const { property, system, fixes, environment, revision, path, given = [] } = options;
  if (system !== undefined) return variantsWanted(systemCalled(system), options);
  const row: MatrixRow = { fixes, environment, revision, path: pathOf(environment, path) };
  const models = modelsOf(row);
  const model = given.includes('property') ? models.find((one) => hasProperty(one, property)) : models[0];
  if (model) return [() => ({ model, row })];
  const other = SYSTEMS.find(({ variants }) => variants[0] && hasProperty(variants[0].model(), property));
  if (other) return variantsWanted(other, options);
  throw noSuchProperty(property, [...models, ...SYSTEMS.flatMap(({ variants }) => variants[0]?.model() ?? [])]);
}

const hasProperty = ({ properties }: Model, property: string): boolean => properties.some(({ id }) => id === property);

/** What options say of the keep-alive's variants, and of no other's. */
const OF_THE_KEEP_ALIVE = new Set(['fixes', 'path', 'environment', 'revision']);

/** The variants of a registered system that a run is looked for in, each made when it is asked for. */
function variantsWanted(system: CheckedSystem, { variant, given = [] }: RunOptions): Candidate[] {
  const other = given.find((name) => OF_THE_KEEP_ALIVE.has(name));
  if (other) throw new InputError(`--${other} is of the keep-alive: of the system ${system.name} give a --variant`);
  const wanted = variant === undefined ? system.variants : [variantCalled(system, variant)];
  return wanted.map(({ id, model }) => () => ({ model: model(), row: { system: system.name, variant: id } }));
}

function shortestRunOf({ model, row }: ChosenModel, { property, faults, given = [] }: RunOptions): ChosenRun {
  const wanted = model.properties.filter(({ id }) => id === property);
  if (wanted.length === 0) throw noSuchProperty(property, [model]);
  const allowed = 'system' in row && !given.includes('faults') ? {} : { faults };
  const [finding] = verify(model.composition, wanted, { ...allowed, stopWhenHit: true }).findings;
  const chosen = { model, row, property };
  if (finding?.run) {
    const title = `${property} ${finding.verdict}: ${finding.property.sentence}`;
    const forever = finding.cycle ? { cycleFrom: finding.run.length, faults } : undefined;
    const trace = confirmed(model, [...finding.run, ...(finding.cycle ?? [])], forever?.cycleFrom);
    return { ...chosen, title, trace, forever, violates: finding.verdict === 'violated' };
  }
  const title = `${property} ${finding?.verdict} with ${buildOf(model, row)}: there is no such run.`;
  return { ...chosen, title, trace: null, violates: false };
}

function replayedRun(file: string): ChosenRun {
  const { system, row, find, forever } = readTraceFile(file, readJson(file));
  const model = 'system' in row ? modelOfVariant(row) : modelNamed(system, row);
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

const modelOfVariant = ({ system, variant }: VariantRow): Model => variantCalled(systemCalled(system), variant).model();

const modelNamed = (system: string, row: MatrixRow): Model =>
  modelsOf(row).find(({ composition }) => composition.spec.name === system) as Model;

/** What a model is built from: the variant of a registered system, or fixes and path, and whose revision. */
export function buildOf({ composition }: Model, row: TraceRow): string {
  if ('system' in row) return `${row.variant} of the system ${row.system}`;
  const { fixes, revision, path } = row;
  if (composition.spec.name === 'liveness') return `fixes ${fixes}, a startd of revision ${revision}, ${path} path`;
  return `fixes ${fixes}${composition.spec.name === 'peer' ? ` of revision ${revision}` : ''}, ${path} path`;
}

/** The systems that a row is about, the main one first. */
function modelsOf(
  { environment, fixes: bits, path, revision = 'head' }: MatrixRow,
  connections: readonly Connection[] = CONNECTIONS,
): Model[] {
  const fixes = fixesFromBits(bits);
  if (environment === 'peer') return [peerModel({ fixes, revision, path: path as PeerPath })];
  const variant = { fixes, path: path as Path };
  return [
    keepAliveModel(variant, connections),
    rescheduleModel(variant),
    livenessModel({ ...variant, startd: revision }),
  ];
}

export function noSuchProperty(property: string, models: readonly Model[]): InputError {
  const known = new Set(models.flatMap(({ properties }) => properties.map(({ id }) => id)));
  return new InputError(`there is no property '${property}': give one of ${[...known].join(', ')}`);
}
