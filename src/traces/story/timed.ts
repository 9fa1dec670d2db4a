import type { Composition } from '../../checker/system/compose.ts';
import type { Trace, TraceStep } from '../../checker/replay/trace.ts';
import { choiceText } from '../../checker/replay/trace.ts';
import { cycleHeading, type LogLine, logLines, type Style } from './log.ts';

/** Whether a step of a timed system is that a unit of its clock passes. */
export const isTick = ({ choice }: TraceStep): boolean => choice.event.type === 'TICK';

/** The time after each step of a run, in seconds since the start: what the clock has counted, by what a tick is worth. */
export function clockOf(trace: Trace, unit: number): number[] {
  let seconds = 0;
  return trace.map((step) => {
    if (isTick(step)) seconds += unit;
    return seconds;
  });
}

/** The log lines of a run of a timed system, each with its time. */
export function timedLines(composition: Composition, trace: Trace, unit: number): (LogLine & { seconds: number })[] {
  const clock = clockOf(trace, unit);
  return logLines(composition, trace).map((line) => ({ ...line, seconds: clock[line.step - 1] as number }));
}

/**
 * The run of a timed system as a story: each step with its time, in seconds since the start; ticks are not shown.
 *
 * @param cycleFrom how many steps lie before its cycle, if it goes on for ever
 */
export function timedStory(
  composition: Composition,
  trace: Trace,
  unit: number,
  style: Style,
  cycleFrom?: number,
): string {
  const clock = clockOf(trace, unit);
  const before = (steps: number) => (steps === cycleFrom ? [style.bold(cycleHeading(trace, cycleFrom))] : []);
  const steps = trace.flatMap((step, i) => [...before(i), ...stepAt(composition, step, clock[i] as number, style)]);
  return [...steps, ...before(trace.length)].join('\n');
}

function stepAt(composition: Composition, step: TraceStep, seconds: number, style: Style): string[] {
  if (isTick(step)) return [];
  const heading = `${choiceText(step.component, step.choice)}${style.dim(step.description && `  ${step.description}`)}`;
  const lines = logLines(composition, [step]).map(
    ({ process, text }) => `${' '.repeat(10)}${style.bold(process)}  ${text}`,
  );
  return [`${`${seconds} s`.padStart(8)}  ${heading}`, ...lines];
}
