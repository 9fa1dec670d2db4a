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
  const ids = new Map(processes.map((process, i) => [process, isPlain(process) ? process : `process-${i + 1}`]));
  const idOf = (process = '') => ids.get(process) ?? process;
  const ends = [...new Set([processes[0], processes.at(-1)])].map(idOf).join(',');
  const times = timesOf(trace, unit);
  const happenings = seenIn(trace, messagesOf(composition, trace, carriers));
  const lines = trace.map((step, i) => {
    if (isQuietTick(step, unit)) return [];
    return [
      `  Note over ${ends}: ${markOf(i + 1, times)} ${escape(choiceText(step.component, step.choice))}`,
      ...step.occurrences.flatMap(({ component, prints }, n) => [
        ...prints.map((text) => `  Note over ${idOf(processOf(composition, component))}: ${escape(text)}`),
        ...(happenings[i]?.[n] ?? []).map((happening) =>
          arrow(happening, idOf, (name) => processOf(composition, name)),
        ),
      ]),
    ];
  });
  const cycle = lines.slice(cycleFrom).flat();
  return [
    'sequenceDiagram',
    ...[...ids].map(([name, id]) => `  participant ${id}${id === name ? '' : ` as ${escape(name)}`}`),
    ...lines.slice(0, cycleFrom).flat(),
    ...(cycle.length > 0 ? ['  loop again and again', ...cycle.map((line) => `  ${line}`), '  end'] : []),
  ].join('\n');
}

/** A message goes from its sender to the medium that carries it, and from there to its receiver. */
function arrow(
  happening: Happening,
  idOf: (process: string) => string,
  processOfComponent: (name: string) => string,
): string {
  const { message, what } = happening;
  const { from, to, via, isOfCarrier } = message;
  const isDirect = via === null || isOfCarrier || arrivesAtOnce(message);
  const medium = isDirect ? from : processOfComponent(via);
  const way =
    what === 'sent' ? `${idOf(from)}->>${idOf(isDirect ? to : medium)}` : `${idOf(medium)}${ARROWS[what]}${idOf(to)}`;
  return `  ${way}: ${escape(label(happening))}`;
}

/** Whole, dashed for a part, and with a cross at its end for what is lost. */
const ARROWS = { arrived: '->>', piece: '-->>', lost: '-x' } as const;

/** The words of Mermaid that a name may not be, in any case. */
const WORDS = new Set(
  `accdescr acctitle activate actor alt and as autonumber box break create critical deactivate destroy details else end
  left link links loop note off opt option over par par_over participant properties rect right sequencediagram
  title`.split(/\s+/),
);

/** Whether a name can stand in a diagram as it is. */
const isPlain = (name: string): boolean => /^[a-z]\w*$/i.test(name) && !WORDS.has(name.toLowerCase());

/** A text without line breaks, and without the word `wrap:` and the characters that have a meaning of their own in Mermaid's sequence diagrams. */
function escape(text: string): string {
  const line = text.replace(/\s*[\n\r\u2028\u2029]\s*/g, ' ');
  return line.replace(/[#;<>"%$]|(?<=wrap\s*):/gi, (character) => `#${character.charCodeAt(0)};`);
}
