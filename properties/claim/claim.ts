import {
  all,
  enters,
  having,
  isIn,
  leaves,
  type Occurrence,
  type Pattern,
  type Property,
  takes,
  witness,
} from '../../src/checker/index.ts';

/** How a claim ends in the startd; STARTD_DIES apart, each is a removal. */
const REMOVALS = ['disowned', 'leaseExpired', 'released', 'vacated'].map((end) => `lifecycle.${end}`);

const isRemoved = ({ snapshot }: Occurrence['from']): boolean => REMOVALS.some((end) => isIn(snapshot, end));

const removes: Pattern = (occurrence) => REMOVALS.some((end) => enters('claim', end)(occurrence));

/** With #4491 the alive timer of a claim whose job runs sends nothing. */
const refreshes: Pattern = all(
  having<{ readonly starterHandlesAlives: boolean }>(({ starterHandlesAlives }) => starterHandlesAlives),
  ({ from }) => isIn(from.snapshot, 'lifecycle.claimed.busy'),
);

const sendsAlive: Pattern = all(
  takes('claim', 'ALIVE_TIMER'),
  ({ to }) => isIn(to.snapshot, 'keepAlive.connecting'),
  (occurrence) => !refreshes(occurrence),
);

/** The socket is closed, by the claim or by the end of its process: the next ALIVE is another. */
const endsAlive: Pattern = (occurrence) =>
  enters('claim', 'keepAlive.waiting')(occurrence) || enters('claim', 'keepAlive.off')(occurrence);

/** What can fail of an ALIVE: its connect, its command or claim id, its reply. */
const fails: Pattern = (occurrence) =>
  ['CONNECT_FAILED', 'PUT_FAILED', 'GET_FAILED'].some((type) => takes('claim', type)(occurrence)) ||
  (takes('claim', 'EOM')(occurrence) && occurrence.event['result'] === false);

/** ALIVE_BAILOUT: after a log line the socket is closed, if there is one, and the timer is set to five seconds. */
function bailsOut({ from, to, sends, prints }: Occurrence): boolean {
  const { sock } = from.snapshot.context as { sock: unknown };
  const isClosed = sock === null || sends.some(({ message }) => message.type === 'CLOSE');
  return isIn(to.snapshot, 'keepAlive.waiting.fiveSeconds') && isClosed && prints.length > 0;
}

const isGone = ({ to: { snapshot } }: Occurrence): boolean =>
  isIn(snapshot, 'keepAlive.off') && isIn(snapshot, 'lease.off') && !isIn(snapshot, 'lifecycle.claimed');

/** By what a claim ends that its keep-alive has no part in. */
const ENDS = [
  ['released', 'RELEASE_CLAIM', 'command.cpp, release_claim()'],
  ['vacated', 'VACATE_CLAIM', 'Resource::release_claim(): condor_vacate'],
  ['vacated', 'PREEMPT', 'ResState::eval_policy()'],
  ['leaseExpired', 'LEASE_TIMER', 'Claim::leaseExpired()'],
] as const;

const renewsRemoved: Pattern = all(enters('claim', 'lease.running'), ({ from }) => isRemoved(from));

/** The properties of a claim as the startd keeps it, whatever the network and the schedd do. */
export const CLAIM: readonly Property[] = [
  {
    id: 'K1',
    sentence: 'At most one ALIVE is in flight',
    source: 'Claim::sendAlive(): "c_alive_inprogress_sock"',
    checks: [{ kind: 'neverAfter', what: sendsAlive, after: sendsAlive, forget: endsAlive }],
  },
  {
    id: 'K2',
    sentence: 'A claim is removed at most once',
    source: 'Claim::finishKillClaim(); the order in which it clears the socket is that of #1349',
    checks: [{ kind: 'neverAfter', what: removes, after: removes, forget: () => false }],
  },
  {
    id: 'K3',
    sentence: 'No lease is renewed for a claim that has been removed',
    source: 'Claim::alive(): a late reply restarts the lease timer; logs/late-answer has it of HEAD',
    checks: [{ kind: 'never', what: renewsRemoved }],
  },
  {
    id: 'K4',
    sentence: 'An ALIVE that fails is given up, and says so: its socket is closed, and the next one is sent after 5 s',
    source: 'claim.cpp: ALIVE_BAILOUT',
    checks: [{ kind: 'never', what: (occurrence) => fails(occurrence) && !bailsOut(occurrence) }],
  },
  {
    id: 'K5',
    sentence: 'When the startd dies, its claim, its timers and its connection end',
    source: 'the kernel closes the sockets of a process that has died',
    checks: [{ kind: 'never', what: (occurrence) => takes('claim', 'STARTD_DIES')(occurrence) && !isGone(occurrence) }],
  },
  {
    id: 'K6',
    sentence: 'The end of a claim ends its lease timer',
    source: 'Claim::cancelLeaseTimer()',
    checks: [
      {
        kind: 'never',
        what: all(leaves('claim', 'lifecycle.claimed'), ({ to }) => !isIn(to.snapshot, 'lease.off')),
      },
    ],
  },
  {
    id: 'alive-in-flight-at-removal',
    sentence: 'A claim is removed while its ALIVE is in flight',
    source: 'the antecedent of K3',
    checks: [{ kind: 'sometimes', what: all(removes, ({ from }) => isIn(from.snapshot, 'keepAlive.awaitingReply')) }],
  },
  {
    id: 'alive-again',
    sentence: 'After an ALIVE has ended the next is sent',
    source: 'the antecedent of K1',
    checks: [{ kind: 'sometimes', what: sendsAlive, after: [sendsAlive, endsAlive] }],
  },
  {
    id: 'timers-after-removal',
    sentence: 'The lease timer of a claim that has been removed fires',
    source: 'the antecedent of K2: Claim::leaseExpired() of a claim that is dying',
    checks: [{ kind: 'sometimes', what: all(takes('claim', 'LEASE_TIMER'), ({ from }) => isRemoved(from)) }],
  },
  witness(
    'connect-failed',
    'A connect fails',
    'the antecedent of K4: Claim::sendAliveConnectHandler(): "Failed to connect to schedd"',
    takes('claim', 'CONNECT_FAILED'),
  ),
  witness(
    'put-failed',
    'A command or a claim id cannot be sent',
    'the antecedent of K4: Claim::sendAliveConnectHandler(): "Couldn\'t send ALIVE to schedd"',
    takes('claim', 'PUT_FAILED'),
  ),
  witness(
    'get-failed',
    'A reply cannot be read',
    'the antecedent of K4: Claim::sendAliveResponseHandler(): "Response problem from schedd"',
    takes('claim', 'GET_FAILED'),
  ),
  witness(
    'reply-deadline',
    'The wait for a reply ends at the deadline of the connect (2011 alone)',
    'the antecedent of K4: Sock::set_deadline_timeout()',
    takes('claim', 'REPLY_DEADLINE', 'keepAlive.awaitingReply'),
  ),
  witness(
    'startd-dies',
    'The startd dies while its ALIVE is in flight',
    'the antecedent of K5',
    all(takes('claim', 'STARTD_DIES', 'keepAlive.awaitingReply'), enters('claim', 'lifecycle.died')),
  ),
  ...ENDS.map(([end, event, source]) =>
    witness(
      `ends-${end}-by-${event}`,
      `A claim that ends by ${event} is ${end}`,
      `the antecedent of K6: ${source}`,
      all(takes('claim', event), enters('claim', `lifecycle.${end}`)),
    ),
  ),
];

/**
 * Of these, the properties of a claim in its slot, over a network without faults: its ends and its startd's death are the
 * slot's affair, and that an ALIVE is sent again is shown there without counting them, for that costs states.
 */
const IN_SLOT: ReadonlySet<string> = new Set([
  'K1',
  'K2',
  'K3',
  'K4',
  'K6',
  'alive-in-flight-at-removal',
  'timers-after-removal',
  'connect-failed',
  'ends-leaseExpired-by-LEASE_TIMER',
]);

export const CLAIM_IN_SLOT: readonly Property[] = CLAIM.filter(({ id }) => IN_SLOT.has(id));

/** The properties of one whose answers are garbled on their way. */
export const CLAIM_WITH_GARBLED_REPLIES: readonly Property[] = CLAIM.filter(({ id }) => id === 'K4');
