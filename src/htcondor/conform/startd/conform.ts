import { REPLY_READ, throughCondorRead } from '../../../../machines/systems/deadlines.ts';
import { startdAlone } from '../../../../machines/systems/alone.ts';
import type { Revision } from '../../../../machines/vocabulary.ts';
import { TableStore } from '../../../checker/system/table/table.ts';
import type { Agreement } from '../conform.ts';
import { TICKS_PER_SECOND } from '../clock.ts';
import { Daemon, INCOMING, OUTGOING } from '../daemon.ts';
import type { Occurrence } from '../occurrence.ts';
import { SECOND } from '../schedule.ts';
import { type StartdOutcome, type StartdRecord, toReplySchedule } from './record.ts';
import { type Circumstances, KILLING, StartdRun } from './run.ts';

/** Every record of the startd's side was measured at HEAD. */
const MODE = 'head';

/**
 * How far a measured time may be from the model's, in seconds. A decision and a retry are due in whole seconds of
 * time(), hence one second. A removal ends with the starter's death, which took 3.08 to 3.74 s (the model says 3.2), and a
 * lease is due in whole seconds as well.
 */
const TOLERANCE = {
  secondsFromHandlerToDecision: 1,
  retryAfter: 1,
  claimRemovedAfter: 1.6,
} as const satisfies Partial<Record<keyof StartdOutcome, number>>;

const EXACT = ['outcome', 'valueRead', 'claimRemoved'] as const satisfies readonly (keyof StartdOutcome)[];
const TIMED = ['secondsFromHandlerToDecision', 'retryAfter', 'claimRemovedAfter'] as const;

/** An outcome that the model allows, and a run that shows it. */
export interface AllowedStartdRun {
  readonly outcome: StartdOutcome;
  readonly circumstances: Circumstances;
}

export interface StartdDisagreement {
  readonly field: readonly string[];
  readonly record: StartdRecord;
  readonly run: AllowedStartdRun;
}

export interface StartdConformance {
  readonly records: number;
  readonly agree: number;
  readonly disagree: readonly StartdDisagreement[];
  readonly allowsMoreThanOne: number;
  readonly byCase: readonly Agreement[];
}

/** The startd's machines; tests put a mutated machine in the place of one. */
type StartdComponents = typeof startdAlone;

/** Holds records of the startd's side against the model. */
export class StartdConformer {
  readonly #revision: Revision;
  readonly #daemon: Daemon;

  constructor(revision: Revision = MODE, machines: StartdComponents = startdAlone) {
    this.#revision = revision;
    const network = { 'first.toStartd': INCOMING, 'first.toSchedd': OUTGOING } as const;
    const components = throughCondorRead(machines(revision), REPLY_READ, TICKS_PER_SECOND);
    this.#daemon = new Daemon(components, network, new TableStore());
  }

  conform(records: readonly StartdRecord[]): StartdConformance {
    const disagree: StartdDisagreement[] = [];
    const byCase = new Map<string, Agreement>();
    let allowsMoreThanOne = 0;
    for (const record of records) {
      const runs = this.allowed(record);
      if (distinct(runs).length > 1) allowsMoreThanOne++;
      const run = nearest(runs, record);
      const field = startdDifferences(run.outcome, record);
      if (field.length > 0) disagree.push({ field, record, run });
      count(byCase, record.case, field.length === 0);
    }
    return {
      records: records.length,
      agree: records.length - disagree.length,
      disagree,
      allowsMoreThanOne,
      byCase: [...byCase.values()],
    };
  }

  /** Every run that the model allows and that ends differently from the others, or at another time. */
  allowed({ ops }: Pick<StartdRecord, 'ops'>): AllowedStartdRun[] {
    const schedule = toReplySchedule(ops);
    const allowed = new Map<string, AllowedStartdRun>();
    for (const { leaseLate, lingers } of UNKNOWN) {
      for (let phase = 0; phase < SECOND; ) {
        const circumstances = { phase, leaseLate, lingers };
        const run = new StartdRun(this.#daemon, this.#revision, schedule, circumstances);
        const outcome = run.outcome();
        const key = JSON.stringify(outcome);
        if (!allowed.has(key)) allowed.set(key, { outcome, circumstances });
        phase = run.clock.sameUntil;
      }
    }
    return [...allowed.values()];
  }

  /** The transitions of one run. */
  trace({ ops }: Pick<StartdRecord, 'ops'>, circumstances: Circumstances): Occurrence[] {
    const occurrences: Occurrence[] = [];
    const watch = (occurrence: Occurrence) => occurrences.push(occurrence);
    new StartdRun(this.#daemon, this.#revision, toReplySchedule(ops), circumstances, watch).outcome();
    return occurrences;
  }
}

/** The lease's timer has its turn at once or 0.05 s late; the claim that it ends hears nothing more, or a late reply. */
const UNKNOWN = [0, 0.05 * SECOND].flatMap((leaseLate) => [0, KILLING].map((lingers) => ({ leaseLate, lingers })));

/** The outcomes that differ in more than the time at which they come. */
export function distinct(runs: readonly AllowedStartdRun[]): StartdOutcome[] {
  const outcomes = new Map(runs.map(({ outcome }) => [JSON.stringify(withoutTimes(outcome)), outcome]));
  return [...outcomes.values()];
}

const withoutTimes = ({ outcome, valueRead, claimRemoved, retryAfter }: StartdOutcome) => [
  outcome,
  valueRead,
  claimRemoved,
  retryAfter !== null,
];

/** The fields in which a measured outcome is not what a run shows. */
function startdDifferences(model: StartdOutcome, measured: StartdOutcome): string[] {
  const exact = EXACT.filter((field) => model[field] !== measured[field]);
  return [...exact, ...TIMED.filter((field) => !isNear(model[field], measured[field], TOLERANCE[field]))];
}

function isNear(model: number | null, measured: number | null, tolerance: number): boolean {
  if (model === null || measured === null) return model === measured;
  return Math.abs(model - measured) <= tolerance;
}

function nearest(runs: readonly AllowedStartdRun[], measured: StartdOutcome): AllowedStartdRun {
  const distance = ({ outcome }: AllowedStartdRun) => startdDifferences(outcome, measured).length;
  return runs.reduce((best, run) => (distance(run) < distance(best) ? run : best));
}

/** Cases that differ only in a number are one line of the report. */
function count(byCase: Map<string, Agreement>, name: string, agrees: boolean): void {
  const kind = name.replace(/_run\d+$/, '');
  const row = byCase.get(kind) ?? { mode: MODE, path: 'startd', case: kind, cells: 0, agree: 0 };
  byCase.set(kind, row);
  row.cells++;
  if (agrees) row.agree++;
}
