import type { Composition } from '../engine/compose.ts';
import type { Trace } from '../engine/trace.ts';
import { choiceText } from '../engine/trace.ts';
import { logLines, type Style } from './log.ts';

/** The run of a timed system as a story: each step with its time, in seconds since the start; ticks are not shown. */
export function timedStory(composition: Composition, trace: Trace, unit: number, style: Style): string {
  let seconds = 0;
  return trace
    .flatMap((step) => {
      if (step.choice.event.type === 'TICK') {
        seconds += unit;
        return [];
      }
      const time = `${seconds} s`.padStart(8);
      const heading = `${time}  ${choiceText(step.component, step.choice)}${style.dim(step.description && `  ${step.description}`)}`;
      const lines = logLines(composition, [step]).map(
        ({ process, text }) => `${' '.repeat(10)}${style.bold(process)}  ${text}`,
      );
      return [heading, ...lines];
    })
    .join('\n');
}
