import { printable } from '../../../files/input.ts';
import type { Style } from '../../../traces/story/story.ts';
import { occurrenceLines, outcomeText } from '../report.ts';
import { SECOND } from '../schedule.ts';
import type { StartdConformance, StartdConformer, StartdDisagreement } from './conform.ts';
import type { StartdOutcome } from './record.ts';

/** The result in the shape that the schedd's side has; a startd has neither fixes nor gaps. */
export function startdJson({ records, agree, disagree, allowsMoreThanOne }: StartdConformance): object {
  return {
    records,
    outcomes: records,
    agree,
    disagree: disagree.map(({ record, field, run }) => ({
      mode: 'head',
      path: 'startd',
      gap: null,
      case: record.case,
      fixes: null,
      field,
      measured: outcomeOf(record),
      model: run.outcome,
    })),
    allowsMoreThanOne,
  };
}

export function startdSummary({ records, agree, allowsMoreThanOne }: StartdConformance): string {
  return `${agree} of ${records} records agree.\n${allowsMoreThanOne} allow more than one outcome.`;
}

/** A disagreement, and beneath it what the model did instead. */
export function startdDisagreementText(conformer: StartdConformer, found: StartdDisagreement, style: Style): string {
  const { record, field, run } = found;
  const phase = (run.circumstances.phase / SECOND).toFixed(3);
  return [
    style.red(`head, startd, ${printable(record.case)}: ${field.join(', ')}`),
    `  measured ${outcomeText(outcomeOf(record))}`,
    `  model    ${outcomeText(run.outcome)} (the run begins ${phase} s after the turn of a second)`,
    ...conformer.trace(record, run.circumstances).flatMap((occurrence) => occurrenceLines(occurrence, style)),
  ].join('\n');
}

const outcomeOf = (record: StartdOutcome): StartdOutcome => ({
  outcome: record.outcome,
  valueRead: record.valueRead,
  secondsFromHandlerToDecision: record.secondsFromHandlerToDecision,
  claimRemoved: record.claimRemoved,
  claimRemovedAfter: record.claimRemovedAfter,
  retryAfter: record.retryAfter,
});
