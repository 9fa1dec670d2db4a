import type { StartdName } from '../grammar/startd.ts';
import type { Fact } from '../line.ts';
import type { ClaimEnd } from './claim.ts';

/** Whether a claim begins with a line. `Request accepted` is none: a partitionable slot says it, and gives the claim away. */
export const begins = ({ name, params }: Fact<StartdName>): boolean =>
  name === 'remote-owner' || (params['to'] === 'Claimed' && params['from'] !== 'Claimed');

/** A keep-alive that has failed. */
export const PROBLEMS: ReadonlySet<StartdName> = new Set([
  'alive-not-initiated',
  'alive-not-registered',
  'alive-connect-failed',
  'alive-command-failed',
  'alive-send-failed',
  'alive-response-problem',
]);

/** An end of which the log does not say why: lines of one second are not relied upon to be in order. */
export const isVague = ({ cause, reason }: Pick<ClaimEnd, 'cause' | 'reason'>): boolean =>
  cause === 'other' && (reason === '' || /retirement ended/.test(reason));
