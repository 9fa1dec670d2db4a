import type { AnyStateMachine } from 'xstate';
import { startdAlone } from '../../../../machines/systems/alone.ts';
import { ModelError } from '../../../checker/errors.ts';
import { StartdConformer } from './conform.ts';
import type { StartdRecord } from './record.ts';

/** The same of a startd: whether one with `mutant` in the place of `original` is told from the measured one. */
export function isStartdFoundOut(
  original: AnyStateMachine,
  mutant: AnyStateMachine,
  records: readonly StartdRecord[],
): boolean {
  if (!startdAlone('head').some(({ machine }) => machine === original)) return false;
  const machines: typeof startdAlone = (revision) =>
    startdAlone(revision).map((component) =>
      component.machine === original ? { ...component, machine: mutant } : component,
    );
  try {
    return new StartdConformer('head', machines).conform(records).disagree.length > 0;
  } catch (error) {
    if (error instanceof ModelError || error instanceof RangeError) return true;
    throw error;
  }
}
