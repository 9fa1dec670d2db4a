import type { Recogniser } from './recogniser.ts';

export type ScheddWhyName =
  | 'release-received'
  | 'request-unanswered'
  | 'preempting'
  | 'claim-unused'
  | 'job-gone'
  | 'job-acted'
  | 'job-fate'
  | 'dedicated-ends'
  | 'local-job-died';

/** The schedd's lines that say why a claim or a job ends, beside those of the end itself; `record` describes a match record. */
export const scheddWhys = (record: string): readonly Recogniser<ScheddWhyName>[] => [
  {
    name: 'release-received',
    starts: 'Got RELEASE_CLAIM from ',
    rest: /^(?<peer>\S+)/,
    by: 'Scheduler::release_claim (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'request-unanswered',
    starts: 'Timed out requesting claim ',
    rest: new RegExp(`^${record}.* after REQUEST_CLAIM_TIMEOUT=(?<seconds>\\d+)`),
    by: 'Scheduler::check_claim_request_timeouts (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'preempting',
    starts: 'Preempting ',
    rest: /^\d+ jobs due to (?<limit>MAX_JOBS_RUNNING) change/,
    by: 'Scheduler::count_jobs (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'preempting',
    starts: 'Called preempt( ',
    rest: /^\d+ \)(?: forcing scheduler\/local univ preemptions)?(?<shutdown> for a graceful shutdown)?/,
    by: 'Scheduler::preempt (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'claim-unused',
    starts: 'Resource ',
    rest: /^(?<slot>[^\s@]{1,80})@(?<host>\S{1,300}) has been unused for (?<seconds>\d+) seconds, limit is (?<limit>\d+), releasing/,
    by: 'DedicatedScheduler::checkSanity (dedicated_scheduler.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'job-acted',
    starts: 'abort_job_myself: ',
    rest: /^(?<job>\d+\.\d+) action:(?<action>(?:Remove|Hold|Vacate)[A-Za-z-]*)/,
    by: 'abort_job_myself (schedd.cpp)',
    level: 'D_FULLDEBUG',
  },
  {
    name: 'job-fate',
    starts: 'Putting job ',
    rest: /^(?<job>\d+\.\d+) (?:on hold|in (?<cools>cool down))/,
    by: 'Scheduler::jobExitCode, setJobCoolDown (schedd.cpp), DedicatedScheduler::reaper (dedicated_scheduler.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'job-fate',
    starts: 'Removing job ',
    rest: /^(?<job>\d+\.\d+)(?<removes>)$/,
    by: 'Scheduler::jobExitCode (schedd.cpp), DedicatedScheduler::reaper (dedicated_scheduler.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'job-fate',
    starts: 'Job ',
    rest: /^(?<job>\d+\.\d+) (?:put on hold: (?<why>.*)|(?<removes>aborted): (?<removedWhy>.*)|(?<late>missed its deferred execution time))/,
    by: 'holdJobRaw, abortJobRaw, Scheduler::jobExitCode (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'dedicated-ends',
    starts: 'Dedicated job abnormally ended, releasing claim',
    by: 'DedicatedScheduler::shutdownMpiJob (dedicated_scheduler.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'local-job-died',
    starts: 'scheduler universe job (',
    rest: /^(?<job>\d+\.\d+)\) pid \d+ died with (?<signal>.*)/,
    by: 'Scheduler::scheduler_univ_job_exit (schedd.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'job-gone',
    starts: 'WARNING: job ',
    rest: /^(?<job>\d+\.\d+) no longer in job queue, cannot reconnect/,
    by: 'Scheduler::makeReconnectRecords (schedd.cpp)',
    level: 'D_ALWAYS',
    since: [25, 0, 0],
  },
];
