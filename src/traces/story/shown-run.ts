import type { Trace, TraceStep } from '../../checker/replay/trace.ts';
import type { Carrier } from '../../checker/study/carrier.ts';
import type { Telling } from '../../checker/study/study.ts';
import type { Composition } from '../../checker/system/compose.ts';

/** A run that is shown to a reader, with what is needed to read it. */
export interface ShownRun {
  readonly composition: Composition;
  readonly trace: Trace;
  /** How the machines that carry messages are read. */
  readonly carriers: readonly Carrier[];
  /** What a tick of its clock is worth, in seconds; none for an untimed system. */
  readonly unit?: number | undefined;
  /** How many steps lie before its cycle, if it goes on for ever. */
  readonly cycleFrom?: number | undefined;
  /** What the study tells of transitions. */
  readonly tells?: readonly Telling[] | undefined;
}

/** Whether a step of a timed system is that a unit of its clock passes. */
export const isTick = ({ choice }: TraceStep): boolean => choice.event.type === 'TICK';

/** The time after each step of a run, in seconds since the start; null for an untimed system. */
export function timesOf(trace: Trace, unit: number | undefined): number[] | null {
  if (unit === undefined) return null;
  let seconds = 0;
  return trace.map((step) => {
    if (isTick(step)) seconds += unit;
    return seconds;
  });
}

/** Whether a step is a tick at which nobody logs anything: a reader sees only the time of the next step. */
export const isQuietTick = (step: TraceStep, unit: number | undefined): boolean =>
  unit !== undefined && isTick(step) && step.occurrences.every(({ prints }) => prints.length === 0);

/** What stands before a step in a diagram: its time, or its number from 1. */
export const markOf = (number: number, times: readonly number[] | null): string =>
  times ? `${times[number - 1]} s:` : `${number}.`;
