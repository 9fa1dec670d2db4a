import type { Composition } from '../engine/compose.ts';
import type { Trace, TraceStep } from '../engine/trace.ts';
import { choiceText } from '../engine/trace.ts';

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

/** A trace as a story: what the environment did, and beneath it the lines that the daemons wrote. */
export function story(composition: Composition, trace: Trace, style: Style): string {
  const lines = logLines(composition, trace);
  const width = Math.max(...composition.components.map(({ process }) => process.length));
  return trace
    .flatMap((step, i) => [
      heading(step, i + 1, style),
      ...lines
        .filter((line) => line.step === i + 1)
        .map((line) => `      ${style.bold(line.process.padEnd(width))}  ${line.text}`),
    ])
    .join('\n');
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
