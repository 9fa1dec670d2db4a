import type { WirePath } from '../../../machines/condor-io/alive-message.ts';
import { MessageDecoder } from '../../../machines/condor-io/alive-message.ts';
import { scheddAlone } from '../../../machines/systems/alone.ts';
import type { Revision } from '../../../machines/vocabulary.ts';
import { TableStore } from '../../checker/system/table/table.ts';
import { differences, type MeasuredOutcome, type Outcome } from './outcome.ts';
import type { Occurrence } from './occurrence.ts';
import { Run } from './run.ts';
import { type Components, Schedd } from './schedd.ts';
import { type ClientSchedule, type Schedule, SECOND, toSchedule } from './schedule.ts';

/** The one claim that the measured schedd knew. */
export const KNOWN_CLAIM_ID = '<127.0.0.1:9999>#1300000000#1#0123456789abcdef0123456789abcdef';

/** One record of a measured file: what the client did, and what was measured per subset of the fixes. */
export interface MeasuredRecord extends ClientSchedule {
  readonly mode: Revision;
  readonly case: string;
  /** A list holds the distinct outcomes of repeated runs. */
  readonly outcomes: Readonly<Record<string, MeasuredOutcome | readonly MeasuredOutcome[]>>;
  /** The client's FIN was a call of its own, though outcomes are lists. */
  readonly fin?: 'apart' | undefined;
}

export interface Disagreement {
  readonly mode: Revision;
  readonly path: WirePath;
  readonly gap: number;
  readonly case: string;
  readonly fixes: string;
  readonly field: readonly string[];
  readonly measured: MeasuredOutcome;
  readonly model: Outcome;
  /** The record that it is about, and the phase of the clock's second of the run that comes nearest. */
  readonly record: MeasuredRecord;
  readonly run: AllowedRun;
}

/** How many cells of one mode, path and case agree. */
export interface Agreement {
  readonly mode: Revision;
  readonly path: WirePath | 'startd';
  readonly case: string;
  cells: number;
  agree: number;
}

export interface Conformance {
  readonly records: number;
  /** Cells: record × subset. */
  readonly outcomes: number;
  readonly agree: number;
  readonly disagree: readonly Disagreement[];
  readonly allowsMoreThanOne: number;
  /** Cells that allow more than one because of the clock's second, and because of the client's own close. */
  readonly races: { readonly clock: number; readonly close: number };
  readonly byCase: readonly Agreement[];
}

/** An outcome that the model allows, and a run that shows it. */
export interface AllowedRun {
  readonly outcome: Outcome;
  /** Where in the wall clock's second the run begins, in microseconds. */
  readonly phase: number;
  /** The client's FIN reaches the schedd after its reply has left. */
  readonly apart: boolean;
}

/** Holds records against the model. Tables and schedds are kept, so a second call is cheaper than the first. */
export class Conformer {
  readonly #tables: TableStore;
  readonly #machines: Components;
  readonly #decoder = new MessageDecoder(KNOWN_CLAIM_ID);
  readonly #schedds = new Map<string, Schedd>();

  constructor(machines = scheddAlone, tables = new TableStore()) {
    this.#machines = machines;
    this.#tables = tables;
  }

  conform(records: readonly MeasuredRecord[]): Conformance {
    const disagree: Disagreement[] = [];
    const byCase = new Map<string, Agreement>();
    let outcomes = 0;
    let agree = 0;
    let allowsMoreThanOne = 0;
    const races = { clock: 0, close: 0 };
    for (const record of records) {
      const count = agreementOf(byCase, record);
      const schedules = schedulesOf(record);
      for (const fixes of Object.keys(record.outcomes)) {
        const allowed = this.#allowed(record.mode, fixes, schedules);
        const wrong = listed(record.outcomes[fixes]).filter((measured) => !allows(allowed, measured));
        disagree.push(...wrong.map((measured) => disagreement(record, fixes, measured, allowed)));
        outcomes++;
        count.cells++;
        if (allowed.length > 1) {
          allowsMoreThanOne++;
          races[allowed.some(({ apart }) => apart) ? 'close' : 'clock']++;
        }
        if (wrong.length > 0) continue;
        agree++;
        count.agree++;
      }
    }
    return {
      records: records.length,
      outcomes,
      agree,
      disagree,
      allowsMoreThanOne,
      races,
      byCase: [...byCase.values()],
    };
  }

  /** Every outcome that the model allows for a record, over every phase of the second. */
  allowed(record: MeasuredRecord, fixes: string): AllowedRun[] {
    return this.#allowed(record.mode, fixes, schedulesOf(record));
  }

  /** The transitions of one run. */
  trace(record: MeasuredRecord, fixes: string, { phase, apart }: Pick<AllowedRun, 'phase' | 'apart'>): Occurrence[] {
    const occurrences: Occurrence[] = [];
    const schedule = toSchedule(record, apart);
    const watch = (occurrence: Occurrence) => occurrences.push(occurrence);
    new Run(this.#schedd(record.mode, fixes), schedule, this.#decoder, phase, watch).outcome();
    return occurrences;
  }

  #allowed(mode: Revision, fixes: string, schedules: readonly Schedule[]): AllowedRun[] {
    const schedd = this.#schedd(mode, fixes);
    const allowed: AllowedRun[] = [];
    schedules.forEach((schedule, i) => {
      for (let phase = 0; phase < SECOND; ) {
        const run = new Run(schedd, schedule, this.#decoder, phase);
        const outcome = run.outcome();
        if (!allowed.some((other) => other.outcome === outcome)) allowed.push({ outcome, phase, apart: i > 0 });
        phase = run.clock.sameUntil;
      }
    });
    return allowed;
  }

  #schedd(revision: Revision, fixes: string): Schedd {
    const key = `${revision} ${fixes}`;
    let schedd = this.#schedds.get(key);
    if (!schedd) {
      schedd = new Schedd({ revision, commandRead: 'non-blocking', fixes }, this.#tables, this.#machines);
      this.#schedds.set(key, schedd);
    }
    return schedd;
  }
}

/**
 * Where outcomes are objects, the client's FIN was a call of its own: the reply may be out before it arrives. In a record
 * with lists it is in the same segment as the last bytes, if it does not say otherwise.
 */
function schedulesOf(record: MeasuredRecord): Schedule[] {
  const isApart = record.fin === 'apart' || Object.values(record.outcomes).some((measured) => !Array.isArray(measured));
  const isRace = record.end === 'fin' && isApart;
  return isRace ? [toSchedule(record), toSchedule(record, true)] : [toSchedule(record)];
}

function listed(measured: MeasuredOutcome | readonly MeasuredOutcome[] | undefined): readonly MeasuredOutcome[] {
  if (!measured) return [];
  return Array.isArray(measured) ? measured : [measured as MeasuredOutcome];
}

const allows = (allowed: readonly AllowedRun[], measured: MeasuredOutcome): boolean =>
  allowed.some(({ outcome }) => differences(outcome, measured).length === 0);

function disagreement(
  record: MeasuredRecord,
  fixes: string,
  measured: MeasuredOutcome,
  allowed: readonly AllowedRun[],
): Disagreement {
  const run = allowed.reduce((best, other) =>
    differences(other.outcome, measured).length < differences(best.outcome, measured).length ? other : best,
  );
  const { mode, path, gap, case: name } = record;
  const field = differences(run.outcome, measured);
  return { mode, path, gap, case: name, fixes, field, measured, model: run.outcome, record, run };
}

function agreementOf(byCase: Map<string, Agreement>, { mode, path, case: name }: MeasuredRecord): Agreement {
  const key = `${mode} ${path} ${name}`;
  const known = byCase.get(key) ?? { mode, path, case: name, cells: 0, agree: 0 };
  byCase.set(key, known);
  return known;
}
