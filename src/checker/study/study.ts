import { ModelError } from '../errors.ts';
import type { Pattern } from '../property/property.ts';
import type { Occurrence } from '../system/step.ts';
import { rowsOf } from './rows.ts';
import type { Carrier } from './carrier.ts';
import { type SomeChoices, isValueOf } from './axis.ts';
import type { SystemEntry } from './system-entry.ts';

/** What is wrong at the step that violates a property, in a few words, and why. */
export interface StoryMark {
  readonly property: string;
  readonly text: string;
  readonly why: string;
}

/** A story in one small picture: what it is called, and which steps of it matter. */
export interface StoryPicture {
  /** The name of the file, without `.svg`. */
  readonly name: string;
  readonly title: string;
  readonly sentence: string;
  readonly marks: readonly StoryMark[];
}

/** What a reader is told of a transition: a plain sentence, without its full stop. */
export interface Telling {
  readonly when: Pattern;
  readonly says: string | ((occurrence: Occurrence) => string);
}

/** A run that is worth showing before anything is asked for. */
export interface Story {
  readonly system: string;
  readonly property: string;
  readonly choices?: SomeChoices;
  /** The component that the story is about: `draw` shows what it reaches. */
  readonly component?: string;
  /** `draw` makes this picture of it, besides the whole run. */
  readonly picture?: StoryPicture;
}

/** A flag of the command line that chooses in its own words what systems and axes call otherwise. */
export interface Alias {
  readonly about: string;
  /** The system that each word stands for. */
  readonly systems: Readonly<Record<string, string>>;
}

/** Systems, and all that the tools need to know of them: what `claimcheck.config.ts` exports. */
export interface Study {
  readonly name: string;
  /** What it is about, in a few sentences, for one who opens its page first. */
  readonly about?: string;
  /** The classes of faults that environments may have, mildest first: the order breaks ties and names files. */
  readonly faults: readonly string[];
  /** What each class of faults is, in a few words: `a read times out`. */
  readonly faultsMean?: Readonly<Record<string, string>>;
  /**
   * What a reader is told of transitions, what matters most first: a step is called by the first that matches one of its transitions.
   * Other steps are called by what their machine says of them.
   */
  readonly tells?: readonly Telling[];
  readonly systems: readonly SystemEntry[];
  /** The folder of what is on record, from the folder of the configuration; each file in it is optional. */
  readonly records?: string;
  /** The folder in which the machines are written, from the folder of the configuration; `machines/`, if not given. */
  readonly machines?: string;
  readonly story?: Story;
  readonly aliases?: Readonly<Record<string, Alias>>;
  /** How machines that carry messages are read; what no carrier carries arrives at once. */
  readonly carriers?: readonly Carrier[];
  /**
   * A module, from the folder of the configuration, that knows by measurement what a mutant cannot be: it exports
   * `tells(original, mutant): boolean`.
   */
  readonly oracle?: string;
}

/** A study as one may define it: its classes of faults are those that its systems declare, if they are not listed. */
export type StudyDefinition = Omit<Study, 'faults'> & Partial<Pick<Study, 'faults'>>;

/**
 * Checks that names are used once and refer to what is there.
 *
 * ```ts
 * export default defineStudy({ name: 'Ping', systems: [ping] });
 * ```
 *
 * @throws {ModelError} that says which name is wrong
 */
export function defineStudy(definition: StudyDefinition): Study {
  const study = { ...definition, faults: definition.faults ?? faultsOf(definition.systems) };
  const names = study.systems.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new ModelError(`${study.name}: two systems are called '${twice}'`);
  if (names.length === 0) throw new ModelError(`${study.name}: a study has at least one system`);
  const references = [
    ...(study.story ? [study.story.system] : []),
    ...Object.values(study.aliases ?? {}).flatMap(({ systems }) => Object.values(systems)),
  ];
  const unknown = references.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new ModelError(`${study.name}: there is no system '${unknown}'`);
  for (const system of study.systems) checkChoices(system);
  checkWords(study);
  return study;
}

/** The classes of faults that the systems declare, in the order in which they are met. */
function faultsOf(systems: readonly SystemEntry[]): string[] {
  const components = systems
    .flatMap((system) => rowsOf(system).map(({ choices }) => system.search(choices).spec))
    .flatMap((spec) => spec.components);
  const declared = components.flatMap(({ environment = [], outcomes = {} }) => [
    ...environment,
    ...Object.values(outcomes).flatMap((some) => some ?? []),
  ]);
  return [...new Set(declared.flatMap((one) => one?.fault ?? []))];
}

function checkChoices({ name, axes, cases = [], small = [], compared = [], typical = {} }: SystemEntry): void {
  const named = cases.map(({ id, choices }) => [`the case ${id}`, choices] as const);
  const others = [...small, ...compared, typical].map((choices) => ['a variant', choices] as const);
  for (const [what, choices] of [...named, ...others]) {
    for (const [axis, value] of Object.entries(choices)) {
      const known = axes[axis];
      if (!known) throw new ModelError(`${name}: ${what} chooses on '${axis}', which is no axis of it`);
      if (!isValueOf(known, value)) throw new ModelError(`${name}: ${what} has ${axis} '${value}', which is no choice`);
    }
  }
}

function checkWords({ name, faults, faultsMean = {}, tells = [] }: Study): void {
  const fault = Object.keys(faultsMean).find((one) => !faults.includes(one));
  if (fault !== undefined) throw new ModelError(`${name}: faultsMean has '${fault}', which is no class of its faults`);
  const wrong = tells.findIndex(
    ({ when, says }) => typeof when !== 'function' || !/^(string|function)$/.test(typeof says),
  );
  if (wrong >= 0)
    throw new ModelError(
      `${name}: tells[${wrong}] must be { when: a function of an occurrence, says: a text or a function }`,
    );
}
