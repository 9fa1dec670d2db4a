import { statesAfter, type TraceStep } from '../../checker/replay/trace.ts';
import type { Telling } from '../../checker/study/study.ts';
import { messageText } from '../../checker/system/message.ts';
import type { Composition } from '../../checker/system/compose.ts';
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
  /** Its event, as the machines have it. */
  readonly event: string;
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
    const told = step.occurrences.flatMap((occurrence) => tells.find(({ when }) => when(occurrence)) ?? []);
    const says = new Map(
      step.occurrences.flatMap((occurrence): [Telling, string][] => {
        const telling = tells.find(({ when }) => when(occurrence));
        if (!telling) return [];
        return [[telling, typeof telling.says === 'string' ? telling.says : telling.says(occurrence)]];
      }),
    );
    const best = tells.find((telling) => told.includes(telling));
    const isOfMedium = media.includes(composition.components[step.choice.component]?.process ?? '');
    const sentence = (best && says.get(best)) || fallback(run, i, happenings[i] ?? [], isOfMedium);
    return {
      sentence,
      all: says.size > 0 ? [...new Set(says.values())] : [sentence],
      event: `${step.component} ${messageText(step.choice.event)}`,
    };
  });
}

function fallback(
  { composition, trace, unit }: ShownRun,
  i: number,
  happenings: readonly Happening[],
  isOfMedium: boolean,
): string {
  const step = trace[i] as TraceStep;
  if (unit !== undefined && isTick(step)) return `${unit} s pass`;
  const messages = happenings.map(happened);
  const own = isOfMedium ? [messages[0]] : [step.description, ...messages.slice(0, 1)];
  const [first] = own.filter((text) => text);
  return first ?? changed(composition, trace, i) ?? messageText(step.choice.event);
}

const happened = (happening: Happening): string => {
  const { process, text } = seen(happening);
  return happening.what === 'sent' || happening.message.kind === 'open' ? `${process} ${text}` : text;
};

/** How the component changes to which the environment did something. */
function changed(composition: Composition, trace: ShownRun['trace'], i: number): string | null {
  const { choice, component, states } = trace[i] as TraceStep;
  const before = statesAfter(composition, trace, i)[choice.component];
  const after = states[choice.component];
  const text = before && after ? changeText(before, after) : '';
  return text === '' ? null : `${component}: ${text}`;
}
