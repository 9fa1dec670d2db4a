import type { Cause } from '../grammar/endings.ts';
import type { StartdName } from '../grammar/startd.ts';
import type { Fact, Line } from '../line.ts';
import { own } from './kept.ts';
import type { LogProfile } from './log-profile.ts';
import type { MatchRecord } from './match-record.ts';

/** One ALIVE, as the startd saw it. */
export interface Attempt {
  readonly claim: StartdClaim;
  facts: Fact<StartdName>[];
  /** The startd's end of the connection, `host:port`; null where the log does not tell. */
  local: string | null;
}

/** How a claim ended, by the startd's log alone. */
export interface ClaimEnd {
  readonly cause: Cause;
  /** Why, in the startd's words. */
  readonly reason: string;
  /** The line that ends it. */
  readonly line: Line;
  /** All lines that show it, in order. */
  readonly evidence: readonly Line[];
  /** The ALIVE that was answered -1. */
  readonly attempt: Attempt | null;
}

/** How a starter ended, in the startd's words: one of the two, or neither where the log does not tell. */
export interface StarterExit {
  readonly line: Line;
  readonly status: number | null;
  readonly signal: number | null;
}

/** One job's time on a claim: a starter that ran it. */
export interface JobRun {
  readonly job: string;
  readonly started: Line;
  /** Who had the starter stopped, if anybody: the schedd deactivated the claim. */
  deactivated: Line | null;
  /** The startd killed the starter, which had not stopped in time. */
  killed: { readonly line: Line; readonly why: string } | null;
  ended: Line | null;
  exit: StarterExit | null;
}

/** Something that happened again and again: how often, first and last. */
export interface Tally {
  readonly count: number;
  readonly first: Line | null;
  readonly last: Line | null;
}

/** A claim of the startd, summed up. */
export interface StartdClaim {
  /** The log that tells of it. */
  readonly log: LogProfile;
  readonly slot: string | null;
  /** Every job that it ran, one after the other. */
  jobs: JobRun[];
  /** The schedd's record of it, where one is known. */
  record: MatchRecord | null;
  /** The last job that it ran. */
  job: string | null;
  claimId: string | null;
  /** The schedd's address, `host:port`. */
  schedd: string | null;
  /** The lease in seconds, as far as the log tells. */
  lease: number | null;
  begun: Line | null;
  jobStarted: Line | null;
  /** ALIVEs that the schedd answered, or sent itself. */
  renewals: Tally;
  /** Leases prolonged without asking the schedd, while a starter ran (#4491). */
  refreshes: Tally;
  problems: Tally;
  /** Null if there was none. */
  problemKinds: Map<StartdName, number> | null;
  end: ClaimEnd | null;
  /** The lines of its slot may be another startd's. */
  isMixed: boolean;
}

/** Most claims have no problem, and many no renewal: those share it. */
const NEVER: Tally = { count: 0, first: null, last: null };

export function tally(claim: StartdClaim, what: 'renewals' | 'refreshes' | 'problems', line: Line): void {
  const known = claim[what] as { -readonly [K in keyof Tally]: Tally[K] };
  if (known.first === null) claim[what] = { count: 1, first: line, last: line };
  else Object.assign(known, { count: known.count + 1, last: line });
}

/** Notes a renewal. A late answer renews a claim that is being ended, too: that prolongs nothing. */
export function renewed(claim: StartdClaim, what: 'renewals' | 'refreshes', line: Line): void {
  if (claim.end === null) tally(claim, what, line);
}

export function newClaim(slot: string | null, log: LogProfile): StartdClaim {
  return {
    log,
    slot,
    jobs: [],
    record: null,
    job: null,
    claimId: null,
    schedd: null,
    lease: null,
    begun: null,
    jobStarted: null,
    renewals: NEVER,
    refreshes: NEVER,
    problems: NEVER,
    problemKinds: null,
    end: null,
    isMixed: false,
  };
}

/** Until a job is activated the startd calls it -1.-1. */
export function setJob(claim: StartdClaim, { name, params, line }: Fact<StartdName>): void {
  const job = params['job'];
  if (job === undefined || job.startsWith('-')) return;
  if (name === 'remote-job') claim.jobStarted = line;
  claim.job = own(job);
}
