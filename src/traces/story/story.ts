import { choiceText, type Trace, type TraceStep } from '../../checker/replay/trace.ts';
import { capitalised } from '../messages/words.ts';
import { type Line, linesOfSteps } from './lines.ts';
import { isQuietTick, type ShownRun, timesOf } from './shown-run.ts';
import { type Told, toldOf } from './telling.ts';

/** How emphasised text is written: the terminal's colours, or nothing. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
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
 * A run as a story: what the environment does in each step, and beneath it what the processes log or do. A step of which the study tells
 * something begins with that.
 */
export function story(run: ShownRun, style: Style): string {
  const { trace, unit, cycleFrom } = run;
  const heading = (steps: number) => (steps === cycleFrom ? [style.bold(cycleHeading(trace, cycleFrom))] : []);
  const steps = stepStories(run, style).flatMap((step, i) => [
    ...heading(i),
    ...(isQuietTick(trace[i] as TraceStep, unit) ? [] : step),
  ]);
  return [...steps, ...heading(trace.length)].join('\n');
}

/** The last step of a run so far. */
export const lastStepStory = (run: ShownRun, style: Style): string => (stepStories(run, style).at(-1) ?? []).join('\n');

/** The lines of each step. In a timed system a step has its time in place of its number. */
function stepStories(run: ShownRun, style: Style): string[][] {
  const { composition, trace, unit } = run;
  const times = timesOf(trace, unit);
  const markOf = (i: number) => (times ? `${`${times[i]} s`.padStart(8)} ` : `${String(i + 1).padStart(3)}.`);
  const lines = linesOfSteps(run);
  const margin = ' '.repeat(times ? 10 : 6);
  const width = Math.max(...composition.components.map(({ process }) => process.length));
  const lineText = ({ process, text }: Line) => `${margin}${style.bold(process.padEnd(width))}  ${text}`;
  const told = run.tells ? toldOf(run, run.tells) : [];
  return trace.map((step, i) => {
    const event = headingOf(step, style);
    const sentences = told[i] && sentencesOf(told[i]);
    const heading = sentences
      ? [`${markOf(i)} ${style.bold(sentences)}`, `${margin}${event}`]
      : [`${markOf(i)} ${event}`];
    return [...heading, ...(sentences && saysAll(told[i], step) ? [] : (lines[i] as Line[]).map(lineText))];
  });
}

/** Whether what is told of a step is all that its lines would say: that a message comes on its way. */
const saysAll = (told: Told | undefined, { occurrences }: TraceStep): boolean =>
  told?.isOnTheWay === true && occurrences.every(({ prints }) => prints.length === 0);

/** What is told of a step, unless that is no more than its event, which is shown anyway. */
function sentencesOf({ all, lost, isTold, isOnTheWay }: Told): string | null {
  const sentences = isTold ? [...lost, ...all] : isOnTheWay ? all : [];
  return sentences.length > 0 ? sentences.map((sentence) => `${capitalised(sentence)}.`).join(' ') : null;
}

function headingOf({ component, choice, description }: TraceStep, style: Style): string {
  const text = choiceText(component, choice);
  const marked = choice.fault ? `${style.red(text)} ${style.red(`[${choice.fault}]`)}` : text;
  return description ? `${marked}${style.dim(`  ${description}`)}` : marked;
}
