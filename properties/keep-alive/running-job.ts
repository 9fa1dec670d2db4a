import type { Pattern, Property } from '../../src/checker/index.ts';
import { all, enters, isIn, leaves, takes, whileIn } from '../../src/checker/index.ts';

/** The claim is disowned, and with it goes a running job. */
const killsJob = all(leaves('claim', 'lifecycle.claimed.busy'), enters('claim', 'lifecycle.disowned'));

const isUnderWay: Pattern = ({ from }) =>
  !isIn(from.snapshot, 'keepAlive.waiting') && !isIn(from.snapshot, 'keepAlive.off');

const refreshes = all(
  takes('claim', 'ALIVE_TIMER', 'lifecycle.claimed.busy'),
  ({ from, to }) => isIn(from.snapshot, 'keepAlive.waiting') && isIn(to.snapshot, 'keepAlive.waiting'),
);

/** What a spurious -1 costs a claim whose job runs: with #4491 only an ALIVE that was under way when it began can tell. */
export const RUNNING_JOB: readonly Property[] = [
  {
    id: 'J1',
    name: 'No keep-alive of a running job kills it',
    violation: 'A keep-alive of a running job can kill it',
    sentence: 'While its record exists, no running job is killed by the answer to an ALIVE that was sent while it ran',
    source: 'Claim::sendAlive(): c_starter_handles_alives && isActive() (#4491)',
    checks: [
      {
        kind: 'onlyAfter',
        what: killsJob,
        while: whileIn('matchRecord', 'present'),
        after: [all(enters('claim', 'lifecycle.claimed.busy'), isUnderWay)],
        forget: enters('claim', 'keepAlive.waiting'),
      },
    ],
  },
  {
    id: 'J2',
    name: 'No -1 kills a job with a record',
    violation: 'A -1 can kill a running job',
    sentence: 'While its record exists, no running job is killed by a -1',
    source: 'ticket #2563: "can cause the startd to kill the job"',
    checks: [{ kind: 'never', what: killsJob, while: whileIn('matchRecord', 'present') }],
  },
  {
    id: 'job-killed',
    sentence: 'A job that runs on a claim without a record is killed by a -1',
    source: 'the antecedent of J1 and J2: Claim::finishKillClaim()',
    checks: [{ kind: 'sometimes', what: killsJob, while: whileIn('matchRecord', 'absent') }],
  },
  {
    id: 'starter-refreshes',
    sentence: 'While a starter runs, the lease is refreshed without an ALIVE',
    source: 'Claim::alive(): "auto refreshed because starter running"',
    checks: [{ kind: 'sometimes', what: refreshes }],
  },
];
