import { first, firstWrong, isBoolean, isObject, isText, loadList, orNull, type Rule } from '../fields.ts';

/** A change of a slot's state or activity, as the StartLog recorded it. */
export interface RecordedStep {
  readonly fromState: string;
  readonly fromActivity: string;
  readonly toState: string;
  readonly toActivity: string;
  /** The line that was written before it, if there was one. */
  readonly reason: string | null;
  /** Whether the pool was being shut down. */
  readonly teardown: boolean | null;
}

export interface SlotRun {
  readonly scenario: string;
  readonly run: number;
  readonly slot: string;
  readonly steps: readonly RecordedStep[];
}

const RUN: readonly Rule[] = [
  ['scenario', isText, 'a text'],
  ['run', Number.isInteger, 'a number'],
  ['slot', isText, 'a text'],
  ['steps', Array.isArray, 'a list of steps'],
];

const STEP: readonly Rule[] = [
  ...['fromState', 'fromActivity', 'toState', 'toActivity'].map((field): Rule => [field, isText, 'a text']),
  ['reason', orNull(isText), 'a text or null'],
  ['teardown', orNull(isBoolean), 'true, false or null'],
];

/**
 * The runs of a measured file.
 *
 * @throws {InputError} with one line that names the file, the run and the field
 */
export function loadSlotRuns(file: string): SlotRun[] {
  return loadList(file, wrongIn) as SlotRun[];
}

function wrongIn(run: unknown): string | null {
  if (!isObject(run)) return 'an object was expected';
  return firstWrong(run, RUN) ?? first(run['steps'] as unknown[], wrongStep);
}

function wrongStep(step: unknown, i: number): string | null {
  const wrong = isObject(step) ? firstWrong(step, STEP) : 'an object was expected';
  return wrong && `steps[${i}]: ${wrong}`;
}
