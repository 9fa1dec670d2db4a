import { choiceText } from '../../checker/replay/trace.ts';
import { processesOf } from '../messages/processes.ts';
import { type Line, linesOfSteps, logLines } from './lines.ts';
import type { ShownRun } from './shown-run.ts';
import { cycleText } from './story.ts';

/**
 * What two processes log in a run, side by side, with a step's lines at the same height. A run without any log line shows
 * what the processes do.
 *
 * @param width how many characters a line of the result may have
 * @param between the two processes; by default the first two of those that have lines, or else of all
 */
export function sideBySide(run: ShownRun, width: number, between?: readonly [string, string]): string {
  const { composition, trace, unit, cycleFrom } = run;
  const logged = logLines(composition, trace, unit);
  const lines = logged.length > 0 ? logged : linesOfSteps(run).flat();
  const [left, right] = between ?? firstTwo(run, lines);
  const column = Math.floor((width - 3) / 2);
  const row = (a: string, b: string) => `${a.padEnd(column)} | ${b}`.trimEnd();
  const rows = trace.map((_, i) => {
    const of = (process: string) =>
      lines
        .filter((line) => line.step === i + 1 && line.process === process)
        .flatMap((line) => wrap(textOf(line), column));
    return zip(of(left), of(right)).map(([a, b]) => row(a, b));
  });
  return [
    row(left, right),
    row('-'.repeat(column), '-'.repeat(column)),
    ...rows.slice(0, cycleFrom).flat(),
    ...(cycleFrom === undefined ? [] : [...wrap(cycleText(trace, cycleFrom), width), ...rows.slice(cycleFrom).flat()]),
  ].join('\n');
}

/** A counterexample as plain text: what the environment does, and what two processes log, side by side. */
export function counterexampleText(run: ShownRun, width: number): string {
  const steps = run.trace.map((step, i) => `${String(i + 1).padStart(3)}. ${choiceText(step.component, step.choice)}`);
  return [...steps, '', sideBySide(run, width), ''].join('\n');
}

function firstTwo({ composition, carriers }: ShownRun, lines: readonly Line[]): [string, string] {
  const { speakers } = processesOf(composition, carriers);
  const withLines = new Set(lines.map(({ process }) => process));
  const first = speakers.toSorted((a, b) => Number(withLines.has(b)) - Number(withLines.has(a))).slice(0, 2);
  const [left = '', right = ''] = first.toSorted((a, b) => speakers.indexOf(a) - speakers.indexOf(b));
  return [left, right];
}

const textOf = ({ seconds, text }: Line): string => (seconds === undefined ? text : `${seconds} s  ${text}`);

function zip(left: readonly string[], right: readonly string[]): [string, string][] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [left[i] ?? '', right[i] ?? '']);
}

/** Breaks a line at its spaces; within a word only where the word is wider than the column. */
export function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const space = text.lastIndexOf(' ', width);
  const at = space > 0 ? space : width;
  return [text.slice(0, at), ...wrap(text.slice(at).trimStart(), width)];
}
