import type { Recogniser } from './recogniser.ts';

export type StartdWhyName = 'outranked' | 'retirement-cut' | 'vacate-expired' | 'vacate-failed' | 'cod';

/** The startd's lines that say why a claim or a job ends, beside `State change:`. */
export const STARTD_WHYS: readonly Recogniser<StartdWhyName>[] = [
  {
    name: 'outranked',
    starts: 'New claim has sufficient rank, preempting current claim.',
    by: 'request_claim (command.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'retirement-cut',
    starts: 'Evicting job with ',
    rest: /^(?<left>\d+)s of retirement time remaining in order to accommodate this job's max vacate time of (?<vacate>\d+)s/,
    by: 'Resource::retirementExpired (Resource.cpp)',
    level: 'D_ALWAYS',
    since: [8, 0, 0],
  },
  {
    name: 'vacate-expired',
    starts: 'max vacate time expired.',
    by: 'Starter::softkillTimeout (Starter.cpp)',
    level: 'D_ALWAYS',
    since: [8, 0, 0],
  },
  {
    name: 'vacate-failed',
    starts: 'Failed to ',
    rest: /^(?:hold|vacate) job \(starter pid (?<pid>\d+)\), so killing it/,
    by: 'Starter::holdJobCallback, vacateJobCallback (Starter.cpp)',
    level: 'D_ALWAYS',
  },
  { name: 'cod', starts: 'COD claim ', rest: /^(?<what>.*)/, by: 'Claim::leaseExpired (claim.cpp)', level: 'D_ALWAYS' },
  {
    name: 'cod',
    starts: 'A COD job is now running',
    by: 'Resource::suspendForCOD (Resource.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'cod',
    starts: 'No running COD job, opportunistic claim is now available',
    by: 'Resource::resumeForCOD (Resource.cpp)',
    level: 'D_ALWAYS',
  },
  {
    name: 'cod',
    starts: 'State Change: No running COD job, resuming opportunistic claim',
    by: 'Resource::resumeForCOD (Resource.cpp)',
    level: 'D_ALWAYS',
  },
];
