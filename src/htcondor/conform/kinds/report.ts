import { printable } from '../../../files/input.ts';
import type { Style } from '../../../traces/story/story.ts';
import type { KindConformance, KindDisagreement, KindOutcome } from './conform.ts';

export function kindsSummary({ records, outcomes, agree }: KindConformance): string {
  return `${agree} of ${outcomes} outcomes of ${records} records agree.`;
}

/** A disagreement, and beneath it all that the model allows. */
export function kindDisagreementText(
  { mode, case: name, fixes, measured, model }: KindDisagreement,
  style: Style,
): string {
  return [
    style.red(`${mode}, ${printable(name)}, fixes ${fixes}`),
    `  measured ${outcomeText(measured)}`,
    ...model.map((one) => `  model    ${outcomeText(one)}`),
  ].join('\n');
}

const outcomeText = (outcome: KindOutcome): string =>
  outcome.length === 0
    ? 'no reply'
    : outcome
        .map((one) =>
          typeof one === 'number'
            ? `reply ${one}`
            : Object.entries(one)
                .map(([field, value]) => printable(`${field} ${value}`))
                .join(', '),
        )
        .join('; ');
