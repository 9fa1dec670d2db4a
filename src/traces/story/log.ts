import type { Composition } from '../../checker/system/compose.ts';
import type { Trace, TraceStep } from '../../checker/replay/trace.ts';
import { choiceText } from '../../checker/replay/trace.ts';

/** A line that a daemon wrote in the course of a trace. */
export interface LogLine {
  /** The number of the step, from 1. */
  readonly step: number;
  /** The process that wrote it. */
  readonly process: string;
  readonly text: string;
}

/** How emphasised text is written: the terminal's colours, or nothing. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

/** All log lines of a trace, in the order in which they were written. */
export function logLines(composition: Composition, trace: Trace): LogLine[] {
  return trace.flatMap((step, i) =>
    step.occurrences.flatMap((occurrence) =>
      occurrence.prints.map((text) => ({ step: i + 1, process: processOf(composition, occurrence.component), text })),
    ),
  );
}

/** What stands before the cycle of a run that goes on for ever. */
export function cycleHeading(trace: Trace, cycleFrom: number): string {
  return cycleFrom < trace.length ? 'From here on, again and again:' : 'From here on nothing need ever happen.';
}

/** The cycle in one line: what the environment does in it. */
export function cycleText(trace: Trace, cycleFrom: number): string {
  const round = trace.slice(cycleFrom).map(({ component, choice }) => choiceText(component, choice));
  return [cycleHeading(trace, cycleFrom), round.join(', ')].join(' ').trimEnd();
}

/**
 * A trace as a story: what the environment did, and beneath it the lines that the daemons wrote.
 *
 * @param cycleFrom how many steps lie before its cycle, if it goes on for ever
 */
export function story(composition: Composition, trace: Trace, style: Style, cycleFrom?: number): string {
  const before = (steps: number) => (steps === cycleFrom ? [style.bold(cycleHeading(trace, cycleFrom))] : []);
  const steps = trace.flatMap((step, i) => [...before(i), storyOfStep(composition, step, i + 1, style)]);
  return [...steps, ...before(trace.length)].join('\n');
}

/** One step of a story; `number` from 1. */
export function storyOfStep(composition: Composition, step: TraceStep, number: number, style: Style): string {
  const width = Math.max(...composition.components.map(({ process }) => process.length));
  const lines = logLines(composition, [step]).map(
    ({ process, text }) => `      ${style.bold(process.padEnd(width))}  ${text}`,
  );
  return [heading(step, number, style), ...lines].join('\n');
}

function heading(step: TraceStep, number: number, style: Style): string {
  const text = choiceText(step.component, step.choice);
  const marked = step.choice.fault ? `${style.red(text)} ${style.red(`[${step.choice.fault}]`)}` : text;
  return `${String(number).padStart(3)}. ${marked}${step.description ? style.dim(`  ${step.description}`) : ''}`;
}

/** The process that a component belongs to. */
export function processOf(composition: Composition, component: string): string {
  return composition.components[composition.indexOf(component)]?.process ?? '';
}
