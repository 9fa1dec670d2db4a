import { statesAfter, type TraceStep } from '../../checker/replay/trace.ts';
import type { Telling } from '../../checker/study/study.ts';
import { messageText } from '../../checker/system/message.ts';
import type { Composition, Occurrence } from '../../checker/system/compose.ts';
import { type Happening, messagesOf, seenIn } from '../messages/messages.ts';
import { processesOf } from '../messages/processes.ts';
import { seen } from '../messages/sentence.ts';
import { changeText } from './lines.ts';
import { isTick, type ShownRun } from './shown-run.ts';

/** A step of a run in words. */
export interface Told {
  /** What it is called: one sentence, without its full stop. */
  readonly sentence: string;
  /** All that is told of it, in the order in which it happens. */
  readonly all: readonly string[];
  /** The messages that are lost in it: a reader learns of them before what comes of it. */
  readonly lost: readonly string[];
  /** Its event, as the machines have it. */
  readonly event: string;
  /** Whether the study tells something of it. */
  readonly isTold: boolean;
  /** Whether nothing is told of it but what becomes of a message on its way. */
  readonly isOnTheWay: boolean;
}

/**
 * Each step of a run in words: what the study tells of its transitions; otherwise what its machine says of the first of them, or what
 * becomes of messages, or how its component changes.
 */
export function toldOf(run: ShownRun, tells: readonly Telling[] = []): Told[] {
  const { composition, trace, carriers } = run;
  const happenings = seenIn(trace, messagesOf(composition, trace, carriers)).map((step) => step.flat());
  const { media } = processesOf(composition, carriers);
  return trace.map((step, i) => {
    const { best, all } = tellingsOf(tells, step.occurrences);
    const isOfMedium = media.includes(composition.components[step.choice.component]?.process ?? '');
    const sentence = best ?? fallback(run, i, happenings[i] ?? [], isOfMedium);
    return {
      sentence,
      all: all.length > 0 ? all : [sentence],
      lost: lostIn(happenings[i] ?? []),
      event: `${step.component} ${messageText(step.choice.event)}`,
      isTold: best !== null,
      isOnTheWay: best === null && isOfMedium,
    };
  });
}

/** What is told of transitions, in their order, and the one of it that matters most; null if nothing is. */
export function tellingsOf(tells: readonly Telling[], occurrences: readonly Occurrence[]) {
  const said = occurrences.flatMap((occurrence) => {
    const rank = tells.findIndex(({ when }) => when(occurrence));
    if (rank < 0) return [];
    const { says } = tells[rank] as Telling;
    return [{ rank, text: typeof says === 'string' ? says : says(occurrence) }];
  });
  const [best] = said.toSorted((one, other) => one.rank - other.rank);
  return { best: best?.text ?? null, all: [...new Set(said.map(({ text }) => text))] };
}

function fallback(
  { composition, trace, unit }: ShownRun,
  i: number,
  happenings: readonly Happening[],
  isOfMedium: boolean,
): string {
  const step = trace[i] as TraceStep;
  if (unit !== undefined && isTick(step)) return `${unit} s pass`;
  const [message] = happenings.map(happened);
  const described = step.description && `${step.component}: ${step.description}`;
  const said = isOfMedium ? message : described || message;
  return said || changed(composition, trace, i) || messageText(step.choice.event);
}

/** The end of a connection is no message that a reader waits for. */
const lostIn = (happenings: readonly Happening[]): string[] =>
  happenings
    .filter(({ message, what }) => message.kind === 'data' && what === 'lost')
    .map(({ message, detail }) => `the ${message.text} is ${detail}`);

function happened(happening: Happening): string {
  const { message, what, detail } = happening;
  const { process, text } = seen(happening);
  if (what === 'sent' || message.kind === 'open') return `${process} ${text}`;
  if (what === 'lost') return `${message.text} to ${message.to} is ${detail}`;
  return `${message.text} arrives at ${message.to}${what === 'piece' ? `, up to ${detail}` : ''}`;
}

/** How the component changes to which the environment did something. */
function changed(composition: Composition, trace: ShownRun['trace'], i: number): string | null {
  const { choice, component, states } = trace[i] as TraceStep;
  const before = statesAfter(composition, trace, i)[choice.component];
  const after = states[choice.component];
  const text = before && after ? changeText(before, after) : '';
  return text === '' ? null : `${component}: ${text}`;
}
