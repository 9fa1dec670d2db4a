import { didYouMean, someOf } from '../did-you-mean.ts';
import { ModelError } from '../errors.ts';
import { checkList, checkRecord } from '../words/known.ts';
import { UNHANDLED } from '../property/stated.ts';
import { type Axes, isValueOf } from './axis.ts';
import { checkEntry, checkStudyKeys, faultsOf, searchOf } from './check-study.ts';
import { rowsOf, rowWith, systemCalled } from './rows.ts';
import type { Study, StudyDefinition } from './study.ts';
import type { SystemDefinition, SystemEntry } from './system-entry.ts';

/**
 * A system of a study; the compiler finds out the types of its choices.
 *
 * ```ts
 * const ping = defineSystem({ name: 'ping', search: () => ({ spec, properties }) });
 * ```
 *
 * @throws {ModelError} if it has a key that is not known, or an axis on which nothing can be chosen
 */
export function defineSystem<const A extends Axes = Readonly<Record<never, never>>>(
  entry: SystemDefinition<A>,
): SystemEntry {
  checkRecord('defineSystem: a system', entry, "{ name: 'a name', search: () => ({ spec, properties }) }");
  const system = { sentence: entry.name, axes: {}, ...entry } as unknown as SystemEntry;
  checkEntry(system);
  return system;
}

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
  checkRecord('defineStudy: a study', definition, "{ name: 'a name', systems: [defineSystem({ … }), …] }");
  if (typeof definition.name !== 'string') throw new ModelError("a study has no name; give it name: 'a name'");
  checkList(`${definition.name}: 'systems'`, definition.systems ?? null, '[defineSystem({ … }), …]');
  for (const system of definition.systems) checkEntry(system);
  const study = { ...definition, faults: definition.faults ?? faultsIn(definition.systems) };
  checkStudyKeys(study);
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
  checkStory(study);
  return study;
}

/** The classes of faults that the systems declare, in the order in which they are met. */
export function faultsIn(systems: readonly SystemEntry[]): string[] {
  const components = systems
    .flatMap((system) => rowsOf(system).map(({ choices }) => searchOf(system, choices).spec))
    .flatMap((spec) => spec.components);
  return [...new Set(components.flatMap((component) => faultsOf(component)).map(({ fault }) => fault))];
}

/** The property, the component and the marks of a story are those of its system. */
function checkStory({ name, story, systems }: Study): void {
  if (!story) return;
  const system = systemCalled({ systems }, story.system);
  const { properties, spec } = searchOf(system, rowWith(system, story.choices).choices);
  const ids = [...properties.map(({ id }) => id), UNHANDLED];
  for (const id of [story.property, ...(story.picture?.marks ?? []).map(({ property }) => property)]) {
    if (ids.includes(id)) continue;
    throw new ModelError(`${name}: its story is about the property '${id}'; ${has(system.name, ids, id)}`);
  }
  const components = spec.components.map((component) => component.name);
  const { component = components[0] ?? '' } = story;
  if (components.includes(component)) return;
  throw new ModelError(
    `${name}: its story is about the component '${component}'; ${has(system.name, components, component)}`,
  );
}

const has = (system: string, words: readonly string[], wrong: string): string =>
  `${system} has ${someOf(words)}${didYouMean(wrong, words)}`;

function checkChoices({ name, axes, cases = [], small = [], compared = [], typical = {} }: SystemEntry): void {
  const named = cases.map(({ id, choices }) => [`the case ${id}`, choices] as const);
  const others = [...small, ...compared, typical].map((choices) => ['a variant', choices] as const);
  for (const [what, choices] of [...named, ...others]) {
    for (const [axis, value] of Object.entries(choices)) {
      const known = axes[axis];
      if (!known) throw new ModelError(`${name}: ${what} chooses on '${axis}', which is not an axis of it`);
      if (!isValueOf(known, value))
        throw new ModelError(`${name}: ${what} has ${axis} '${value}', which is not a choice`);
    }
  }
}

function checkWords({ name, faults, faultsMean = {}, tells = [] }: Study): void {
  const fault = Object.keys(faultsMean).find((one) => !faults.includes(one));
  if (fault !== undefined)
    throw new ModelError(`${name}: faultsMean has '${fault}', which is not a class of its faults`);
  const wrong = tells.findIndex(
    ({ when, says }) => typeof when !== 'function' || !/^(string|function)$/.test(typeof says),
  );
  if (wrong >= 0)
    throw new ModelError(
      `${name}: tells[${wrong}] must be { when: a function of an occurrence, says: a text or a function }`,
    );
}
