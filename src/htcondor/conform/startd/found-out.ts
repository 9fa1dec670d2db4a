import type { AnyStateMachine } from 'xstate';
import { startdAlone } from '../../../../machines/systems/alone.ts';
import { differs, mutated, runs } from '../found-out.ts';
import { StartdConformer } from './conform.ts';
import type { StartdRecord } from './record.ts';

/** Whether a startd with `mutant` in the place of `original` is told from the measured one. */
export function isStartdFoundOut(
  original: AnyStateMachine,
  mutant: AnyStateMachine,
  records: readonly StartdRecord[],
): boolean {
  if (!runs(startdAlone('head'), original)) return false;
  const machines: typeof startdAlone = (revision) => mutated(startdAlone(revision), original, mutant);
  return differs(() => new StartdConformer('head', machines).conform(records).disagree.length > 0);
}
