import type { Composition, Occurrence } from '../../checker/system/compose.ts';
import type { Trace } from '../../checker/replay/trace.ts';
import { choiceText } from '../../checker/replay/trace.ts';
import { processOf } from '../story/log.ts';
import { messageText } from '../messages/message-text.ts';
import { clockOf, isTick } from '../story/timed.ts';

/**
 * A trace as a Mermaid sequence diagram between processes: what they send each other, what the environment does, and
 * the log lines as notes. Calls within one process are not drawn.
 *
 * @param cycleFrom how many steps lie before its cycle, if it goes on for ever: the cycle is drawn as a loop
 * @param unit what a tick of its clock is worth in seconds, if it has one: steps then have their time, and ticks are not drawn
 */
export function sequenceDiagram(
  composition: Composition,
  trace: Trace,
  cycleFrom = trace.length,
  unit?: number,
): string {
  const processes = [...new Set(composition.components.map(({ process }) => process))];
  // Mermaid takes two at the most: a note spans what lies between.
  const ends = [...new Set([processes[0], processes.at(-1)])].join(',');
  const clock = unit === undefined ? [] : clockOf(trace, unit);
  const lines = trace.map((step, i) => {
    if (unit !== undefined && isTick(step)) return [];
    const mark = unit === undefined ? `${i + 1}.` : `${clock[i]} s:`;
    return [
      `  Note over ${ends}: ${mark} ${escape(choiceText(step.component, step.choice))}`,
      ...step.occurrences.flatMap((occurrence) => drawn(composition, occurrence)),
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

function drawn(composition: Composition, occurrence: Occurrence): string[] {
  const own = processOf(composition, occurrence.component);
  const notes = occurrence.prints.map((text) => `  Note over ${own}: ${escape(text)}`);
  const arrows = occurrence.sends
    .filter(({ to }) => processOf(composition, to) !== own)
    .map(({ to, message }) => `  ${own}->>${processOf(composition, to)}: ${escape(messageText(message))}`);
  return [...notes, ...arrows];
}

/** Characters with a meaning of their own in Mermaid's sequence diagrams. */
function escape(text: string): string {
  return text.replace(/[#;<>]/g, (character) => `#${character.charCodeAt(0)};`);
}
