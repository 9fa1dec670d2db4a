import { printable } from '../../files/input.ts';
import type { Style } from '../../traces/story/story.ts';
import type { Agreement, AllowedRun, Conformance, Conformer, Disagreement } from './conform.ts';
import type { MeasuredOutcome } from './outcome.ts';
import type { Occurrence } from './occurrence.ts';
import { SECOND } from './schedule.ts';
import type { StartdOutcome } from './startd/record.ts';

/** What the command says as JSON: no more than was asked for. */
export function toJson({ records, outcomes, agree, disagree, allowsMoreThanOne }: Conformance): object {
  return {
    records,
    outcomes,
    agree,
    disagree: disagree.map(({ mode, path, gap, case: name, fixes, field, measured, model }) => ({
      mode,
      path,
      gap,
      case: name,
      fixes,
      field,
      measured,
      model,
    })),
    allowsMoreThanOne,
  };
}

/** A line per mode, path and case. */
export function agreementText(byCase: readonly Agreement[], style: Style): string {
  return byCase
    .toSorted((a, b) => heading(a).localeCompare(heading(b)) || a.case.localeCompare(b.case))
    .flatMap((row, i, rows) => {
      const isNew = i === 0 || heading(rows[i - 1] as Agreement) !== heading(row);
      const paint = row.agree === row.cells ? style.green : style.red;
      const line = `  ${paint(`${String(row.agree).padStart(4)} of ${String(row.cells).padEnd(4)}`)}  ${printable(row.case)}`;
      return isNew ? [style.bold(heading(row)), line] : [line];
    })
    .join('\n');
}

const heading = ({ mode, path }: Agreement): string => `${mode}, ${path}`;

export function summary({ records, outcomes, agree, allowsMoreThanOne, races }: Conformance): string {
  return [
    `${agree} of ${outcomes} outcomes of ${records} records agree.`,
    `${allowsMoreThanOne} allow more than one: ${races.clock} by the turn of the clock's second, ${races.close} by a reply that may or may not beat the client's close.`,
  ].join('\n');
}

/** A disagreement, and beneath it what the model did instead. */
export function disagreementText(conformer: Conformer, found: Disagreement, style: Style): string {
  const { mode, path, gap, case: name, fixes, field, record, run } = found;
  return [
    style.red(`${mode}, ${path}, gap ${gap}, ${printable(name)}, fixes ${fixes}: ${field.join(', ')}`),
    `  measured ${outcomeText(found.measured)}`,
    `  model    ${outcomeText(found.model)} (${raceText(run)})`,
    ...conformer.trace(record, fixes, run).flatMap((occurrence) => occurrenceLines(occurrence, style)),
  ].join('\n');
}

function raceText({ phase, apart }: AllowedRun): string {
  const clock = `the run begins ${(phase / SECOND).toFixed(3)} s after the turn of a second`;
  return apart ? `${clock}, and a reply leaves before the client's FIN arrives` : clock;
}

export const outcomeText = (outcome: MeasuredOutcome | StartdOutcome): string =>
  Object.entries(outcome)
    .map(([field, value]) => printable(`${field} ${value}`))
    .join(', ');

export function occurrenceLines({ at, component, sender, event, prints }: Occurrence, style: Style): string[] {
  const message = `${(at / SECOND).toFixed(3).padStart(9)} s  ${sender} → ${component}  ${event.type}`;
  const details = Object.entries(event)
    .filter(([key]) => key !== 'type' && key !== 'caller')
    .map(([key, value]) => ` ${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [message + style.dim(details.join('')), ...prints.map((line) => `               ${style.bold(line)}`)];
}
