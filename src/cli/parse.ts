import { InvalidArgumentError } from 'commander';
import { didYouMean } from '../checker/did-you-mean.ts';

/** The exit codes of every command. */
export const EXIT = { asExpected: 0, finding: 1, usage: 2, undecided: 3, unexpected: 70, interrupted: 130 } as const;

/** The end of a sentence: a word that may have been meant, or a full stop. */
const proposal = (text: string, known: readonly string[]): string => didYouMean(text, known) || '.';

/** `none`, or some of a study's fault classes separated by commas; in the study's order. */
export const parseFaults =
  (known: readonly string[]) =>
  (text: string): string[] => {
    const faults = text === 'none' ? [] : text.split(',');
    const unknown = faults.find((fault) => !known.includes(fault));
    if (unknown !== undefined) {
      throw new InvalidArgumentError(
        `'${unknown}' is not a class of faults: give none, or some of ${known.join(',')}${proposal(unknown, known)}`,
      );
    }
    return known.filter((fault) => faults.includes(fault));
  };

/** Some of a list of words, separated by commas. */
export const parseWords =
  <W extends string>(words: readonly W[]) =>
  (text: string): W[] =>
    text.split(',').map(parseWord(words));

/** A whole number of at least `least`, and at the most `most`. */
export const parseCount =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      const upTo = most === Number.MAX_SAFE_INTEGER ? '' : ` and at the most ${most}`;
      throw new InvalidArgumentError(`'${text}' is not a whole number of at least ${least}${upTo}.`);
    }
    return value;
  };

/** A number of bytes: `500M`, `2G`; a plain number counts megabytes. */
export function parseMemory(text: string): number {
  const [, number, unit = 'M'] = /^(\d+)([MG]?)B?$/i.exec(text) ?? [];
  const bytes = Number(number) * 2 ** (unit.toUpperCase() === 'G' ? 30 : 20);
  if (!Number.isSafeInteger(bytes) || bytes === 0) {
    throw new InvalidArgumentError(`'${text}' is not an amount of memory: give, for example, 500M or 2G.`);
  }
  return bytes;
}

/** One of a list of words. */
export const parseWord =
  <W extends string>(words: readonly W[]) =>
  (text: string): W => {
    const word = words.find((known) => known === text);
    if (!word) throw new InvalidArgumentError(`'${text}' is not one of ${words.join(', ')}${proposal(text, words)}`);
    return word;
  };
