import { all, enters, having, isIn, type Occurrence, type Pattern, type Property, takes } from './language.ts';

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

const renewsRemoved: Pattern = all(enters('claim', 'lease.running'), ({ from }) => isRemoved(from));

/** What is claimed of a claim as the startd keeps it, whatever the network and the schedd do. */
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
    source: 'Claim::alive(): a late reply restarts the lease timer, measured of old code, and once of HEAD',
    checks: [{ kind: 'never', what: renewsRemoved }],
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
];

/** The same of a claim in its slot; that an ALIVE is sent again is shown there without counting them, for that costs states. */
export const CLAIM_IN_SLOT: readonly Property[] = CLAIM.filter(({ id }) => id !== 'alive-again');
