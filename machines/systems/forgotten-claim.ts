import type { ComponentSpec, SystemSpec } from '../../src/checker/index.ts';
import { claimMachine } from '../startd/claim.ts';
import { linkMachine } from '../environment/link.ts';
import { matchSessionMachine } from '../schedd/match-session.ts';
import { clockOf, events } from './parts.ts';
import { periodsOf, SESSION_LINGERS, SESSIONS_CHECKED } from '../periods.ts';
import { receiveStartdAliveMachine } from '../schedd/receive-startd-alive.ts';
import { ALL_FIXES } from '../vocabulary.ts';

/** A claim of HEAD with a match session, which its schedd forgets: all in seconds. */
export interface ForgottenClaimVariant {
  readonly lease: number;
  /** What a tick of the clock is worth. */
  readonly unit: number;
  /** How the schedd forgets it. */
  readonly forgotten: 'DELETE_MATCH_RECORD' | 'RESTART_WITHOUT_QUEUE';
}

const NAMES = {
  peer: '<>',
  slot: 'slot1',
  job: '1.0',
  claim: '<>#1795355415#1#...',
  session: '<>#1795355415#1',
};

/** A startd whose claim is idle, or whose starter does not handle the alives, over a network without faults, and a schedd that forgets. */
export function forgottenClaimSystem({ lease, unit, forgotten }: ForgottenClaimVariant): SystemSpec {
  const periods = periodsOf(lease, unit);
  const lingering = {
    valid: Math.floor(SESSION_LINGERS / unit),
    latest: Math.ceil((SESSION_LINGERS + SESSIONS_CHECKED) / unit),
  };
  const timed = ['claim', 'link', 'matchRecord'];
  const components: ComponentSpec[] = [
    {
      name: 'claim',
      process: 'startd',
      machine: claimMachine,
      input: { path: 'auth', revision: 'head', periods },
      ports: { first: 'link', second: 'link' },
      environment: events('ALIVE_TIMER', 'SELECT', 'LEASE_TIMER'),
    },
    {
      name: 'link',
      process: 'startd',
      machine: linkMachine,
      input: { caught: 'hangs', commandTimeout: periods.command, asksForSession: true },
      ports: { handler: 'handler', claim: 'claim', session: 'matchRecord' },
      environment: events('ARRIVES'),
    },
    {
      name: 'handler',
      process: 'schedd',
      machine: receiveStartdAliveMachine,
      input: { fixes: ALL_FIXES },
      ports: { sock: 'link', daemonCore: 'link', matchRecord: 'matchRecord' },
    },
    {
      name: 'matchRecord',
      process: 'schedd',
      machine: matchSessionMachine,
      input: lingering,
      ports: { claim: 'claim' },
      environment: events('CLAIM_STARTD', forgotten, 'EXPIRED_SESSIONS_TIMER'),
    },
    clockOf(timed),
  ];
  return { name: 'forgotten-claim', components: components.map((component) => ({ ...component, labels: NAMES })) };
}
