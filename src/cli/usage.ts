import { InvalidArgumentError } from 'commander';
import { ALL_SUBSETS, FAULTS, FIX_IDS, fixBits, type Fixes, type Path, PATHS } from '../../machines/vocabulary.ts';
import { InputError } from '../files/input.ts';
import { type Environment, PATHS_OF, type Row } from '../verify/row.ts';

/** The exit codes of every command. */
export const EXIT = { asExpected: 0, finding: 1, usage: 2, undecided: 3, interrupted: 130 } as const;

/** `none`, `all`, four bits, or check-ins separated by commas, as four bits. */
export function parseFixes(text: string): string {
  if (text === 'none') return '0000';
  if (text === 'all') return '1111';
  if (ALL_SUBSETS.includes(text)) return text;
  const ids = text.split(',');
  const unknown = ids.find((id) => !FIX_IDS.some((fix) => fix === id));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `'${unknown}' is not a fix: give none, all, four bits such as 0010, or some of ${FIX_IDS.join(',')}.`,
    );
  }
  return fixBits(Object.fromEntries(FIX_IDS.map((id) => [id, ids.includes(id)])) as Fixes);
}

export function parsePath(text: string): Path {
  const path = PATHS.find((known) => known === text);
  if (!path) throw new InvalidArgumentError(`'${text}' is not a path: give ${PATHS.join(' or ')}.`);
  return path;
}

/** @throws {InputError} if the environment has no such path */
export function pathOf(environment: Environment, text: string): Row['path'] {
  const known: readonly Row['path'][] = PATHS_OF[environment];
  const path = known.find((candidate) => candidate === text);
  if (!path)
    throw new InputError(`'${text}' is not a path of the environment ${environment}: give ${known.join(', ')}`);
  return path;
}

/** `none`, or fault classes separated by commas. */
export function parseFaults(text: string): string[] {
  const faults = text === 'none' ? [] : text.split(',');
  const unknown = faults.find((fault) => !FAULTS.some((known) => known === fault));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`'${unknown}' is not a class of faults: give none, or some of ${FAULTS.join(',')}.`);
  }
  return FAULTS.filter((fault) => faults.includes(fault));
}

/** Some of a list of words, separated by commas. */
export const parseWords =
  <W extends string>(words: readonly W[]) =>
  (text: string): W[] =>
    text.split(',').map(parseWord(words));

/** A whole number of at least `least`, and at the most `most`. */
export const parseCount =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      const upTo = most === Number.MAX_SAFE_INTEGER ? '' : ` and at the most ${most}`;
      throw new InvalidArgumentError(`'${text}' is not a whole number of at least ${least}${upTo}.`);
    }
    return value;
  };

/** A number of bytes: `500M`, `2G`; a plain number counts megabytes. */
export function parseMemory(text: string): number {
  const [, number, unit = 'M'] = /^(\d+)([MG]?)B?$/i.exec(text) ?? [];
  if (number === undefined || Number(number) === 0) {
    throw new InvalidArgumentError(`'${text}' is not an amount of memory: give 500M or 2G, say.`);
  }
  return Number(number) * 2 ** (unit.toUpperCase() === 'G' ? 30 : 20);
}

/** One of a list of words. */
export const parseWord =
  <W extends string>(words: readonly W[]) =>
  (text: string): W => {
    const word = words.find((known) => known === text);
    if (!word) throw new InvalidArgumentError(`'${text}' is none of ${words.join(', ')}.`);
    return word;
  };
