/**
 * A matcher for Vitest: `toHold()` searches a system, and fails with the shortest counterexample.
 *
 * ```ts
 * import 'claimcheck/vitest';
 * import { expect, test } from 'vitest';
 *
 * test('the lights are never green together', () => {
 *   expect({ spec, properties }).toHold();
 * });
 * ```
 */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from 'vitest';
import { ModelError } from '../checker/errors.ts';
import { checkKeys, type Keys } from '../checker/words/known.ts';
import type { PropertySpec } from '../checker/property/property.ts';
import type { SomeChoices } from '../checker/study/axis.ts';
import {
  type Checked,
  check,
  type HoldOptions as SearchOptions,
  heldText,
  isWrong,
  openText,
  shownBy,
  wrongText,
} from './held.ts';
import { type Checkable, subjectsOf } from './subject.ts';

export type { Checkable } from './subject.ts';

/** What `toHold` is to check, and how far it goes. */
export interface HoldOptions extends SearchOptions {
  /** The properties to check; those that are stated with the system, if not given. */
  readonly properties?: readonly PropertySpec[];
  /** Of a system of a study: only variants with these choices. */
  readonly choices?: SomeChoices;
  /** Passes if nothing is violated as far as `maxStates` went. A search that hits a bound fails otherwise. */
  readonly allowBounded?: boolean;
}

const OPTIONS: Keys<HoldOptions> = {
  properties: true,
  choices: true,
  faults: true,
  maxStates: true,
  allowBounded: true,
};

interface HoldMatchers<R> {
  /**
   * Every property holds in every reachable state, and every witness is reached. `not.toHold()` expects a violation.
   *
   * - `expect({ spec, properties }).toHold()`
   * - `expect(compose(spec)).toHold(properties)`
   * - `expect(defineSystem(…)).toHold({ choices: { lossy: true } })`, in all variants with these choices
   * - `expect(defineStudy(…)).toHold()`
   */
  toHold: (what?: readonly PropertySpec[] | HoldOptions) => R;
}

declare module 'vitest' {
  // oxlint-disable-next-line no-unused-vars
  interface Matchers<T = any> extends HoldMatchers<T> {}
}

/** Where a test stands. */
interface Place {
  readonly testPath?: string | undefined;
  readonly currentTestName?: string | undefined;
}

expect.extend({
  toHold(received: Checkable, what: readonly PropertySpec[] | HoldOptions = {}) {
    const options: HoldOptions = Array.isArray(what) ? { properties: what } : (what as HoldOptions);
    checkKeys('toHold', options, OPTIONS);
    const checked = subjectsOf(received, options).map((subject) => check(subject, options));
    const wrong = checked.filter(isWrong);
    const open = checked.filter((one) => one.open.length > 0);
    const [first] = wrong.toSorted((one, other) => lengthOf(one) - lengthOf(other));
    if (first)
      return {
        pass: false,
        message: () => [wrongText(first), othersText(wrong, first), ...again(this, first)].join('\n'),
      };
    if (checked.length === 0) throw new ModelError('no variant is chosen, so nothing would be checked');
    if (open.length > 0 && (this.isNot || options.allowBounded !== true)) throw new Error(boundedText(open));
    return { pass: true, message: () => `${checked.map(heldText).join('\n')}\nA violation was expected.` };
  },
});

const lengthOf = ({ wrong: [first] }: Checked): number => first?.run?.length ?? Number.POSITIVE_INFINITY;

function othersText(wrong: readonly Checked[], shown: Checked): string {
  const others = wrong.filter((one) => one !== shown).map(({ subject }) => subject.name);
  return others.length > 0 ? `Something is wrong in ${others.join(', ')}, too.\n` : '';
}

const boundedText = (open: readonly Checked[]): string =>
  `${open.map(openText).join('\n')}\nNothing is wrong so far, which is not a proof. Raise maxStates, or accept that with allowBounded: true.`;

/** The commands that show the run again: the test, which finds the same every time, and `trace` where a study has the system. */
function again({ testPath, currentTestName }: Place, first: Checked): string[] {
  const trace = shownBy(first);
  const config = testPath === undefined ? null : configAbove(dirname(testPath));
  const test = testPath === undefined ? '' : ` ${quoted(relative(process.cwd(), testPath))}`;
  const name = currentTestName === undefined ? '' : ` -t ${quoted(currentTestName.replaceAll(' > ', ' '))}`;
  return [
    `Replay: npx vitest run${test}${name}`,
    ...(trace === null || config === null ? [] : [`In its study: npx claimcheck ${trace}${configOption(config)}`]),
  ];
}

const quoted = (text: string): string =>
  /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The configuration of the nearest folder that has one. */
function configAbove(folder: string): string | null {
  const found = ['ts', 'mts', 'js', 'mjs']
    .map((ending) => join(folder, `claimcheck.config.${ending}`))
    .find(existsSync);
  if (found !== undefined) return found;
  return dirname(folder) === folder ? null : configAbove(dirname(folder));
}

const configOption = (config: string): string =>
  dirname(config) === process.cwd() ? '' : ` --config ${quoted(relative(process.cwd(), config))}`;
