import type { Usage } from './measure.ts';
import type { Verdicts } from './system.ts';

/** What a method says of a system. */
export interface Report {
  readonly states: number;
  /** Steps that change something; null where a method counts all steps only. */
  readonly transitions: number | null;
  /** All steps, those too that change nothing; null where a method does not count them. */
  readonly steps: number | null;
  /** States without a step that changes anything; null where a method only sees whether there are any. */
  readonly deadEnds: number | null;
  readonly verdicts: Verdicts;
  /** What ended the search before the space was exhausted; null if nothing did. */
  readonly bound: string | null;
  /** What the states took, in bytes, by the method's own account; null where it has none. */
  readonly memory: number | null;
  /** What the search alone took, without what comes before and after; only of methods that measure it. */
  readonly phase?: Phase;
}

/** Seconds of a search. */
export interface Phase {
  readonly wall: number;
  /** Processor time of the thread that puts together what all threads find: the share that stays serial; null where there is no /proc. */
  readonly merging: number | null;
}

/** What a process has found, and what it took. */
export interface Measured {
  readonly report: Report;
  readonly usage: Usage;
}

/** What a small search spends its time on, in seconds. */
export interface Start {
  /** How many answers of XState's the tables hold. */
  readonly cells: number;
  /** Until node has loaded all modules. */
  readonly begun: number;
  /** In filling the tables. */
  readonly asking: number;
  readonly all: number;
}

/** What random runs of a system have come to. */
export interface RandomRuns {
  readonly runs: number;
  /** The sum of all runs. */
  readonly steps: number;
  /** Without what comes before the first run. */
  readonly seconds: number;
  readonly violated: boolean;
}
