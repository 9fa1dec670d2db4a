import { isTick } from '../../../traces/story/shown-run.ts';
import type { Fold } from '../story/folds.ts';
import type { Explorer, ToldRun } from './hooks/use-explorer.ts';

/** A row of the run in words. */
export interface RowWords {
  readonly sentence: string;
  /** The event, as the machines have it. */
  readonly event: string;
  readonly number: string;
  readonly time: string | null;
  readonly fault: string | null;
}

export function rowWords(
  { whole, model }: Pick<Explorer, 'whole' | 'model'>,
  { from, to, period, times }: Fold,
): RowWords {
  const steps = whole.told.slice(from - 1, from - 1 + period);
  const [first] = whole.trace.slice(from - 1);
  const seconds = whole.times?.[to - 1];
  const isTime = period === 1 && model.unit !== undefined && first !== undefined && isTick(first);
  const lasted = whole.times ? `, ${(whole.times[to - 1] as number) - (whole.times[from - 2] ?? 0)} s` : '';
  const sentence = isTime ? `${times * (model.unit ?? 0)} s pass` : steps.map((told) => told.sentence).join('; then ');
  const event = steps.map((told) => told.event).join(', ');
  const repeated = times === 1 ? '' : ` × ${times}`;
  return {
    sentence: isTime ? sentence : sentence + repeated,
    event: `${event}${repeated}${times === 1 ? '' : lasted}`,
    number: `${from}`,
    time: seconds === undefined ? null : `${seconds} s`,
    fault: whole.trace.slice(from - 1, to).find(({ choice }) => choice.fault !== null)?.choice.fault ?? null,
  };
}

/** What a class of faults is, in words. */
export const faultText = ({ scenes }: Pick<Explorer, 'scenes'>, fault: string): string =>
  scenes.study.faultsMean?.[fault] ?? fault;

/** When a step is, if there is a clock. */
export const timeAt = ({ times }: ToldRun, step: number): string | null => (times ? `${times[step - 1] ?? 0} s` : null);
