import type { Trace } from '../checker/replay/trace.ts';
import { type Style, story } from '../traces/story/story.ts';
import type { Subject } from './subject.ts';

const same = (text: string) => text;
const PLAIN: Style = { bold: same, dim: same, red: same, green: same, yellow: same };

/** A run as a story without colours: who does what, what changes, and which messages go where. */
export function plainStory(
  { carriers, composition, unit }: Pick<Subject, 'carriers' | 'composition' | 'unit'>,
  trace: Trace,
  cycleFrom?: number,
): string {
  if (trace.length === 0 && cycleFrom === undefined) return '  It is so at the start, before any step.';
  return story({ composition, trace, carriers, unit, cycleFrom }, PLAIN);
}
