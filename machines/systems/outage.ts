import type { ComponentSpec, SystemSpec } from '../../src/checker/index.ts';
import { claimMachine } from '../startd/claim.ts';
import { COMMAND_DEADLINE, PAYLOAD_DEADLINE } from '../daemon-core/daemon-core.ts';
import { daemonCoreWaitMachine, type Waits } from '../daemon-core/daemon-core-wait.ts';
import { type Caught, linkMachine } from '../environment/link.ts';
import { matchRecordMachine } from '../schedd/match-record.ts';
import { type Outage, outageMachine } from '../environment/outage.ts';
import { clockOf, events } from './parts.ts';
import { periodsOf, TCP_USER_TIMEOUT } from '../periods.ts';
import { receiveStartdAliveMachine } from '../schedd/receive-startd-alive.ts';
import { recoveredMatchMachine } from '../schedd/recovered-match.ts';
import { ALL_FIXES } from '../vocabulary.ts';

/** A claim with a lease, and one outage: all in seconds. */
export interface OutageVariant {
  readonly lease: number;
  /** How long the outage may last; a multiple of the unit. */
  readonly longest: number;
  /** What a tick of the clock is worth. */
  readonly unit: number;
  readonly what: Outage;
  /** Where it `is closed`, by a schedd of HEAD. */
  readonly caught: Caught;
  /** Whether the wait for a reply ends at the deadline of the connect, as in 2011. */
  readonly revision: '2011' | 'head';
  /** Whether startCommand() waits for the schedd's answer, as at HEAD with a security session. */
  readonly resumeResponse: boolean;
  /** Whether a job runs all the time, and its starter handles the alives (#4491). */
  readonly starterHandlesAlives?: boolean;
  /** Whether TCP gives up a lost connection, as at HEAD on Linux. */
  readonly tcpGivesUp?: boolean;
  /** How many seconds after an outage of the network TCP sends again what was caught; none if not given. */
  readonly resend?: number;
}

const NAMES = { peer: '<>', slot: 'slot1', job: '1.0', claim: '<>#1318946760#1#...' };

const CLAIM_EVENTS = ['ALIVE_TIMER', 'SELECT', 'LEASE_TIMER', 'CONNECT_FAILED', 'REPLY_DEADLINE'];

/**
 * DaemonCore's deadlines in units of so many seconds. Sock::deadline_expired() compares whole seconds and is strict, so that
 * either ends up to a second later than it says: that is left out.
 */
const waitsOf = (unit: number): Waits => ({
  command: Math.ceil(COMMAND_DEADLINE['non-blocking'] / unit),
  payload: Math.ceil(PAYLOAD_DEADLINE / unit),
});

/** A claim and its schedd over a link that carries whole messages, with all fixes, and an outage between them. */
export function outageSystem(variant: OutageVariant): SystemSpec {
  const {
    lease,
    longest,
    unit,
    what,
    caught,
    revision,
    resumeResponse,
    starterHandlesAlives = false,
    tcpGivesUp = false,
    resend = 0,
  } = variant;
  const periods = periodsOf(lease, unit);
  const closes = caught === 'is closed';
  const timed = ['claim', 'link', 'outage', ...(closes ? ['daemonCore'] : [])];
  const components: ComponentSpec[] = [
    {
      name: 'claim',
      process: 'startd',
      machine: claimMachine,
      input: { path: 'auth', revision, periods, starterHandlesAlives },
      ports: { first: 'link', second: 'link' },
      environment: events(...CLAIM_EVENTS),
    },
    {
      name: 'link',
      process: 'startd',
      machine: linkMachine,
      input: {
        caught,
        commandTimeout: resumeResponse ? periods.command : null,
        userTimeout: tcpGivesUp ? Math.ceil(TCP_USER_TIMEOUT / unit) : null,
        resend: Math.ceil(resend / unit),
      },
      ports: { handler: 'handler', claim: 'claim', ...(closes ? { daemonCore: 'daemonCore' } : {}) },
      environment: events('ARRIVES', 'COMMAND_TIMEOUT', ...(tcpGivesUp ? ['TCP_GIVES_UP'] : [])),
    },
    {
      name: 'handler',
      process: 'schedd',
      machine: receiveStartdAliveMachine,
      input: { fixes: ALL_FIXES },
      ports: { sock: 'link', daemonCore: 'link', matchRecord: 'matchRecord' },
    },
    starterHandlesAlives
      ? {
          name: 'matchRecord',
          process: 'schedd',
          machine: recoveredMatchMachine,
          input: { expiry: 'none' },
          ports: { claim: 'claim' },
          environment: events('ADD_MATCH_RECORD'),
        }
      : {
          name: 'matchRecord',
          process: 'schedd',
          machine: matchRecordMachine,
          ports: { claim: 'claim' },
          environment: events('CLAIM_STARTD'),
        },
    ...(closes ? [daemonCore(unit)] : []),
    {
      name: 'outage',
      process: 'network',
      machine: outageMachine,
      input: { what, longest: longest / unit },
      ports: { link: 'link' },
      environment: events('BEGIN', 'END'),
    },
    clockOf(timed),
  ];
  return { name: 'outage', components: components.map((component) => ({ ...component, labels: NAMES })) };
}

const daemonCore = (unit: number): ComponentSpec => ({
  name: 'daemonCore',
  process: 'schedd',
  machine: daemonCoreWaitMachine,
  input: { waits: waitsOf(unit) },
  ports: { sock: 'link' },
  environment: events('DEADLINE'),
});
