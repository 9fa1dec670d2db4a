import {
  all,
  type Condition,
  enters,
  goes,
  having,
  isIn,
  leaves,
  never,
  not,
  type Pattern,
  type Property,
  type Snapshot,
  sends,
  takes,
  witness,
} from '../../src/checker/index.ts';
import { timeGoesOn } from './outage.ts';

/** What the machine jicShadow remembers. */
interface Starter {
  readonly lease: number;
  readonly sinceRpc: number;
  readonly leaseLeft: number | null;
}

/** What the machine remoteResource remembers. */
interface Shadow {
  readonly lease: number;
  readonly sinceContact: number;
}

/** What the machine syscallSock remembers. */
interface Sock {
  readonly patience: { readonly earliest: number; readonly latest: number };
  readonly probe: number;
  readonly resend: number;
  readonly quiet: number;
  readonly heard: boolean;
  readonly backFor: number;
}

const CAUGHT = ['open.callCaught', 'open.replyCaught', 'closedByShadow', 'closedByStarter'];
const REPLY_CAUGHT = ['open.replyCaught', 'closedByStarter.replyCaught'];

/** The job has been killed, and its starter is gone. */
const NO_JOB: Condition = { of: ['starter'], is: (starter) => isIn(starter, 'gone') };

const KILLED = enters('starter', 'gone');
const GIVEN_UP = enters('shadow', 'gone');
const STARTER_LOSES = enters('starter', 'disconnected');
const SHADOW_LOSES = leaves('shadow', 'executing');
const RECONNECTED = goes('shadow', 'reconnecting', 'executing');
const FINDS_NONE = takes('shadow', 'NOT_FOUND');
const CALL_RETURNS = takes('starter', 'RETURNED');

const starterOf = ({ context }: Snapshot): Starter => context as Starter;
const shadowOf = ({ context }: Snapshot): Shadow => context as Shadow;

const leaseIsOver = having<Shadow>(({ lease, sinceContact }) => sinceContact >= lease);

const says =
  (beginning: string): Pattern =>
  ({ prints }) =>
    prints.some((line) => line.startsWith(beginning));

/** The contact is counted from another time than that of the call. */
const countsElse: readonly Pattern[] = [
  all(CALL_RETURNS, ({ to }) => starterOf(to.snapshot).sinceRpc !== 0),
  all(takes('shadow', 'SYSCALL'), ({ to }) => shadowOf(to.snapshot).sinceContact !== 0),
  all(
    not(CALL_RETURNS),
    not(takes('starter', 'RECONNECT_JOB')),
    not(KILLED),
    ({ component, from, to }) =>
      component === 'starter' && starterOf(to.snapshot).sinceRpc < starterOf(from.snapshot).sinceRpc,
  ),
];

/** The properties of a running job, and of one outage that is not too long. */
export const DISCONNECTED_JOB: readonly Property[] = [
  {
    id: 'T16',
    name: 'No outage costs the job',
    violation: 'The outage can cost the job',
    sentence: 'The running job is not lost to the outage',
    source:
      'JICShadow::job_lease_expired(): "aborting job execution!"; RemoteResource::reconnect(): "Job disconnected too long"',
    checks: never(KILLED, GIVEN_UP),
  },
  {
    id: 'T17',
    sentence:
      "Starter and shadow wait for each other as long as the job's lease lasts from their last contact: neither gives the job up earlier or waits longer, and whoever gives it up logs that",
    source: 'JICShadow::syscall_sock_disconnect(), RemoteResource::remainingLeaseDuration(): JobLeaseDuration',
    checks: never(
      ...countsElse,
      all(
        KILLED,
        having<Starter>(({ lease, sinceRpc }) => sinceRpc < lease),
      ),
      all(
        takes('starter', 'TICK', 'disconnected'),
        having<Starter>(({ leaseLeft, lease, sinceRpc }) => leaseLeft === 0 || sinceRpc >= lease),
      ),
      all(GIVEN_UP, not(says('Reconnect FAILED: Job'))),
      all(GIVEN_UP, not(FINDS_NONE), not(says('JobLeaseDuration remaining: EXPIRED!'))),
      all(KILLED, not(says('No reconnect from shadow for'))),
      all(GIVEN_UP, not(FINDS_NONE), not(leaseIsOver)),
      all(takes('shadow', 'TICK', 'reconnecting.waiting'), leaseIsOver),
      all(enters('shadow', 'reconnecting.waiting'), leaseIsOver),
    ),
  },
  {
    id: 'T18',
    sentence:
      "TCP gives up the shadow's end when it has heard nothing since the outage began, and for as long as it waits, not before and not later; and with a network only if the outage had one of its probes, or its reply; what an outage has caught is sent again in time",
    source: 'Sock::set_keepalive(): TCP_KEEPALIVE_INTERVAL, TCP_USER_TIMEOUT; RFC 6298, 5.5',
    checks: never(
      all(
        takes('sock', 'TCP_GIVES_UP'),
        having<Sock>(({ quiet, patience }) => quiet < patience.earliest),
      ),
      all(
        takes('sock', 'TCP_GIVES_UP'),
        having<Sock>(({ heard }) => heard),
      ),
      all(
        takes('sock', 'TCP_GIVES_UP', 'way.back'),
        ({ from }) => !REPLY_CAUGHT.some((state) => isIn(from.snapshot, `connection.${state}`)),
        having<Sock>(({ quiet, backFor, probe }) => quiet - backFor < probe),
      ),
      all(
        takes('sock', 'TICK'),
        having<Sock>(({ heard }) => !heard),
        ({ from }) => ['open', 'closedByStarter'].some((state) => isIn(from.snapshot, `connection.${state}`)),
        having<Sock>(({ quiet, patience }) => quiet >= patience.latest),
      ),
      all(
        takes('sock', 'TICK', 'way.back'),
        ({ from }) => CAUGHT.some((state) => isIn(from.snapshot, `connection.${state}`)),
        having<Sock>(({ backFor, resend }) => backFor >= resend),
      ),
    ),
  },
  timeGoesOn(NO_JOB),
  witness(
    'starter-loses-shadow-first',
    'The starter finds out first that the connection is lost',
    'an antecedent of T17: "Lost connection to shadow, last activity was N secs ago, waiting M secs for reconnect"',
    SHADOW_LOSES,
    { after: [STARTER_LOSES], forget: RECONNECTED },
  ),
  witness(
    'shadow-loses-starter-first',
    'The shadow finds out first that the connection is lost',
    'an antecedent of T17: "Trying to reconnect to disconnected job"',
    STARTER_LOSES,
    { after: [SHADOW_LOSES], forget: RECONNECTED },
  ),
  witness(
    'reconnected-at-a-later-attempt',
    'An attempt to reconnect fails, and one that follows it succeeds',
    'the antecedent of T16: "Scheduling another attempt to reconnect in N seconds", "Reconnect SUCCESS"',
    RECONNECTED,
    { after: [goes('shadow', 'reconnecting.attempting', 'reconnecting.waiting')] },
  ),
  witness(
    'starter-in-a-call',
    'An attempt to reconnect finds the starter in a call on the old connection, and waits in vain',
    'JICShadow::updateShadow() blocks; RemoteResource::requestReconnect(): CA_COMMUNICATION_ERROR',
    takes('shadow', 'CONNECT_TIMEOUT'),
    { after: [takes('starter', 'RECONNECT_JOB', 'inSyscall')], forget: takes('shadow', 'RECONNECT_TIMER') },
  ),
  witness(
    'call-goes-on',
    'A call that the outage has caught returns after it, and nobody has noticed',
    'TCP, which sends it again',
    CALL_RETURNS,
    { after: [enters('sock', 'connection.open.callCaught')], forget: STARTER_LOSES },
  ),
  witness(
    'given-up-with-a-network',
    'TCP gives the connection up although the network is back: no timer has fired in between',
    'logs/waits/job-starter-gone: the network was back for 39 s',
    takes('sock', 'TCP_GIVES_UP', 'way.back'),
  ),
  witness(
    'late-call-served',
    'A call whose starter has given it up reaches the shadow, which takes it for a contact',
    'logs/waits/job-starter-loses-first: LastJobLeaseRenewal; an antecedent of T17',
    takes('shadow', 'SYSCALL'),
    { after: [enters('sock', 'connection.closedByStarter.callCaught')] },
  ),
  witness(
    'lease-is-over-at-starter',
    'The lease is over at the starter, which kills the job',
    'an antecedent of T17: "No reconnect from shadow for N seconds, aborting job execution!"',
    KILLED,
  ),
  witness(
    'lease-is-over-at-shadow',
    'The lease is over at the shadow, which gives the job up',
    'an antecedent of T17: "Job disconnected too long: JobLeaseDuration (N seconds) expired"',
    all(GIVEN_UP, not(FINDS_NONE)),
  ),
  witness(
    'starter-is-gone',
    'The shadow reaches the startd when the starter is gone',
    'command_locate_starter(), CA_FAILURE: "Job not found at execution machine"',
    sends('starter', 'sock', 'NOT_FOUND'),
  ),
];
