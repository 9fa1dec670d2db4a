import type { Composition, Occurrence } from '../engine/compose.ts';
import { ENVIRONMENT } from '../engine/compose.ts';
import type { Trace } from '../engine/trace.ts';
import { choiceText } from '../engine/trace.ts';

/**
 * A trace as a Mermaid sequence diagram between processes: what they send each other, what the environment does, and
 * the log lines as notes. Calls within one process are not drawn.
 */
export function sequenceDiagram(composition: Composition, trace: Trace): string {
  const processes = [...new Set(composition.components.map(({ process }) => process))];
  const processOf = (name: string) =>
    name === ENVIRONMENT ? ENVIRONMENT : (composition.components[composition.indexOf(name)]?.process ?? name);
  const lines = trace.flatMap((step, i) => [
    `  Note over ${processes.join(',')}: ${i + 1}. ${escape(choiceText(step.component, step.choice))}`,
    ...step.occurrences.flatMap((occurrence) => drawn(occurrence, processOf)),
  ]);
  return ['sequenceDiagram', ...processes.map((process) => `  participant ${process}`), ...lines].join('\n');
}

function drawn(occurrence: Occurrence, processOf: (name: string) => string): string[] {
  const own = processOf(occurrence.component);
  const notes = occurrence.prints.map((text) => `  Note over ${own}: ${escape(text)}`);
  const arrows = occurrence.sends
    .filter(({ to }) => processOf(to) !== own)
    .map(({ to, message }) => `  ${own}->>${processOf(to)}: ${escape(messageText(message))}`);
  return [...notes, ...arrows];
}

/** A message as a reader would say it. */
export function messageText({ type, ...params }: { readonly type: string }): string {
  return [type, ...Object.values(params).map(plain)].join(' ');
}

/** A value without quotes and braces, as a reader would say it. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(plain).join(' ');
  return String(value);
}

/** Characters with a meaning of their own in Mermaid's sequence diagrams. */
function escape(text: string): string {
  return text.replace(/[#;<>]/g, (character) => `#${character.charCodeAt(0)};`);
}
