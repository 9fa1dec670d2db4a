import { FAULTS } from '../../../machines/vocabulary.ts';
import type { Choice, Composition } from '../../checker/system/compose.ts';
import { buildOf, modelOf, parametersOf, readBuild, type Scene, SYSTEMS } from './scene.ts';
import { choiceOf, tokenOf } from './token.ts';
import { possible, type View } from './view.ts';

/** What follows the number sign of a link: raised when the same words come to mean something else. */
const VERSION = 'v1';

/**
 * A view as the fragment of a link, without the number sign: version, system, path, build, fault classes, steps; and
 * behind an `@` how many of them have been taken, if not all.
 *
 * `v1/keep-alive/auth/0000/timeout,fin,rst/matchRecord.CLAIM_STARTD,claim.ALIVE_TIMER@1`
 */
export function fragmentOf({ scene, run, at }: View): string {
  const { composition } = modelOf(scene);
  const steps = run.map((choice) => tokenOf(composition, choice)).join(',');
  const taken = at === run.length ? '' : `@${at}`;
  return [VERSION, scene.system, scene.path, buildOf(scene), scene.faults.join(',') || 'none', steps + taken].join('/');
}

/** A link that cannot be shown, and why: one sentence. */
export class FragmentError extends Error {
  override readonly name = 'FragmentError';
}

/** @throws {FragmentError} that says which part of the fragment is not what was expected */
export function readFragment(fragment: string): View {
  const parts = fragment.split('/');
  const [version, system = '', path = '', build = '', faults = '', steps = ''] = parts;
  expect(version === VERSION && parts.length === 6, `it is not ${VERSION}/system/path/build/faults/steps`);
  const scene = readScene(system, path, build, faults);
  const [isList, words = '', taken] = /^([^@]*)(?:@(\d+))?$/.exec(steps) ?? [];
  expect(isList !== undefined, `'${steps}' is not a list of steps`);
  const run = readRun(modelOf(scene).composition, words === '' ? [] : words.split(','), scene.faults);
  const at = taken === undefined ? run.length : Number(taken);
  expect(at <= run.length, `it has ${run.length} steps, and not ${taken}`);
  return { scene, run, at };
}

function readScene(system: string, path: string, build: string, faults: string): Scene {
  const known = one(SYSTEMS, system, 'a system');
  const classes = faults === 'none' ? [] : faults.split(',').map((fault) => one(FAULTS, fault, 'a class of faults'));
  const found = readBuild(known, build);
  if (!found) throw new FragmentError(`'${build}' is not how the system ${known} can be built`);
  return {
    ...found,
    system: known,
    path: one(parametersOf(known).paths, path, `a path or variant of the system ${known}`),
    faults: FAULTS.filter((fault) => classes.includes(fault)),
  };
}

function readRun(composition: Composition, tokens: readonly string[], faults: readonly string[]): Choice[] {
  const choices = tokens.map((token) => choiceOf(composition, token));
  const run = possible(composition, choices, faults);
  if (run.length === tokens.length) return run;
  const why = choices[run.length] ? 'cannot be taken there' : 'is not an event of this system';
  throw new FragmentError(`step ${run.length + 1}, ${tokens[run.length]}, ${why}`);
}

function one<W extends string>(words: readonly W[], text: string, what: string): W {
  const word = words.find((candidate) => candidate === text);
  if (!word) throw new FragmentError(`'${text}' is not ${what} (${words.join(', ')})`);
  return word;
}

function expect(holds: boolean, why: string): void {
  if (!holds) throw new FragmentError(why);
}
