import { ModelError } from '../../checker/errors.ts';
import {
  type Axis,
  defaultOf,
  expectedOf,
  readValue,
  type SomeChoices,
  type Value,
  valuesOf,
  wordOf,
} from '../../checker/study/axis.ts';
import { rowWith } from '../../checker/study/rows.ts';
import type { Row, SystemEntry } from '../../checker/study/system-entry.ts';
import type { Choice, Composition } from '../../checker/system/compose.ts';
import type { Scene, Scenes } from './scene.ts';
import { slug } from './slug.ts';
import { choiceOf, tokenOf } from './token.ts';
import { possible, type View } from './view.ts';

/** What follows the number sign of a link: raised when the same words come to mean something else. */
const VERSION = 'v2';
const FORM = `${VERSION}/system/axis=value;axis=value/faults/steps`;

/**
 * A view as the fragment of a link, without the number sign: version, system, the choices that are not the default, fault
 * classes, steps; and behind an `@` how many of them have been taken, if not all.
 *
 * `v2/trains/speed=fast;repairs=brake,horn/fire/first.train.LEAVE,first.signal.TURN.red@1`
 */
export function fragmentOf(scenes: Scenes, { scene, run, at }: View): string {
  const { composition } = scenes.model(scene);
  const chosen = Object.entries(scenes.entry(scene).axes)
    .filter(([name, axis]) => scene.choices[name] !== defaultOf(axis))
    .map(([name, axis]) => `${name}=${wordIn(axis, scene.choices[name] as Value)}`);
  const steps = run.map((choice) => tokenOf(composition, choice)).join(',');
  const taken = at === run.length ? '' : `@${at}`;
  const faults = scene.faults.join(',') || 'none';
  return [VERSION, slug(scene.system), chosen.join(';'), faults, steps + taken].join('/');
}

/** A choice as it stands in a link: `27895,27897`, `goes-on`. */
const wordIn = (axis: Axis, value: Value): string => wordOf(axis, value).split(',').map(slug).join(',');

/** A link that cannot be shown, and why: one sentence. */
export class FragmentError extends Error {
  override readonly name = 'FragmentError';
}

/** @throws {FragmentError} that says which part of the fragment is not what was expected */
export function readFragment(scenes: Scenes, fragment: string): View {
  const parts = fragment.split('/');
  const isOld = parts[0] === 'v1' && parts.length === 6;
  expect(isOld || (parts[0] === VERSION && parts.length === 5), `it is not ${FORM}`);
  const [faults = '', steps = ''] = parts.slice(-2);
  const { systems } = scenes.study;
  const name = one(
    systems.map((entry) => slug(entry.name)),
    parts[1] as string,
    'a system',
  );
  const entry = systems.find((known) => slug(known.name) === name) as SystemEntry;
  const [choices = '', build = ''] = parts.slice(2);
  const row = rowFrom(entry, isOld ? readOldChoices(entry, choices, build) : readChoices(entry, choices));
  const scene = { ...row, faults: readFaults(scenes, faults) };
  const [isList, words = '', taken] = /^([^@]*)(?:@(\d+))?$/.exec(steps) ?? [];
  expect(isList !== undefined, `'${steps}' is not a list of steps`);
  const run = readRun(scenes.model(scene).composition, words === '' ? [] : words.split(','), scene.faults);
  const at = taken === undefined ? run.length : Number(taken);
  expect(at <= run.length, `it has ${run.length} steps, and not ${taken}`);
  return { scene, run, at };
}

function readChoices(entry: SystemEntry, text: string): SomeChoices {
  const pairs = text === '' ? [] : text.split(';').map((pair) => pair.split('=', 2) as [string, string?]);
  return Object.fromEntries(pairs.map(([name, word = '']) => [name, readWord(entry, name, word)]));
}

/** Version 1 named a variant, or said what is chosen on the first axes: `auth/0000-head`. */
function readOldChoices(entry: SystemEntry, first: string, rest: string): SomeChoices {
  const { name, axes, cases } = entry;
  if (cases) {
    const id = one(
      cases.map((known) => known.id),
      first,
      `a variant of the system ${name}`,
    );
    return cases.find((known) => known.id === id)?.choices ?? {};
  }
  const [, second, third] = /^([^-]*)-?(.*)$/.exec(rest) ?? [];
  const words = [first, second, third].filter((word) => word);
  const names = Object.keys(axes);
  return Object.fromEntries(words.map((word, i) => [names[i], readWord(entry, names[i], word as string)]));
}

function readWord({ name, axes }: SystemEntry, axis = '', word: string): Value {
  const known = axes[one(Object.keys(axes), axis, `an axis of the system ${name}`)] as Axis;
  const value = readValue(known, word) ?? valuesOf(known).find((candidate) => wordIn(known, candidate) === word);
  if (value !== undefined) return value;
  throw new FragmentError(`'${word}' is not a choice of ${axis} in the system ${name} (${expectedOf(known)})`);
}

function rowFrom(entry: SystemEntry, chosen: SomeChoices): Pick<Row, 'system' | 'choices'> {
  try {
    const { system, choices, variant } = rowWith(entry, chosen);
    expect(!entry.cases || variant !== undefined, `the system ${system} has no such variant`);
    return { system, choices };
  } catch (error) {
    if (error instanceof ModelError) throw new FragmentError(error.message);
    throw error;
  }
}

function readFaults({ study }: Scenes, text: string): Scene['faults'] {
  const classes = text === 'none' ? [] : text.split(',').map((fault) => one(study.faults, fault, 'a class of faults'));
  return study.faults.filter((fault) => classes.includes(fault));
}

function readRun(composition: Composition, tokens: readonly string[], faults: readonly string[]): Choice[] {
  const run = possible(composition, tokens, faults);
  if (run.length === tokens.length) return run;
  const why = choiceOf(composition, tokens[run.length] as string)
    ? 'cannot be taken there'
    : 'is not an event of this system';
  throw new FragmentError(`step ${run.length + 1}, ${tokens[run.length]}, ${why}`);
}

function one<W extends string>(words: readonly W[], text: string, what: string): W {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new FragmentError(`'${text}' is not ${what} (${words.join(', ')})`);
  return word;
}

function expect(holds: boolean, why: string): void {
  if (!holds) throw new FragmentError(why);
}
