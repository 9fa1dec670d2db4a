import type { Property } from '../../src/checker/index.ts';
import { all, enters, goes, having, isIn, takes, whileIn } from '../../src/checker/index.ts';
import { TIMERS, timeGoesOn } from './outage.ts';

/** checkClaimLeases() deletes the record. */
const expires = all(takes('matchRecord', 'CHECK_CLAIM_LEASE'), enters('matchRecord', 'deleted'));

/** checkClaimLeases() deletes the record while its shadow waits for its turn to reconnect. */
const expiresInTheQueue = all(takes('matchRecord', 'CHECK_CLAIM_LEASE', 'present.M_CLAIMED.shadowQueued'), expires);

/** The properties of a job that outlives its schedd, on the clock, and of one absence that is not too long. */
export const TIMED_RESTART: readonly Property[] = [
  {
    id: 'T3',
    name: 'No absence of the schedd costs the job',
    violation: "The schedd's absence can cost the job",
    sentence:
      'A running job whose lease is valid is not lost to an absence of its schedd: neither disowned nor given up',
    source: 'Scheduler::checkClaimLeases() (3312), and what comes of it: R2 and R3',
    checks: [
      {
        kind: 'neverAfter',
        what: goes('claim', 'lifecycle.claimed.busy', 'lifecycle.disowned'),
        after: expiresInTheQueue,
        forget: takes('absence', 'RUN_JOB'),
      },
      { kind: 'never', what: takes('schedd', 'MATCH_DELETED'), while: whileIn('claim', 'lifecycle.claimed.busy') },
    ],
  },
  {
    id: 'T9',
    sentence:
      'The schedd does not give up a running job only because its lease is over by the last renewal on the disk',
    source: 'jobLeaseIsValid(), in mark_jobs_idle() and Scheduler::StartJobHandler(): ATTR_LAST_JOB_LEASE_RENEWAL',
    checks: [{ kind: 'never', what: takes('schedd', 'LEASE_OVER'), while: whileIn('claim', 'lifecycle.claimed.busy') }],
  },
  TIMERS,
  timeGoesOn({ of: ['absence'], is: (absence) => isIn(absence, 'over') }),
  {
    id: 'T4',
    sentence:
      'The schedd checks a record when its timer is due, and the record expires when more than 6 × alive_interval have passed',
    source: 'Scheduler::checkClaimLeases(): last_alive + 6 * alive_interval < now; Scheduler::RegisterTimers()',
    checks: [
      {
        kind: 'never',
        what: all(
          takes('schedd', 'CLAIM_LEASES_TIMER'),
          having(({ ticksLeft }: { ticksLeft: number }) => ticksLeft > 0),
        ),
      },
      {
        kind: 'never',
        what: all(
          expires,
          having(({ ticksLeft }: { ticksLeft: number | null }) => ticksLeft !== null),
        ),
      },
    ],
  },
  {
    id: 'reconnected-in-time',
    sentence: 'The schedd forks a shadow that reconnects to the running job',
    source: 'the antecedent of T3',
    checks: [
      {
        kind: 'sometimes',
        what: goes('matchRecord', 'present.M_CLAIMED.shadowQueued', 'present.M_ACTIVE'),
        while: whileIn('claim', 'lifecycle.claimed.busy'),
      },
    ],
  },
  {
    id: 'given-up-by-disk',
    sentence: 'When the turn of its shadow comes, the lease of the job is over by the disk: the job is marked idle',
    source: 'Scheduler::StartJobHandler(): mark_job_stopped()',
    checks: [
      {
        kind: 'sometimes',
        what: all(
          takes('schedd', 'LEASE_OVER', 'restarted.rebuilt.forkingShadow'),
          enters('schedd', 'restarted.rebuilt.jobIdle'),
        ),
      },
    ],
  },
  {
    id: 'checked-before-reconnect',
    sentence: 'The schedd checks the rebuilt record before its shadow has reconnected, and keeps it',
    source: 'the antecedent of T4: Scheduler::checkClaimLeases()',
    checks: [
      {
        kind: 'sometimes',
        what: takes('matchRecord', 'CHECK_CLAIM_LEASE', 'present.M_CLAIMED.shadowQueued'),
        while: whileIn('matchRecord', 'present'),
      },
    ],
  },
  {
    id: 'renewed-by-alive',
    sentence: 'An ALIVE renews the rebuilt record before its shadow has reconnected',
    source: 'the antecedent of T3, where the startd sends ALIVEs',
    checks: [{ kind: 'sometimes', what: takes('matchRecord', 'LOOK_UP', 'present.M_CLAIMED.shadowQueued') }],
  },
  {
    id: 'retried-after-refusal',
    sentence: 'An ALIVE is refused because nobody listens, and is sent again after 5 s',
    source: 'Claim::sendAliveConnectHandler(): "Failed to connect to schedd", ALIVE_BAILOUT',
    checks: [
      {
        kind: 'sometimes',
        what: takes('claim', 'ALIVE_TIMER', 'keepAlive.waiting.fiveSeconds'),
        after: [takes('claim', 'BUSY')],
        forget: takes('claim', 'EOM'),
      },
    ],
  },
];
