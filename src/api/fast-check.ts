/**
 * Random runs for fast-check, as a check that shares nothing with the search: each run walks the composition step by step,
 * and live XState actors take the same steps. What is wrong is shrunk to a short run.
 *
 * ```ts
 * import { run } from 'claimcheck/fast-check';
 * import fc from 'fast-check';
 *
 * fc.assert(run({ spec, properties }), { numRuns: 1000 });
 * ```
 *
 * fast-check prints a seed and a path; `fc.assert(run(…), { seed, path })` replays the run.
 */
import fc from 'fast-check';
import { ModelError } from '../checker/errors.ts';
import type { PropertySpec } from '../checker/property/property.ts';
import { randomRuns, type RunsOptions } from '../checker/random/fuzz.ts';
import type { RandomRun } from '../checker/random/runs.ts';
import { traceOf } from '../checker/replay/trace.ts';
import { checkKeys, type Keys } from '../checker/words/known.ts';
import type { SomeChoices } from '../checker/study/axis.ts';
import { plainStory } from './plain.ts';
import { type Checkable, type Subject, subjectsOf } from './subject.ts';

export type { RandomRun } from '../checker/random/runs.ts';
export type { Checkable } from './subject.ts';

/** What is checked in random runs, and how long they are. */
export interface RunOptions extends RunsOptions {
  /** The properties to check; those that are stated with the system, if not given. */
  readonly properties?: readonly PropertySpec[];
  /** Of a system of a study: the variant. */
  readonly choices?: SomeChoices;
}

const OPTIONS: Keys<RunOptions> = { properties: true, choices: true, faults: true, steps: true, liveEvery: true };

/**
 * A property for `fc.assert`: in no random run of a system is anything wrong. Properties that only a run without end can
 * violate (`leadsTo`), and witnesses, are left to the search.
 *
 * @throws {ModelError} if nothing is stated that a random run can violate, or several variants are meant
 */
export function run(
  system: Checkable,
  what: readonly PropertySpec[] | RunOptions = {},
): fc.IPropertyWithHooks<[RandomRun]> {
  const options: RunOptions = Array.isArray(what) ? { properties: what } : (what as RunOptions);
  checkKeys('run', options, OPTIONS);
  const subjects = subjectsOf(system, options);
  const [subject] = subjects;
  if (!subject || subjects.length > 1) {
    const names = subjects.map(({ name }) => name).join(', ');
    throw new ModelError(`one variant was expected, not ${subjects.length} (${names}): give choices`);
  }
  const runs = randomRuns(subject.composition, subject.properties, options);
  return fc.property(runs, (found) => {
    if (found.wrong) throw new Error(wrongText(subject, found));
  });
}

function wrongText(subject: Subject, { choices, wrong }: RandomRun): string {
  const what =
    wrong?.kind === 'violation'
      ? `${wrong.property.id} is violated in ${choices.length} steps: ${wrong.property.sentence}`
      : wrong?.text;
  return `${subject.name}: ${what}\n\n${plainStory(subject, traceOf(subject.composition, choices))}\n`;
}
