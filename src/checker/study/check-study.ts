import { didYouMean } from '../did-you-mean.ts';
import { ModelError, thrownText } from '../errors.ts';
import { checkKeys, checkList, checkOneOf, isRecord, type Keys } from '../words/known.ts';
import { checkSpec } from '../words/check-spec.ts';
import type { ComponentSpec, SystemSpec } from '../system/spec.ts';
import type { Alias, Story, StoryMark, StoryPicture, Study, Telling } from './study.ts';
import type { AnyChoices, Axis } from './axis.ts';
import type { Carrier } from './carrier.ts';
import type { Case, Search, SystemEntry } from './system-entry.ts';

const STUDY: Keys<Study> = {
  name: true,
  about: true,
  systems: true,
  faults: true,
  faultsMean: true,
  tells: true,
  records: true,
  machines: true,
  story: true,
  aliases: true,
  carriers: true,
  oracle: true,
};
const STORY: Keys<Story> = { system: true, property: true, choices: true, component: true, picture: true };
const PICTURE: Keys<StoryPicture> = { name: true, title: true, sentence: true, marks: true };
const MARK: Keys<StoryMark> = { property: true, text: true, why: true };
const TELLING: Keys<Telling> = { when: true, says: true };
const ALIAS: Keys<Alias> = { about: true, systems: true };
const CARRIER: Keys<Carrier> = { machine: true, read: true };
const SYSTEM: Keys<SystemEntry> = {
  name: true,
  search: true,
  sentence: true,
  label: true,
  axes: true,
  rows: true,
  cases: true,
  allowed: true,
  beside: true,
  record: true,
  heading: true,
  small: true,
  compared: true,
  typical: true,
  family: true,
  searched: true,
};
const CASE: Keys<Case> = { id: true, sentence: true, choices: true };
const SEARCH: Keys<Search> = { spec: true, properties: true, unit: true, copies: true };
const COPIES: Keys<NonNullable<Search['copies']>> = { count: true, process: true, compose: true };

type KeysOfUnion<T> = T extends unknown ? keyof T : never;
const AXIS: Readonly<Record<KeysOfUnion<Axis>, true>> = {
  about: true,
  values: true,
  means: true,
  switches: true,
  open: true,
  default: true,
};

/** @throws {ModelError} if a study has a key that it cannot have */
export function checkStudyKeys(study: Study): void {
  const { name } = study;
  checkKeys(`${name}: a study`, study, STUDY);
  checkList(`${name}: 'faults'`, study.faults, "['loss', …]");
  study.carriers?.forEach((one, i) => checkKeys(`${name}: carriers[${i}]`, one, CARRIER));
  study.tells?.forEach((one, i) => checkKeys(`${name}: tells[${i}]`, one, TELLING));
  for (const [alias, one] of Object.entries(study.aliases ?? {}))
    checkKeys(`${name}: the alias '${alias}'`, one, ALIAS);
  const { story } = study;
  if (!story) return;
  checkKeys(`${name}: its story`, story, STORY);
  if (story.picture) checkKeys(`${name}: the picture of its story`, story.picture, PICTURE);
  for (const mark of story.picture?.marks ?? []) checkKeys(`${name}: a mark of its story`, mark, MARK);
}

/** @throws {ModelError} if a system of a study has a key that it cannot have, or an axis on which nothing can be chosen */
export function checkEntry(entry: SystemEntry): void {
  const { axes, cases = [], name, rows = [], searched } = entry ?? {};
  if (typeof name !== 'string') throw new ModelError("a system of a study has no name; give it name: 'a name'");
  if (!isRecord(axes))
    throw new ModelError(`${name}: a system of a study has no axes; make it with defineSystem({ … })`);
  checkKeys(`${name}: a system of a study`, entry, SYSTEM);
  if (typeof entry.search !== 'function') {
    throw new ModelError(`${name}: its search must be a function: search: (choices) => ({ spec, properties })`);
  }
  checkOneOf(`${name}: 'searched'`, searched, ['alone', 'beside']);
  for (const [axis, one] of Object.entries(axes)) checkAxis(`${name}: the axis '${axis}'`, one);
  for (const one of cases) checkKeys(`${name}: the case ${one.id}`, one, CASE);
  const known = Object.keys(axes);
  for (const axis of rows) {
    if (known.includes(axis)) continue;
    throw new ModelError(`${name}: its rows name '${axis}'; its axes are ${listed(known)}${didYouMean(axis, known)}`);
  }
}

function checkAxis(whose: string, axis: Axis): void {
  checkKeys(whose, axis, AXIS);
  const given = axis as Partial<Record<KeysOfUnion<Axis>, unknown>>;
  if ('switches' in given) {
    if (isRecord(given.switches) && Object.keys(given.switches).length > 0) return;
    throw new ModelError(`${whose} has no switches; give it switches: { 'a name': 'what it changes' }`);
  }
  if ('open' in given) {
    checkOneOf(`${whose}: 'open'`, given.open, ['count', 'seconds']);
    if (typeof given.default === 'number') return;
    throw new ModelError(`${whose} has no default; give it a number`);
  }
  const { means = {}, values } = given;
  if (!Array.isArray(values) || values.length === 0) {
    throw new ModelError(`${whose} has no values, so there would be nothing to search; give it values: [true, false]`);
  }
  checkKeys(`${whose}: what its values mean`, means as object, Object.fromEntries(values.map((one) => [one, true])));
}

/**
 * What a system of a study is to be searched for, with its choices made.
 *
 * @throws {ModelError} if that is no system with properties, or the study's own function throws
 */
export function searchOf(entry: SystemEntry, choices: AnyChoices): Search {
  try {
    return checkSearch(entry.name, entry.search(choices));
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw new ModelError(`${entry.name}: its search throws ${thrownText(error)}`, { cause: error });
  }
}

/** @throws {ModelError} if it is no system with properties */
export function checkSearch(name: string, search: Search): Search {
  if (!isRecord(search) || !isRecord(search['spec']) || !Array.isArray(search['properties'])) {
    throw new ModelError(`${name}: what is searched must be { spec, properties: [{ id, checks }, …] }`);
  }
  checkKeys(`${name}: what its search gives`, search, SEARCH);
  const wrong = search.properties.findIndex((one) => !isRecord(one));
  if (wrong >= 0) throw new ModelError(`${name}: property ${wrong + 1} is not a property; it must be { id, checks }`);
  checkSpec(search.spec);
  if (search.copies) checkKeys(`${name}: its copies`, search.copies, COPIES);
  return search;
}

/** The faults that a component declares, each with what it is the fault of. */
export const faultsOf = ({ environment = [], outcomes = {} }: ComponentSpec): { fault: string; what: string }[] =>
  [
    ...environment.map(({ event, fault }) => ({ fault, what: `the event ${event?.type}` })),
    ...Object.entries(outcomes).flatMap(([id, some]) =>
      (some ?? []).map(({ fault }) => ({ fault, what: `an outcome of '${id}'` })),
    ),
  ].filter((one): one is { fault: string; what: string } => one.fault !== undefined);

/**
 * What a study does not list would be on in a search, and nowhere else.
 *
 * @throws {ModelError} if a component has a fault of a class that its study does not list
 */
export function checkFaults({ components, name }: SystemSpec, known: readonly string[]): void {
  for (const component of components) {
    for (const { fault, what } of faultsOf(component)) {
      if (known.includes(fault)) continue;
      throw new ModelError(
        `${name}: ${what} of ${component.name} is of the fault class '${fault}', which the study does not list; its faults are ${listed(known)}${didYouMean(fault, known)}`,
      );
    }
  }
}

const listed = (words: readonly string[]): string => words.join(', ') || 'none';
