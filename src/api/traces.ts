/**
 * One run, told and written in the formats of other tools.
 *
 * ```ts
 * import { compose, verify } from 'claimcheck';
 * import { runOf, story } from 'claimcheck/traces';
 *
 * const composition = compose(spec);
 * for (const finding of verify(composition, properties).findings) {
 *   const run = runOf(composition, finding);
 *   if (run) console.log(story(run));
 * }
 * ```
 */
import { ModelError } from '../checker/errors.ts';
import { replayLasso, replayLive } from '../checker/replay/live-actors.ts';
import { type Trace, traceOf } from '../checker/replay/trace.ts';
import type { Carrier } from '../checker/study/carrier.ts';
import type { Choice, Composition } from '../checker/system/compose.ts';
import * as itfFormat from '../traces/formats/itf.ts';
import * as sequence from '../traces/formats/sequence.ts';
import * as shivizFormat from '../traces/formats/shiviz.ts';
import * as beside from '../traces/story/side-by-side.ts';
import type { ShownRun } from '../traces/story/shown-run.ts';
import { plainStory } from './plain.ts';
import { checkArguments } from '../checker/words/arguments.ts';

/** A run of a system, with what is needed to read it. */
export interface Run {
  readonly composition: Composition;
  readonly trace: Trace;
  /** How the machines that carry messages are read; a message arrives at once, if none is given. */
  readonly carriers?: readonly Carrier[];
  /** What a tick of its clock is worth, in seconds; none for an untimed system. */
  readonly unit?: number;
  /** How many steps lie before its cycle, if it goes on for ever. */
  readonly cycleFrom?: number;
}

/**
 * The run that shows a finding; null where there is none. Live XState actors confirm it first.
 *
 * @throws {ModelError} if the live actors do something else
 */
export function runOf(
  composition: Composition,
  finding: { readonly run: readonly Choice[] | null; readonly cycle?: readonly Choice[] | null },
): Run | null {
  checkArguments('runOf', ['composition', composition], ['finding', finding]);
  const { cycle, run } = finding;
  if (run === null) return null;
  const trace = traceOf(composition, [...run, ...(cycle ?? [])]);
  const lasso = cycle ? { cycleFrom: run.length } : null;
  const difference = lasso ? replayLasso(composition, { trace, ...lasso }) : replayLive(composition, trace);
  if (difference !== null) throw new ModelError(`the composition and the live actors disagree: ${difference}`);
  return { composition, trace, ...lasso };
}

/** A run as a story: what the environment does, and beneath it who changes, and which messages go where. */
export function story(run: Run): string {
  checkArguments('story', ['told', run]);
  return plainStory(shown(run), run.trace, run.cycleFrom);
}

/**
 * What two processes do in a run, side by side, in lines of so many characters.
 *
 * @throws {ModelError} if `between` is not two of the system's processes
 */
export function sideBySide(run: Run, between?: readonly [string, string], width = 120): string {
  checkArguments('sideBySide', ['told', run]);
  const known = [...new Set(run.composition.components.map(({ process }) => process))];
  if (
    between !== undefined &&
    (!Array.isArray(between) || between.length !== 2 || !between.every((name) => known.includes(name)))
  ) {
    throw new ModelError(
      `sideBySide: two of the processes ${known.join(', ')} were expected, not ${JSON.stringify(between)}`,
    );
  }
  return beside.sideBySide(shown(run), width, between);
}

/** A run as a sequence diagram in Mermaid. */
export function mermaid(run: Run): string {
  checkArguments('mermaid', ['told', run]);
  return sequence.sequenceDiagram(shown(run));
}

/** A run as a log with vector clocks, for ShiViz. */
export function shiviz(run: Run): string {
  checkArguments('shiviz', ['told', run]);
  return shivizFormat.shiviz(shown(run));
}

/** A run in the Informal Trace Format of Apalache. */
export function itf(run: Run, description = ''): object {
  checkArguments('itf', ['told', run]);
  return itfFormat.itf(run.composition, run.trace, description, run.cycleFrom);
}

const shown = (run: Run): ShownRun => ({ carriers: [], ...run });
