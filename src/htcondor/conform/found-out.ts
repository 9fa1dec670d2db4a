import type { AnyStateMachine } from 'xstate';
import { scheddAlone } from '../../../machines/systems/alone.ts';
import { ALL_FIXES } from '../../../machines/vocabulary.ts';
import { ModelError } from '../../checker/errors.ts';
import { Conformer, type MeasuredRecord } from './conform.ts';

/** The machines of a schedd are the same in every build. */
const ANY_BUILD = { revision: 'head', commandRead: 'non-blocking', fixes: ALL_FIXES } as const;

/**
 * Whether a schedd with `mutant` in the place of `original` is told from the measured one: by an outcome that it does
 * not allow, by a message that it does not expect, or by doing nothing for ever.
 */
export function isFoundOut(
  original: AnyStateMachine,
  mutant: AnyStateMachine,
  records: readonly MeasuredRecord[],
): boolean {
  if (!scheddAlone(ANY_BUILD).some(({ machine }) => machine === original)) return false;
  const conformer = new Conformer((build) =>
    scheddAlone(build).map((component) =>
      component.machine === original ? { ...component, machine: mutant } : component,
    ),
  );
  try {
    return records.some((record) => conformer.conform([record]).disagree.length > 0);
  } catch (error) {
    if (error instanceof ModelError || error instanceof RangeError) return true;
    throw error;
  }
}
