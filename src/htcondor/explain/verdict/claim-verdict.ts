import type { Cause } from '../grammar/endings.ts';
import type { Line, Moment } from '../line.ts';

/** What happened to a claim, for a reader. */
export interface ClaimVerdict {
  readonly slot: string | null;
  readonly job: string | null;
  readonly claimId: string | null;
  readonly renewals: number;
  readonly problems: number;
  /** What happened, in order, renewals summed up. */
  readonly timeline: readonly TimelineEntry[];
  /** Null while the claim lives. */
  readonly end: EndVerdict | null;
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
  readonly evidence: readonly Line[];
  /** One sentence. */
  readonly explanation: string;
}

/** What an end of one kind turns out to be. */
export type Judgement = Omit<EndVerdict, 'at' | 'cause'>;
