import * as v from 'valibot';
import { readJson } from '../../../files/input.ts';
import { fields, integer, records, text, truth } from '../../../files/schema.ts';

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

const STEP = fields({
  fromState: text(),
  fromActivity: text(),
  toState: text(),
  toActivity: text(),
  reason: v.nullable(text('a text or null')),
  teardown: v.nullable(truth('true, false or null')),
});

const RUN = fields({
  scenario: text(),
  run: integer('a number'),
  slot: text(),
  steps: v.pipe(v.array(STEP, 'a list of steps'), v.nonEmpty('at least one step')),
});

/**
 * The runs of a measured file.
 *
 * @throws {InputError} with one line that names the file, the run and the field
 */
export const loadSlotRuns = (file: string): SlotRun[] => readJson(file, records(RUN));
