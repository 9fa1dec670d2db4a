import type { Composition } from '../../checker/system/compose.ts';
import type { Trace } from '../../checker/replay/trace.ts';
import { choiceText } from '../../checker/replay/trace.ts';
import { logLines } from './log.ts';
import { sideBySide } from './side-by-side.ts';

/** A counterexample for a reader: what the environment did, and the two daemons' logs side by side. */
export function counterexampleText(composition: Composition, trace: Trace, width: number): string {
  const steps = trace.map((step, i) => `${String(i + 1).padStart(3)}. ${choiceText(step.component, step.choice)}`);
  return [...steps, '', sideBySide(logLines(composition, trace), 'startd', 'schedd', width), ''].join('\n');
}
