import { printable } from '../../../files/input.ts';
import type { Style } from '../../../traces/story/story.ts';
import type { SlotConformance, SlotDisagreement } from './conform.ts';

export function slotSummary({ runs, steps, agree, unknownReasons }: SlotConformance): string {
  const unknown = unknownReasons === 0 ? '' : `\n${unknownReasons} give a cause that the machine does not know.`;
  return `${agree} of ${steps} steps of ${runs} runs agree.${unknown}`;
}

export function slotDisagreementText(found: SlotDisagreement, style: Style): string {
  const { scenario, run, slot, step, from, to, reason, why } = found;
  return [
    style.red(printable(`${scenario}, run ${run}, ${slot}, step ${step}: ${from} -> ${to}`)),
    `  recorded ${printable(reason ?? 'without a line before it')}`,
    `  ${printable(why)}`,
  ].join('\n');
}
