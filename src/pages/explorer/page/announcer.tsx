import { isWitness } from '../../../checker/verify.ts';
import { nameOf } from '../story/verdict.ts';
import { faultText } from './words.ts';
import type { Explorer } from './hooks/use-explorer.ts';

/** Says to a screen reader what the last step was, and what it shows. */
export function Announcer(explorer: Explorer) {
  return (
    <p class="unseen" role="status">
      {announcement(explorer)}
    </p>
  );
}

function announcement(explorer: Explorer): string {
  const { view, trace, whole, judgements } = explorer;
  const last = trace.at(-1);
  const told = whole.told[view.at - 1];
  const shown = judgements
    .filter(({ step }) => step === view.at)
    .map(({ property }) =>
      isWitness(property)
        ? `reached: ${nameOf(property)}.`
        : `violated: ${nameOf(property)}.${property.violation ? ` ${property.violation}.` : ''}`,
    );
  if (!last || !told) return [`The whole run: ${view.run.length} steps.`, ...shown].join(' ');
  const fault = last.choice.fault ? ` A fault: ${faultText(explorer, last.choice.fault)}.` : '';
  const lines = last.occurrences.flatMap(({ prints }) => prints);
  return [`Step ${view.at} of ${view.run.length}: ${told.all.join('. ')}.${fault}`, ...shown, ...lines].join(' ');
}
