import { choiceText } from '../../checker/replay/trace.ts';
import { arrivesAtOnce, type Happening, messagesOf, seenIn } from '../messages/messages.ts';
import { processOf } from '../messages/processes.ts';
import { label } from '../messages/sentence.ts';
import { isQuietTick, markOf, type ShownRun, timesOf } from '../story/shown-run.ts';

/**
 * A run as a Mermaid sequence diagram between processes: what the environment does, the messages, and the log lines as
 * notes. What never arrives ends in a cross, and the cycle of a run that goes on for ever is a loop.
 */
export function sequenceDiagram(run: ShownRun): string {
  const { composition, trace, carriers, unit, cycleFrom = trace.length } = run;
  const processes = [...new Set(composition.components.map(({ process }) => process))];
  // Mermaid takes two at the most: a note spans what lies between.
  const ends = [...new Set([processes[0], processes.at(-1)])].join(',');
  const times = timesOf(trace, unit);
  const happenings = seenIn(trace, messagesOf(composition, trace, carriers));
  const lines = trace.map((step, i) => {
    if (isQuietTick(step, unit)) return [];
    return [
      `  Note over ${ends}: ${markOf(i + 1, times)} ${escape(choiceText(step.component, step.choice))}`,
      ...step.occurrences.flatMap(({ component, prints }, n) => [
        ...prints.map((text) => `  Note over ${processOf(composition, component)}: ${escape(text)}`),
        ...(happenings[i]?.[n] ?? []).map((happening) => arrow(happening, (name) => processOf(composition, name))),
      ]),
    ];
  });
  const cycle = lines.slice(cycleFrom).flat();
  return [
    'sequenceDiagram',
    ...processes.map((process) => `  participant ${process}`),
    ...lines.slice(0, cycleFrom).flat(),
    ...(cycle.length > 0 ? ['  loop again and again', ...cycle.map((line) => `  ${line}`), '  end'] : []),
  ].join('\n');
}

/** A message goes from its sender to the medium that carries it, and from there to its receiver. */
function arrow(happening: Happening, processOfComponent: (name: string) => string): string {
  const { message, what } = happening;
  const { from, to, via, isOfCarrier } = message;
  const isDirect = via === null || isOfCarrier || arrivesAtOnce(message);
  const medium = isDirect ? from : processOfComponent(via);
  const way = what === 'sent' ? `${from}->>${isDirect ? to : medium}` : `${medium}${ARROWS[what]}${to}`;
  return `  ${way}: ${escape(label(happening))}`;
}

/** Whole, dashed for a part, and with a cross at its end for what is lost. */
const ARROWS = { arrived: '->>', piece: '-->>', lost: '-x' } as const;

/** Characters with a meaning of their own in Mermaid's sequence diagrams. */
function escape(text: string): string {
  return text.replace(/[#;<>]/g, (character) => `#${character.charCodeAt(0)};`);
}
