import type { Skew } from '../join/skew.ts';
import { addTo, firstFrom } from '../join/sorted.ts';
import { type Line, type Moment, secondsBetween } from '../line.ts';
import type { JobRun, StartdClaim } from '../side/claim.ts';
import type { MatchRecord, ShadowRun } from '../side/match-record.ts';
import type { JobVerdict } from './claim-verdict.ts';
import { isAfter } from './lines.ts';

/** A shadow and its starter start within so many seconds of each other. */
const SAME_START = 30;
/** The nearer of two shadows is meant if it is nearer by this many seconds. */
const NEARER = 3;

/** What exit.h calls the shadow's exit codes, in words. */
const SHADOW_STATUS: Readonly<Record<number, string>> = {
  4: 'the shadow stopped on an error of its own (EXCEPT): the job is run again',
  44: 'the shadow could not write its log',
  100: 'the job ended by itself',
  101: 'the job was checkpointed',
  102: 'the job was killed (removed, put on hold, or vacated by its schedd)',
  103: 'the job was killed and left a core file',
  105: 'there was no memory for the shadow',
  106: 'the shadow was called wrongly',
  107: 'the job was lost or evicted, and is to be run again',
  108: 'the job could not be started: the startd refused, or could not be connected to',
  109: 'the job was not to run',
  110: 'the job could not be executed',
  111: "the job's checkpoint was lost",
  112: 'the job was put on hold',
  113: 'the job was removed by its policy',
  114: 'the job missed its time to start',
  115: 'the job ended by itself, and the claim takes no other',
  116: 'the shadow could not reconnect to the job',
  117: 'the transfer of common files failed: the job is run again',
  118: 'the transfer of common files failed: the job was put on hold',
  119: 'the mapping of common files failed',
};

/** Exit codes after which nobody wonders why the job has died. */
const ENDED_WELL: ReadonlySet<number | null> = new Set([100, 102, 112, 113, 115]);

/** How a shadow ended, in words; null if it has not, or no log tells. */
export function shadowText({ status, signal, told, toldWhy, fate }: ShadowRun): string | null {
  const why = told ? `, after its schedd had told it to stop${toldWhy ? ` (${toldWhy})` : ''}` : '';
  const then = fate && !(status !== null && fate.isKnownBy.includes(status)) ? `; ${fate.what}` : '';
  if (signal !== null) return `the shadow died with ${signal}${why}${then}`;
  if (status !== null) return `${shadowStatusText(status)}${why}${then}`;
  return fate && fate.what;
}

/** A shadow's exit code, in words. */
export const shadowStatusText = (status: number): string =>
  `shadow status ${status}: ${SHADOW_STATUS[status] ?? 'an exit code that is not known'}`;

/** How a starter ended, in words; null if it has not, or no log tells. */
function starterText({ exit, deactivated, killed }: JobRun, isTaken: boolean): string | null {
  const why = (isTaken ? ' as its claim ended' : '') + (killed ? `, killed by the startd: ${killed.why}` : '');
  const who = (deactivated ? ' after the schedd had deactivated the claim' : '') + why;
  if (!exit) return null;
  if (exit.signal !== null) return `the starter died on signal ${exit.signal}${who}`;
  return `the starter exited with status ${exit.status}${who}`;
}

/**
 * Every job of a claim, from both logs.
 *
 * @param skew how the clocks of the logs of claim and record differ
 */
export function jobsOf(claim: StartdClaim, skew: Skew | undefined): JobVerdict[] {
  const byJob = new Map<string, ShadowRun[]>();
  for (const shadow of claim.record?.shadows ?? []) addTo(byJob, shadow.job, shadow);
  // Of a slot with the lines of two startds it is not known whose starter has ended.
  const runs = claim.isMixed ? claim.jobs.map(withoutEnd) : claim.jobs;
  const next = nextRuns(runs);
  const ran = runs.map((run) => {
    const shadows = shadowsOf(run, byJob.get(run.job) ?? [], skew, run.ended ?? next.get(run)?.started ?? null);
    const last = shadows.at(-1);
    return {
      job: run.job,
      start: run.started.at,
      end: run.ended?.at ?? last?.ended?.at ?? null,
      shadows: shadows.flatMap(({ pid }) => pid ?? []),
      starter: starterText(run, wentWithClaim(run, runs.at(-1), claim)),
      shadow: shadowsText(shadows),
      isStarted: true,
      died: hasDied(run, wentWithClaim(run, runs.at(-1), claim), last),
      notes: [],
      evidence: [
        run.started,
        run.deactivated,
        run.killed?.line,
        run.exit?.line,
        ...shadows.flatMap((shadow) => [shadow.told, shadow.ended, shadow.fate?.line]),
      ].flatMap((line) => line ?? []),
    };
  });
  return [...ran, ...refused(claim.record?.shadows ?? [], ran)];
}

/** The startd's log has no run of a job that it refused; its schedd's has the shadow, which says so. */
const refused = (shadows: readonly ShadowRun[], ran: readonly JobVerdict[]): JobVerdict[] =>
  shadows
    .filter(
      ({ status, pid, job }) =>
        status === NOT_STARTED && !ran.some((run) => run.job === job && run.shadows.includes(pid ?? '')),
    )
    .map((shadow) => byShadows([shadow]));

/** JOB_NOT_STARTED (exit.h). */
const NOT_STARTED = 108;

const withoutEnd = (run: JobRun): JobRun => ({ ...run, deactivated: null, killed: null, ended: null, exit: null });

/** The next run of each one's job. */
function nextRuns(runs: readonly JobRun[]): Map<JobRun, JobRun> {
  const next = new Map<JobRun, JobRun>();
  const last = new Map<string, JobRun>();
  for (const run of runs) {
    const before = last.get(run.job);
    if (before) next.set(before, run);
    last.set(run.job, run);
  }
  return next;
}

/** How the shadows of one run ended, each but the last followed by another; null if no log tells. */
function shadowsText(shadows: readonly ShadowRun[]): string | null {
  const last = shadows.length - 1;
  const texts = shadows.flatMap((shadow, i) => {
    const text = shadowText(shadow);
    return text === null ? [] : [i < last ? `${text}, another shadow took over` : text];
  });
  return texts.length > 0 ? texts.join('; ') : null;
}

/** Every job of a record, where only the schedd's log is there. */
export const jobsOfRecord = (record: MatchRecord): JobVerdict[] => runsOf(record).map(byShadows);

/** A job's run as its shadows tell it. */
function byShadows(shadows: readonly ShadowRun[]): JobVerdict {
  const [first, last] = [shadows[0] as ShadowRun, shadows.at(-1) as ShadowRun];
  return {
    job: first.job,
    start: first.started.at,
    end: last.ended?.at ?? null,
    shadows: shadows.flatMap(({ pid }) => pid ?? []),
    starter: null,
    shadow: shadowsText(shadows),
    isStarted: shadows.length > 1 || last.status !== NOT_STARTED,
    died: hasDied(null, false, last),
    notes: [],
    evidence: shadows.flatMap(({ started, told, ended, fate }) =>
      [started, told, ended, fate?.line].flatMap((line) => line ?? []),
    ),
  };
}

/** The shadows of each run of a job: one that starts where the record was rebuilt takes over from the one before. */
function runsOf({ shadows, rebuilds }: MatchRecord): ShadowRun[][] {
  const runs: ShadowRun[][] = [];
  for (const shadow of shadows) {
    const before = runs.at(-1)?.at(-1);
    const isRebuilt = rebuilds.some(
      (line) => before && !isAfter(before.started, line) && !isAfter(line, shadow.started),
    );
    if (before && before.job === shadow.job && isRebuilt) runs.at(-1)?.push(shadow);
    else runs.push([shadow]);
  }
  return runs;
}

/**
 * Whether the job still ran when its claim ended, and not because its schedd gave the claim back: then it was killed. A
 * startd that goes itself may leave the job to be reconnected to.
 */
function wentWithClaim(run: JobRun, last: JobRun | undefined, { end }: StartdClaim): boolean {
  if (end === null || end.cause === 'released' || run !== last) return false;
  return run.ended === null ? end.cause !== 'other' : !isAfter(end.line, run.ended);
}

function hasDied(run: JobRun | null, isTaken: boolean, shadow: ShadowRun | undefined): boolean {
  if (run?.exit?.signal != null) return true;
  if (shadow?.fate) return !shadow.fate.isWanted;
  if (shadow && (shadow.status !== null || shadow.signal !== null)) return !ENDED_WELL.has(shadow.status);
  if (isTaken) return true;
  return run?.exit?.status != null && run.exit.status !== 0;
}

/**
 * The shadow of a job's run (where a job ran on a claim more than once, the one that started at that time), and those that
 * took over from it while the job ran: a schedd that is started again reconnects to its jobs.
 *
 * @param until where the run ended at the latest
 */
function shadowsOf(
  run: JobRun,
  same: readonly ShadowRun[],
  skew: Skew | undefined,
  until: Line | null,
): readonly ShadowRun[] {
  const about = run.started.at.ms - (skew?.at(run.started.at) ?? 0) * SECOND;
  const middle = firstFrom(same, about, ({ started }) => started.at.ms);
  const all = same
    .slice(Math.max(0, middle - MOST_NEAR), middle + MOST_NEAR)
    .map((shadow) => ({ shadow, apart: apart(shadow.started.at, run.started.at, skew) }))
    .toSorted((x, y) => x.apart - y.apart);
  // The shadow of a run that is there is no other that could not start one.
  const able = all.filter(({ shadow, apart: by }) => shadow.status !== NOT_STARTED && by <= SAME_START);
  const [best, next] = able.length > 0 ? able : all;
  if (!best) return [];
  if (next && !(best.apart <= SAME_START && next.apart - best.apart >= NEARER)) return [];
  const startedBefore = ({ started }: ShadowRun, line: Line) =>
    secondsBetween(started.at, line.at) - (skew?.at(started.at) ?? 0) > 0;
  const from = same.indexOf(best.shadow, Math.max(0, middle - MOST_NEAR)) + 1;
  const isBefore = (behind: ShadowRun) => until === null || startedBefore(behind, until);
  let to = from;
  for (let behind = same[to]; behind && isBefore(behind); behind = same[to]) to += 1;
  return [best.shadow, ...same.slice(from, to).filter(({ status }) => status !== NOT_STARTED)];
}

/** The shadow that is meant is among so many before, or behind, the start of a run. */
const MOST_NEAR = 8;
const SECOND = 1000;

const apart = (schedd: Moment, startd: Moment, skew: Skew | undefined): number =>
  Math.abs(secondsBetween(schedd, startd) - (skew?.at(schedd) ?? 0));
