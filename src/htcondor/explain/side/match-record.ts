import type { Line } from '../line.ts';
import type { LogProfile } from './log-profile.ts';

/** A shadow's time with one job: a shadow can take another job when the one that it had is done. */
export interface ShadowRun {
  readonly job: string;
  readonly pid: string | null;
  readonly started: Line;
  ended: Line | null;
  /** Its exit code, or what it reported before it took another job. */
  status: number | null;
  /** What killed it (`signal 9 (Killed)`). */
  signal: string | null;
  /** Its schedd told it to stop, and why, where the log tells. */
  told: Line | null;
  toldWhy: string | null;
  /** What its schedd did with the job then, where the log tells. */
  fate: Fate | null;
}

/** What became of a job when its shadow was gone. */
export interface Fate {
  readonly line: Line;
  /** For a reader: `its schedd put it on hold`. */
  readonly what: string;
  /** Whether the job left the queue, or was held, because somebody or some policy wanted it. */
  readonly isWanted: boolean;
  /** The shadow's exit codes that say the same. */
  readonly isKnownBy: readonly number[];
}

/** What the schedd's log says of a match record. */
export interface MatchRecord {
  /** The log that tells of it. */
  readonly log: LogProfile;
  /** The claim's public id; without D_FULLDEBUG the schedd does not log it. */
  claimId: string | null;
  /** The startd's address as it was logged, with its parameters. */
  readonly startd: string;
  slot: string | null;
  /** The job that it had last. */
  job: string | null;
  shadows: ShadowRun[];
  requested: Line | null;
  /** The first line that shows it to be there. */
  known: Line | null;
  shadowStarted: Line | null;
  /** Where the record of a running job was rebuilt, after each restart. */
  readonly rebuilds: Line[];
  /** The shadow has ended by itself. */
  shadowExited: Line | null;
  released: Line | null;
  /** The schedd had no more jobs for it. */
  relinquished: Line | null;
  deleted: Line | null;
  /** The startd had ended the claim, and told the schedd so. */
  givenUp: Line | null;
  /** The startd did not answer the request in time. */
  unanswered: Line | null;
  /** The startd's session was refused, because the schedd did not know it. */
  refused: Line | null;
}

export const newRecord = (log: LogProfile, startd: string, claimId: string | null): MatchRecord => ({
  log,
  claimId,
  startd,
  slot: null,
  job: null,
  shadows: [],
  requested: null,
  known: null,
  shadowStarted: null,
  rebuilds: [],
  shadowExited: null,
  released: null,
  relinquished: null,
  deleted: null,
  givenUp: null,
  unanswered: null,
  refused: null,
});
