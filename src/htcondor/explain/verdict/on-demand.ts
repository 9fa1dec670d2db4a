import type { ClaimVerdict, EndVerdict, JobVerdict, TimelineEntry } from './claim-verdict.ts';
import type { Moment, Line } from '../line.ts';

/** Judges subjects one at a time. The last verdict is kept, for whoever asks for one part of it asks for others. */
export class Judge<S extends object> {
  readonly #judge: (subject: S) => ClaimVerdict;
  #subject: S | null = null;
  #verdict: ClaimVerdict | null = null;

  constructor(judge: (subject: S) => ClaimVerdict) {
    this.#judge = judge;
  }

  of(subject: S): ClaimVerdict {
    if (this.#subject !== subject || this.#verdict === null) {
      this.#verdict = this.#judge(subject);
      this.#subject = subject;
    }
    return this.#verdict;
  }

  /** What is judged when it is looked at: of a hundred thousand claims no verdict is kept. */
  later(subject: S): ClaimVerdict {
    return new Later(subject, this);
  }
}

class Later<S extends object> implements ClaimVerdict {
  readonly #subject: S;
  readonly #judge: Judge<S>;

  constructor(subject: S, judge: Judge<S>) {
    this.#subject = subject;
    this.#judge = judge;
  }

  get #now(): ClaimVerdict {
    return this.#judge.of(this.#subject);
  }

  get log(): string {
    return this.#now.log;
  }

  get slot(): string | null {
    return this.#now.slot;
  }

  get job(): string | null {
    return this.#now.job;
  }

  get claimId(): string | null {
    return this.#now.claimId;
  }

  get jobs(): readonly JobVerdict[] {
    return this.#now.jobs;
  }

  get begun(): Moment | null {
    return this.#now.begun;
  }

  get renewals(): number {
    return this.#now.renewals;
  }

  get problems(): number {
    return this.#now.problems;
  }

  get timeline(): readonly TimelineEntry[] {
    return this.#now.timeline;
  }

  get end(): EndVerdict | null {
    return this.#now.end;
  }

  get isAnswer(): boolean {
    return this.#now.isAnswer;
  }
}

/** A claim's verdict as plain data. */
export function settled({
  log,
  slot,
  job,
  claimId,
  jobs,
  begun,
  renewals,
  problems,
  timeline,
  end,
  isAnswer,
}: ClaimVerdict): ClaimVerdict {
  return {
    log,
    slot,
    job,
    claimId,
    jobs: jobs.map((run) => ({
      ...run,
      notes: run.notes.map(({ what, line }) => ({ what, line: settledLine(line) })),
      evidence: run.evidence.map(settledLine),
    })),
    begun,
    renewals,
    problems,
    timeline,
    end: end && { ...end, evidence: end.evidence.map(settledLine) },
    isAnswer,
  };
}

const settledLine = ({ file, line, order, text, at }: Line): Line => ({ file, line, order, text, at });
