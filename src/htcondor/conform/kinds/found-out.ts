import type { AnyStateMachine } from 'xstate';
import { scheddUdpEnd } from '../../../../machines/systems/datagrams.ts';
import { ALL_FIXES } from '../../../../machines/vocabulary.ts';
import { differs, mutated, runs } from '../found-out.ts';
import { KindConformer } from './conform.ts';
import type { KindRecord } from './record.ts';

/** Whether a schedd with a mutant, to which datagrams come, is told from the measured one. */
export function isUdpFoundOut(
  original: AnyStateMachine,
  mutant: AnyStateMachine,
  records: readonly KindRecord[],
): boolean {
  if (!runs(scheddUdpEnd(ALL_FIXES, 'client'), original)) return false;
  const conformer = new KindConformer((fixes, client) => mutated(scheddUdpEnd(fixes, client), original, mutant));
  return differs(() => records.some((record) => conformer.conform([record]).disagree.length > 0));
}
