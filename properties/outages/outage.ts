import { type Condition, enters, isIn, leaves, type Property, takes, whileIn } from '../../src/checker/index.ts';

/** The properties of the timers of any claim that is timed. */
export const TIMERS: Property = {
  id: 'T2',
  sentence: 'Before the lease timer is due the lease does not expire, and no connect fails before its deadline',
  source: 'TimerManager: a timer is called at its time, not before',
  checks: ['LEASE_TIMER', 'CONNECT_FAILED'].map((type) => ({
    kind: 'never' as const,
    what: (occurrence) =>
      takes('claim', type)(occurrence) && (timersOf(occurrence.from.snapshot.context)[type] ?? 0) > 0,
  })),
};

/** The properties of any system with a clock, until it has come to its end: else nothing more would ever be violated in it. */
export const timeGoesOn = (end: Condition): Property => ({
  id: 'T8',
  sentence: 'The clock always advances: whatever is due can happen',
  source: 'the clock of the model; with every other claim, for what can happen at once keeps time from passing',
  checks: [{ kind: 'deadlock', except: end }],
});

/** The claim has ended, or has not begun. */
export const NO_CLAIM: Condition = { of: ['claim'], is: (claim) => !isIn(claim, 'lifecycle.claimed') };

/** The properties of a claim whose record exists all the time, and of one outage that is not too long. */
export const OUTAGE: readonly Property[] = [
  {
    id: 'T1',
    name: 'No outage costs the claim',
    violation: 'The outage can cost the claim',
    sentence: 'The claim is not lost to the outage',
    source: 'Claim::leaseExpired(): "claim lease expired (condor_schedd gone?)"',
    checks: [{ kind: 'never', what: leaves('claim', 'lifecycle.claimed') }],
  },
  TIMERS,
  timeGoesOn(NO_CLAIM),
  {
    id: 'renewed-after-outage',
    sentence: 'After an outage the lease is renewed',
    source: 'the antecedent of T1: Claim::alive()',
    checks: [
      {
        kind: 'sometimes',
        what: (occurrence) =>
          takes('claim', 'EOM')(occurrence) && (occurrence.to.snapshot.context as { sock: unknown }).sock === null,
        while: whileIn('outage', 'over'),
        after: [enters('outage', 'over')],
      },
    ],
  },
  {
    id: 'attempt-caught',
    sentence: 'The outage begins while an ALIVE is in flight',
    source: 'the antecedent of T1: Claim::sendAlive()',
    checks: [
      {
        kind: 'sometimes',
        what: enters('outage', 'lasting'),
        while: { component: 'claim', is: ({ context }) => (context as { sock: unknown }).sock !== null },
      },
    ],
  },
  {
    id: 'refreshed-during-outage',
    sentence: 'The lease is refreshed in the middle of an outage, because a starter runs',
    source: 'Claim::sendAlive(), Claim::alive(): c_starter_handles_alives (#4491)',
    checks: [
      {
        kind: 'sometimes',
        what: takes('claim', 'ALIVE_TIMER', 'lifecycle.claimed.busy'),
        while: whileIn('outage', 'lasting'),
        after: [enters('outage', 'lasting')],
      },
    ],
  },
];

function timersOf(context: unknown): Readonly<Record<string, number | null>> {
  const { timers } = context as { timers: { lease: number | null; deadline: number | null } };
  return { LEASE_TIMER: timers.lease, CONNECT_FAILED: timers.deadline };
}
