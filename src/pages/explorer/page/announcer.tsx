import { words } from '../../../checker/system/message.ts';
import type { Explorer } from './hooks/use-explorer.ts';

/** Says to a screen reader what the last step was, and what it shows. */
export function Announcer(explorer: Explorer) {
  return (
    <p class="unseen" role="status">
      {announcement(explorer)}
    </p>
  );
}

function announcement({ view, trace, judgements }: Explorer): string {
  const last = trace.at(-1);
  if (!last) return `At the start of a run of ${view.run.length} steps.`;
  const fault = last.choice.fault ? `, a fault of class ${last.choice.fault}` : '';
  const lines = last.occurrences.flatMap(({ prints }) => prints);
  const shown = judgements.filter(({ step }) => step === view.at).map(({ property }) => property.sentence);
  return [
    `Step ${view.at} of ${view.run.length}: ${last.component} ${words(last.choice.event).join(' ')}${fault}.`,
    ...lines,
    ...shown.map((sentence) => `Shown: ${sentence}.`),
  ].join(' ');
}
