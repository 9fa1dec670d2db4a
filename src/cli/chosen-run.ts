import type { Command } from 'commander';
import { closes } from '../checker/liveness/lasso.ts';
import { judge } from '../checker/replay/judge.ts';
import { replayLasso, replayLive } from '../checker/replay/live-actors.ts';
import { type Trace, traceOf } from '../checker/replay/trace.ts';
import { defaultOf, type SomeChoices, wordOf } from '../checker/study/axis.ts';
import type { Carrier } from '../checker/study/carrier.ts';
import { type Model, Models } from '../checker/study/models.ts';
import { rowAxes, rowsOf, rowWith } from '../checker/study/rows.ts';
import type { Study } from '../checker/study/study.ts';
import type { Row, SystemEntry } from '../checker/study/system-entry.ts';
import type { Choice } from '../checker/system/compose.ts';
import { findingOn, isWitness, UNHANDLED } from '../checker/verify.ts';
import { InputError, readJson } from '../files/input.ts';
import type { TraceCycle } from '../traces/formats/trace-json.ts';
import { readTraceFile } from '../traces/formats/trace-reader.ts';
import type { ShownRun } from '../traces/story/shown-run.ts';
import { didYouMean } from '../checker/did-you-mean.ts';
import {
  type Asked,
  askedOf,
  hasAxes,
  rowOfVariant,
  systemAsked,
  valuesAsked,
  withStudyOptions,
} from './study-options.ts';

/** Which run a command is about: a property's shortest one in a variant, or one from a file. */
export interface RunOptions {
  /** The study's story, if nothing is asked for. */
  readonly property?: string;
  /** A file with a run. */
  readonly replay?: string;
}

export function withRunOptions(command: Command, study: Study): Command {
  const story = study.story ? ` (default: ${study.story.property})` : '';
  command.option('--property <id>', `a property or a witness${story}`);
  return withStudyOptions(command, study);
}

/** A run that live actors have confirmed, with what it is a run of. */
export interface ChosenRun {
  readonly model: Model;
  readonly row: Row;
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

/** Chooses models and runs of a study as the options of a command say. */
export class Chooser {
  readonly models: Models;
  readonly #options: RunOptions;
  readonly #asked: Asked;

  constructor(study: Study, options: RunOptions & object) {
    this.models = new Models(study);
    this.#options = options;
    this.#asked = askedOf(study, options as Readonly<Record<string, unknown>>);
  }

  get faults(): readonly string[] {
    return this.#asked.faults ?? this.models.study.faults;
  }

  /** How the study's machines that carry messages are read. */
  get carriers(): readonly Carrier[] {
    return this.models.study.carriers ?? [];
  }

  /** A run of this study, to be shown. */
  shown(run: Omit<ShownRun, 'carriers' | 'tells'>): ShownRun {
    return { ...run, carriers: this.carriers, tells: this.models.study.tells };
  }

  /** @throws {InputError} if the file or a name is bad */
  run(): ChosenRun {
    return this.#options.replay === undefined ? this.#shortest() : this.#replayed(this.#options.replay);
  }

  /** The system that has the property, in the variant that the options name: the first one, if they name none. */
  first(): Pick<ChosenRun, 'model' | 'row'> {
    const [row] = this.#candidates() as [Row];
    return { row, model: this.models.model(row) };
  }

  /** What a row is a variant of, for people: its name, or what is chosen on its axes. */
  build(row: Row): string {
    return buildText(this.models.entry(row), row);
  }

  /** The options that choose this row and these faults again. */
  command({ system, variant, choices }: Row): string {
    const { axes, typical } = this.models.entry({ system });
    const { study } = this.models;
    const usual = study.story?.system === system;
    const unasked: SomeChoices = typical ?? {};
    const chosen = Object.entries(axes).filter(
      ([axis, known]) => choices[axis] !== (unasked[axis] ?? defaultOf(known)),
    );
    const faults = this.faults.length < study.faults.length ? [`--faults ${this.faults.join(',') || 'none'}`] : [];
    return [
      ...(usual ? [] : [`--system ${system}`]),
      ...(variant === undefined
        ? chosen.map(([axis, known]) => `--set ${axis}=${wordOf(known, choices[axis] as string)}`)
        : [`--variant ${variant}`]),
      ...faults,
    ].join(' ');
  }

  /** A row in short, for the name of a file. */
  shortName({ system, variant, choices }: Row): string[] {
    if (variant !== undefined) return [system, variant];
    const { axes, typical = {} } = this.models.entry({ system });
    const always = new Set([...rowAxes(this.models.entry({ system })), ...Object.keys(typical)]);
    const values = Object.keys(axes)
      .filter((axis) => always.has(axis))
      .map((axis) => String(choices[axis]));
    return values.length > 0 ? values.toReversed() : [system];
  }

  #shortest(): ChosenRun {
    let run: ChosenRun | null = null;
    for (const row of this.#candidates()) {
      run = this.#shortestIn(row);
      if (run.trace) break;
    }
    return run as ChosenRun;
  }

  /** The rows in which a run may be looked for: of a system that has the property, each variant in turn. */
  #candidates(): Row[] {
    const { study } = this.models;
    const { system: name, variant } = this.#asked;
    const asked = name === undefined ? undefined : systemAsked(study, this.#asked);
    const systems = asked ? this.#withBeside(asked) : this.#ordered();
    const hasVariant = ({ cases }: SystemEntry) => variant === undefined || cases?.some(({ id }) => id === variant);
    const able = systems.filter((one) => hasAxes(one, this.#asked.chosen) && (asked || hasVariant(one)));
    if (able.length === 0 && variant !== undefined) {
      const known = systems.flatMap(({ cases = [] }) => cases.map(({ id }) => id));
      throw new InputError(`no system has a variant '${variant}'${didYouMean(variant, known)}`);
    }
    if (able.length === 0) valuesAsked(asked ?? (systems[0] as SystemEntry), this.#asked.chosen);
    const { property } = this.#options;
    if (property === undefined && !asked && study.story) return this.#rows(this.models.entry(study.story));
    if (property === undefined) return this.#rows(able[0] as SystemEntry);
    const system = able.find((one) => this.#has(one, property));
    if (system) return this.#rows(system);
    const known = [...new Set(able.flatMap((one) => this.#propertiesOf(one)))];
    throw new InputError(
      `there is no property '${property}': give one of ${known.join(', ')}${didYouMean(property, known)}`,
    );
  }

  /** The story's system first: a property of another needs no --system if that does not have it. */
  #ordered(): SystemEntry[] {
    const { systems, story } = this.models.study;
    return systems.toSorted((a, b) => Number(b.name === story?.system) - Number(a.name === story?.system));
  }

  #withBeside(system: SystemEntry): SystemEntry[] {
    const [row] = rowsOf(system) as [Row];
    const beside = this.models.together(row).map((one) => this.models.entry(one));
    return [...new Set([system, ...beside])];
  }

  #has(system: SystemEntry, property: string): boolean {
    return property === UNHANDLED || this.#propertiesOf(system).includes(property);
  }

  #propertiesOf(system: SystemEntry): string[] {
    const [row] = this.#rows(system) as [Row];
    return this.models.search(row).properties.map(({ id }) => id);
  }

  #rows(system: SystemEntry): Row[] {
    const { variant, chosen } = this.#asked;
    if (variant !== undefined && chosen.size > 0) throw new InputError('give a --variant, or choose on its axes');
    if (variant !== undefined) return [rowOfVariant(system, variant)];
    const values = valuesAsked(system, chosen);
    if (system.cases && chosen.size === 0) return rowsOf(system);
    return [rowWith(system, { ...system.typical, ...values })];
  }

  #shortestIn(row: Row): ChosenRun {
    const model = this.models.model(row);
    const property = this.#options.property ?? this.#propertyShown(model);
    const wanted = model.properties.find(({ id }) => id === property);
    const finding = findingOn(model.composition, wanted, { faults: this.faults });
    const chosen = { model, row, property };
    if (finding?.run) {
      const title = `${property} ${finding.verdict}: ${finding.property.sentence}`;
      const forever = finding.cycle ? { cycleFrom: finding.run.length, faults: this.faults } : undefined;
      const trace = confirmed(model, [...finding.run, ...(finding.cycle ?? [])], forever?.cycleFrom);
      return { ...chosen, title, trace, forever, violates: finding.verdict === 'violated' };
    }
    const title = `${property} ${finding?.verdict ?? 'holds'} with ${this.build(row)}: there is no such run.`;
    return { ...chosen, title, trace: null, violates: false };
  }

  /** The property of the study's story, where the model has it; else its first. */
  #propertyShown({ properties }: Model): string {
    const story = this.models.study.story?.property;
    const shown =
      properties.find(({ id }) => id === story) ?? properties.find((one) => !isWitness(one)) ?? properties[0];
    return shown?.id ?? '';
  }

  #replayed(file: string): ChosenRun {
    const { row, find, forever } = readTraceFile(this.models.study, file, readJson(file));
    const model = this.models.model(row);
    const run = find(model.composition);
    if (forever && !closes(model.composition, { trace: traceOf(model.composition, run), ...forever })) {
      throw new InputError(`${file}: cycle: steps that lead back to where they begin were expected`);
    }
    const trace = confirmed(model, run, forever?.cycleFrom);
    const judged = judge(model.composition, model.properties, trace, forever);
    const shown = judged.map(({ property, step }) => `step ${step}: ${property.id} ${property.sentence}`).join('\n');
    const violates = judged.some(({ property }) => !isWitness(property));
    const title = shown || 'This run violates no property, and reaches no witness.';
    return { model, row, property: null, title, trace, forever, violates };
  }
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

/** A row in words: the name of its variant, or its choices, those that are always searched and those that are not as usual. */
export function buildText(system: SystemEntry, { choices, variant }: Row): string {
  if (variant !== undefined) return `${variant} of the system ${system.name}`;
  const always = rowAxes(system);
  const shown = Object.entries(system.axes).filter(
    ([name, axis]) => always.includes(name) || choices[name] !== defaultOf(axis) || name in (system.typical ?? {}),
  );
  return shown.map(([name, axis]) => `${name} ${wordOf(axis, choices[name] as string)}`).join(', ') || system.name;
}
