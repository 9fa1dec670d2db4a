import type { Cause } from '../grammar/endings.ts';
import type { Sureness } from '../join/pair.ts';
import type { Line, Moment } from '../line.ts';

/** What happened to a claim, for a reader. */
export interface ClaimVerdict {
  /** Which log tells of it, where there are several. */
  readonly log: string;
  readonly slot: string | null;
  /** The last job that ran on it. */
  readonly job: string | null;
  readonly claimId: string | null;
  /** Every job that ran on it, in order. */
  readonly jobs: readonly JobVerdict[];
  /** When it began; null if the log does not show that. */
  readonly begun: Moment | null;
  readonly renewals: number;
  readonly problems: number;
  /** What happened, in order, renewals summed up. */
  readonly timeline: readonly TimelineEntry[];
  /** Null while the claim lives. */
  readonly end: EndVerdict | null;
  /** It is no claim that is known, but an answer of -1 in a SchedLog, which may have removed one. */
  readonly isAnswer: boolean;
}

/** One job's time on a claim. */
export interface JobVerdict {
  readonly job: string;
  readonly start: Moment;
  /** Null where no log tells. */
  readonly end: Moment | null;
  /** The pids of its shadows, as far as they are known. */
  readonly shadows: readonly string[];
  /** How the starter and the shadow ended, in words; null where no log tells. */
  readonly starter: string | null;
  readonly shadow: string | null;
  /** Whether its starter was started, as far as the logs tell. */
  readonly isStarted: boolean;
  /** Whether it ended other than by itself or by its owner's wish: killed with its claim, too, whoever took that. */
  readonly died: boolean;
  /** What shadows', starters' and jobs' own logs say of it, where they are given. */
  readonly notes: readonly { readonly what: string; readonly line: Line }[];
  readonly evidence: readonly Line[];
}

export interface TimelineEntry {
  readonly at: Moment;
  readonly what: string;
}

export interface EndVerdict {
  readonly at: Moment;
  readonly cause: Cause;
  /** Whether whoever ended it was entitled to: see `explanation`; null if the logs do not decide. */
  readonly authoritative: boolean | null;
  /** How the two logs were put together; null where nothing of the other log was needed, or found. */
  readonly pairedBy: Sureness | null;
  readonly evidence: readonly Line[];
  /** What the logs show, in a sentence or two. */
  readonly explanation: string;
}

/** What an end of one kind turns out to be. */
export type Judgement = Omit<EndVerdict, 'at' | 'cause'>;

/** What an answer of -1 turns out to be. */
export interface Judged {
  /** Null if the schedd's log contradicts itself, or does not show which record the answer is about. */
  readonly authoritative: boolean | null;
  readonly explanation: string;
  /** Further lines that show it. */
  readonly more: readonly Line[];
}
