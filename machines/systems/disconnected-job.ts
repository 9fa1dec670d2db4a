import type { ComponentSpec, SystemSpec } from '../../src/checker/index.ts';
import { jicShadowMachine } from '../starter/jic-shadow.ts';
import { outageMachine } from '../environment/outage.ts';
import { clockOf, events } from './parts.ts';
import {
  LOCATE_TIMEOUT,
  RECONNECT_DELAYS,
  RETRANSMISSION_MAX,
  type Span,
  STARTER_UPDATE_INTERVAL,
  SYSCALL_TIMEOUT,
  spanOf,
  TCP_KEEPALIVE_INTERVAL,
  TCP_USER_TIMEOUT,
  TCP_USER_TIMEOUT_AT_THE_LATEST,
} from '../periods.ts';
import { remoteResourceMachine } from '../shadow/remote-resource.ts';
import { syscallSockMachine } from '../environment/syscall-sock.ts';

/** A running job with a lease, and one outage of the network: all in seconds. */
export interface DisconnectedJobVariant {
  /** JobLeaseDuration. */
  readonly lease: number;
  /** How long the outage may last; a multiple of the unit. */
  readonly longest: number;
  /** What a tick of the clock is worth. */
  readonly unit: number;
  /** A second failure of the network hits the reply to one request to reconnect. */
  readonly losesReply?: boolean;
  /** The shadow is from before 790c023135 (HTCONDOR-3388). */
  readonly retriesLostReply?: boolean;
}

/** How long TCP waits for a sign of life of the other end. */
const patienceOf = (unit: number): Span => ({
  ...spanOf(TCP_USER_TIMEOUT, unit),
  latest: spanOf(TCP_USER_TIMEOUT_AT_THE_LATEST, unit).latest,
});

/**
 * A starter and its shadow of HEAD on Linux, the connection between them, and an outage of the network. The startd's part is left
 * out: its lease of the claim is refreshed as long as the starter runs (#4491), and it answers whoever reaches it.
 *
 * Nothing is scaled but the lease, which every job may set; an interval that is not whole units is over at the tick before or after.
 */
export function disconnectedJobSystem({
  lease,
  longest,
  unit,
  losesReply = false,
  retriesLostReply = false,
}: DisconnectedJobVariant): SystemSpec {
  const ticks = lease / unit;
  const timed = ['starter', 'sock', 'shadow', 'outage'];
  const components: ComponentSpec[] = [
    {
      name: 'starter',
      process: 'starter',
      machine: jicShadowMachine,
      input: {
        lease: ticks,
        update: Math.ceil(STARTER_UPDATE_INTERVAL / unit),
        syscall: spanOf(SYSCALL_TIMEOUT, unit),
        unit,
      },
      ports: { sock: 'sock' },
      environment: events('START_SYSCALL', 'SYSCALL_TIMEOUT', 'JOB_LEASE_TIMER'),
    },
    {
      name: 'sock',
      process: 'network',
      machine: syscallSockMachine,
      input: {
        patience: patienceOf(unit),
        probe: spanOf(TCP_KEEPALIVE_INTERVAL, unit).earliest,
        resend: Math.ceil(RETRANSMISSION_MAX / unit),
      },
      ports: { starter: 'starter', shadow: 'shadow' },
      environment: events(
        'ARRIVES',
        'ATTEMPT_ARRIVES',
        'UNREACHABLE',
        'PROBE_ANSWERED',
        'TCP_GIVES_UP',
        ...(losesReply ? ['LOSE_REPLY'] : []),
      ),
    },
    {
      name: 'shadow',
      process: 'shadow',
      machine: remoteResourceMachine,
      input: {
        lease: ticks,
        delays: RECONNECT_DELAYS.map((delay) => spanOf(delay, unit)),
        attempt: spanOf(LOCATE_TIMEOUT, unit),
        unit,
        retriesLostReply,
      },
      ports: { sock: 'sock' },
      environment: events('RECONNECT_TIMER', 'CONNECT_TIMEOUT'),
    },
    {
      name: 'outage',
      process: 'network',
      machine: outageMachine,
      input: { what: 'NETWORK_FAILS', longest: longest / unit },
      ports: { link: 'sock' },
      environment: events('BEGIN', 'END'),
    },
    clockOf(timed),
  ];
  const labels = { starter: '<>', shadow: '<>', lease: String(lease) };
  return { name: 'disconnected-job', components: components.map((component) => ({ ...component, labels })) };
}
