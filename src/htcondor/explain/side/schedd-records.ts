import { addressOf } from '../address.ts';
import type { ScheddName } from '../grammar/schedd.ts';
import { type Fact, type Line, secondsBetween } from '../line.ts';
import type { LogProfile } from './log-profile.ts';
import { added, own, ownOrNull } from './kept.ts';
import { byHost, chosen, isGivenBack, nameOf, nameOfJob, wentWithSchedd } from './record-choice.ts';
import { actionOf, fateOf, ScheddReasons } from './schedd-reasons.ts';
import { type MatchRecord, newRecord, type ShadowRun } from './match-record.ts';

type ScheddFact = Fact<ScheddName>;

/** DelMrec() has the claim released; that this has been done is logged before, or up to so many seconds later. */
const RELEASED_WITHIN = 60;
/** The records that a slot's name means are looked up among so many, and not among more. */
const MOST_LIVE = 1024;
/** The release is logged at most so long before the record's deletion. */
const TOGETHER = 1;

/** A session that a startd asked for and that the schedd did not have. */
export interface RefusedSession {
  /** `<address>#birth#sequence`, as a claim id begins. */
  readonly session: string;
  readonly line: Line;
}

/**
 * The schedd's match records. With D_FULLDEBUG its lines name the claim, otherwise the slot and the startd's address only:
 * then a record is what stands under this name from its first line to its deletion. A restart makes the records of running
 * jobs again, without the slot: such a line is about the record that the same job had at the same startd.
 */
export class ScheddRecords {
  readonly all: MatchRecord[] = [];
  readonly byClaim = new Map<string, MatchRecord>();
  readonly refusals: RefusedSession[] = [];
  /** Every job that a line about a shadow or a record names. */
  readonly jobs = new Set<string>();
  /** Jobs that had left the queue when the schedd was started again. */
  readonly gone = new Map<string, Line>();
  readonly reasons = new ScheddReasons();
  /** Every time that a shadow started on a job, by job. */
  readonly starts = new Map<string, { readonly record: MatchRecord; readonly run: ShadowRun }[]>();
  /** Ends of shadows, in order. */
  readonly exits: { readonly record: MatchRecord; readonly run: ShadowRun; readonly line: Line }[] = [];
  /** Records that are there, by what their lines name: several, where all dynamic slots have their partitionable slot's name. */
  readonly #live = new Map<string, MatchRecord[]>();
  /** Records that were there when the schedd was started again, by job and startd. */
  readonly #before = new Map<string, MatchRecord>();
  /** Records that have been deleted and not released, by name. */
  readonly #deleted = new Map<string, MatchRecord[]>();
  #restart: Line | null = null;
  /** Made when it is asked for, once the log is read. */
  #byHost: Map<string, MatchRecord[]> | null = null;
  readonly #log: LogProfile;

  constructor(log: LogProfile) {
    this.#log = log;
  }
  readonly #byPid = new Map<string, { readonly record: MatchRecord; readonly run: ShadowRun }>();
  #releasing: { readonly startd: string | null; readonly line: Line } | null = null;

  /** The schedd was started: what it had in memory is gone. */
  restarted(line: Line): void {
    for (const record of [...this.#live.values()].flat()) {
      if (record.job !== null) this.#before.set(nameOfJob(record.job, record.startd), record);
    }
    for (const record of [...this.#deleted.values()].flat()) {
      if (record.job !== null && record.deleted && wentWithSchedd(record, line))
        this.#before.set(nameOfJob(record.job, record.startd), record);
    }
    this.#live.clear();
    this.#deleted.clear();
    this.#byPid.clear();
    this.#restart = line;
  }

  requested(fact: ScheddFact): MatchRecord {
    const record = this.#of(fact, null, 'requested');
    record.requested = fact.line;
    return record;
  }

  shadowStarted(fact: ScheddFact): MatchRecord {
    const { params, line } = fact;
    const job = params['job'] ?? '';
    const record = this.#of(fact, job, 'started');
    this.#begin(record, job, params['pid'] ?? null, line);
    return record;
  }

  /** A shadow whose job is done goes on with another one, on the same claim. */
  shadowSwitches({ params, line }: ScheddFact): MatchRecord | null {
    const known = this.#byPid.get(params['pid'] ?? '');
    if (!known) return null;
    known.run.ended ??= line;
    this.#begin(known.record, params['job'] ?? '', params['pid'] ?? null, line);
    return known.record;
  }

  shadowReports({ params, line }: ScheddFact): void {
    if (params['job']) this.jobs.add(params['job']);
    const known = this.#byPid.get(params['pid'] ?? '');
    if (known) Object.assign(known.run, { ended: line, status: Number(params['status']) });
  }

  shadowExited({ params, line }: ScheddFact): void {
    const pid = params['pid'] ?? '';
    if (params['job']) this.jobs.add(params['job']);
    const known = this.#byPid.get(pid);
    this.#byPid.delete(pid);
    if (!known) return;
    const { record, run } = known;
    run.ended ??= line;
    run.status ??= params['status'] === undefined ? null : Number(params['status']);
    run.signal = params['signal'] ?? null;
    record.shadowExited = line;
    this.exits.push({ record, run, line });
  }

  /** The schedd stops a job: condor_rm, condor_hold, or fewer jobs than MAX_JOBS_RUNNING. */
  shadowTold({ params, line }: ScheddFact): void {
    const last = this.starts.get(params['job'] ?? '')?.at(-1);
    if (!last || last.run.ended !== null || last.run.told) return;
    Object.assign(last.run, { told: line, toldWhy: this.reasons.whyStopped(line) ?? actionOf(params) });
  }

  /** What the schedd does with a job that runs, or whose shadow has just ended. */
  jobFate({ params, line }: ScheddFact): void {
    const last = this.starts.get(params['job'] ?? '')?.at(-1);
    if (!last || (last.run.ended !== null && !isTogether(last.run.ended, line))) return;
    last.run.fate ??= fateOf(params, line);
  }

  /** A parallel job has ended badly: its claims are given back, one after the other. */
  dedicatedEnds({ line }: ScheddFact): void {
    this.reasons.dedicatedEnds(line);
    // Today's dedicated scheduler deletes the record without a line.
    const last = this.exits.at(-1);
    if (!last || !isTogether(last.line, line)) return;
    last.record.relinquished ??= line;
    last.record.released ??= line;
  }

  /** The dedicated scheduler gives an unused claim back; its line names the slot alone. */
  unused({ params, line }: ScheddFact): void {
    if (this.#live.size > MOST_LIVE) return;
    const name = `${params['slot']}@${params['host']} `;
    for (const [key, records] of this.#live) {
      if (key.startsWith(name)) for (const record of records) record.relinquished ??= line;
    }
  }

  unanswered(fact: ScheddFact): void {
    this.#of(fact, null).unanswered ??= fact.line;
  }

  relinquished(fact: ScheddFact): void {
    this.#of(fact, null).relinquished ??= fact.line;
  }

  vacateSent({ params, line }: ScheddFact): void {
    this.#releasing = { startd: addressOf(params['startd']), line };
  }

  released(fact: ScheddFact): MatchRecord {
    const name = nameOf(fact);
    const waiting = (this.#deleted.get(name) ?? []).find(
      ({ deleted }) => deleted && secondsBetween(deleted.at, fact.line.at) <= RELEASED_WITHIN,
    );
    const record = waiting ?? this.#of(fact, null);
    if (waiting)
      this.#deleted.set(
        name,
        (this.#deleted.get(name) ?? []).filter((other) => other !== waiting),
      );
    record.released ??= fact.line;
    return record;
  }

  deleted(fact: ScheddFact): void {
    const { params, line } = fact;
    const job = params['job']?.startsWith('-') === false ? params['job'] : null;
    if (job !== null) this.jobs.add(job);
    const record = this.#of(fact, job);
    record.deleted = line;
    record.givenUp ??= this.reasons.takeGivenUp(record.startd, line);
    record.relinquished ??= this.reasons.takeDedicated(line);
    record.job ??= job;
    const name = nameOf(fact);
    this.#forget(name, record);
    const releasing = this.#releasing;
    const isReleased =
      releasing !== null && isTogether(releasing.line, line) && releasing.startd === addressOf(record.startd);
    if (isReleased) record.released ??= releasing.line;
    else this.#deleted.set(name, [...(this.#deleted.get(name) ?? []), record]);
  }

  rebuilt(fact: ScheddFact): void {
    this.#of(fact, null).rebuilds.push(fact.line);
  }

  /** A claim's session has the public part of the claim id for its name. */
  refused({ params, line }: ScheddFact): void {
    const session = params['session'] ?? '';
    const record = this.byClaim.get(`${session}#...`);
    if (record) record.refused ??= line;
    this.refusals.push({ session: own(session), line });
  }

  /** The records of these hosts' startds of which the claim id is not logged. */
  withoutIdAt(hosts: readonly string[]): MatchRecord[] {
    this.#byHost ??= byHost(this.all);
    return [...new Set(hosts.flatMap((host) => this.#byHost?.get(host) ?? []))];
  }

  #begin(record: MatchRecord, named: string, pid: string | null, line: Line): void {
    const job = own(named);
    const run: ShadowRun = {
      job,
      pid: ownOrNull(pid),
      started: line,
      ended: null,
      status: null,
      signal: null,
      told: null,
      toldWhy: null,
      fate: null,
    };
    const restart = this.#restart;
    const isOfOldRun = (known: Line | null | undefined) =>
      known == null || (restart !== null && isBefore(known, restart));
    if (restart && isOfOldRun(record.known) && isOfOldRun(record.rebuilds.at(-1))) record.rebuilds.push(line);
    record.shadows = added(record.shadows, run);
    this.jobs.add(job);
    Object.assign(record, { job, shadowStarted: line, shadowExited: null });
    if (pid !== null) this.#byPid.set(pid, { record, run });
    const known = this.starts.get(job);
    if (known) known.push({ record, run });
    else this.starts.set(job, [{ record, run }]);
  }

  #forget(name: string, record: MatchRecord): void {
    const left = (this.#live.get(name) ?? []).filter((other) => other !== record);
    if (left.length > 0) this.#live.set(name, left);
    else this.#live.delete(name);
  }

  /** The record that a line is about; a new one where none is known. */
  #of(fact: ScheddFact, job: string | null, what: 'requested' | 'started' | 'other' = 'other'): MatchRecord {
    const { params, line } = fact;
    const startd = params['startd'] ?? '';
    const record = params['claim'] ? this.#named(startd + params['claim'], startd) : this.#unnamed(fact, job, what);
    record.slot ??= ownOrNull(params['slot']);
    record.known ??= line;
    return record;
  }

  #named(claimId: string, startd: string): MatchRecord {
    const known = this.byClaim.get(claimId);
    if (known) return known;
    const record = newRecord(this.#log, own(startd), own(claimId));
    this.byClaim.set(record.claimId as string, record);
    this.all.push(record);
    return record;
  }

  #unnamed(fact: ScheddFact, job: string | null, what: 'requested' | 'started' | 'other'): MatchRecord {
    const name = nameOf(fact);
    const startd = fact.params['startd'] ?? '';
    const all = what === 'requested' ? [] : (this.#live.get(name) ?? []);
    const live = what === 'started' ? all.filter((record) => !isGivenBack(record)) : all;
    const known = live.findLast((record) => job !== null && record.job === job);
    if (known) return known;
    const remembered = this.#remembered(fact, job);
    const other = remembered ? undefined : chosen(live, job);
    if (other) return other;
    const record = remembered ?? newRecord(this.#log, own(startd), null);
    if (record.known === null) this.all.push(record);
    this.#live.set(name, [...(this.#live.get(name) ?? []), record]);
    return record;
  }

  /** The record of the same job at the same startd before the schedd was started again: it was rebuilt. */
  #remembered({ params, line }: ScheddFact, job: string | null): MatchRecord | null {
    if (params['slot'] !== undefined || job === null) return null;
    const name = nameOfJob(job, params['startd'] ?? '');
    const record = this.#before.get(name) ?? null;
    this.#before.delete(name);
    if (record) record.deleted = null;
    record?.rebuilds.push(line);
    return record;
  }
}

const isBefore = (a: Line, b: Line): boolean =>
  a.file === b.file && a.at.ms === b.at.ms ? a.order < b.order : a.at.ms < b.at.ms;

const isTogether = (a: Line, b: Line): boolean => Math.abs(secondsBetween(a.at, b.at)) <= TOGETHER;
