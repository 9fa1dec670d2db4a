import type { AnyStateMachine } from 'xstate';
import { scheddAlone } from '../../machines/system.ts';
import { ModelError } from '../engine/errors.ts';
import { Conformer, type MeasuredRecord } from './conform.ts';

/**
 * Whether a schedd with `mutant` in the place of `original` is told from the measured one: by an outcome that it does
 * not allow, by a message that it does not expect, or by doing nothing for ever.
 */
export function isFoundOut(
  original: AnyStateMachine,
  mutant: AnyStateMachine,
  records: readonly MeasuredRecord[],
): boolean {
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
