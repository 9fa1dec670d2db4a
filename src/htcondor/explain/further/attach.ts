import type { ClaimVerdict, JobVerdict } from '../verdict/claim-verdict.ts';
import { addTo } from '../join/sorted.ts';
import { settled } from '../verdict/on-demand.ts';
import { BEGAN } from './event-log.ts';
import type { JobNote } from './note.ts';

/** What other logs say of a job's first run stands at most so long before it, and of its last at most so long behind it. */
const AROUND = 120_000;
/** A run is told of elsewhere at most so long before the startd tells of it, where the one before it ended earlier. */
const LEADS = 30_000;
/** Where it is not known when that ended. */
const LEADS_ANYHOW = 2000;

/** The claims, with what other logs say of the jobs that ran on them. */
export function withNotes(claims: readonly ClaimVerdict[], notes: readonly JobNote[]): ClaimVerdict[] {
  if (notes.length === 0) return [...claims];
  const byJob = new Map<string, JobNote[]>();
  for (const note of notes) {
    const known = byJob.get(note.job);
    if (known) known.push(note);
    else byJob.set(note.job, [note]);
  }
  const byRun = new Map<string, JobNote[]>();
  for (const [job, runs] of runsByJob(claims)) {
    for (const note of byJob.get(job) ?? []) {
      const run = runOf(note, runs);
      if (run) addTo(byRun, run.key, note);
    }
  }
  return claims.map((claim, i) => {
    const isNoted = claim.jobs.some((_, j) => byRun.has(keyOf(i, j)));
    return isNoted
      ? withJobs(
          claim,
          claim.jobs.map((run, j) => noted(run, byRun.get(keyOf(i, j)) ?? [])),
        )
      : claim;
  });
}

const keyOf = (claim: number, run: number): string => `${claim} ${run}`;

/** A run of a job, among all claims. */
interface Run {
  readonly key: string;
  readonly start: number;
  readonly end: number | null;
}

function runsByJob(claims: readonly ClaimVerdict[]): Map<string, Run[]> {
  const runs = new Map<string, Run[]>();
  for (const [i, { jobs }] of claims.entries()) {
    for (const [j, { job, start, end }] of jobs.entries()) {
      addTo(runs, job, { key: keyOf(i, j), start: start.ms, end: end?.ms ?? null });
    }
  }
  for (const all of runs.values()) all.sort((a, b) => a.start - b.start);
  return runs;
}

/** The run that a note is about: a job runs once at a time, so that what is said behind a run's beginning is of that run. */
function runOf({ line, what }: JobNote, runs: readonly Run[]): Run | undefined {
  const at = line.at.ms;
  const found = runs.findLast((run, i) => at >= run.start - leadOf(run, runs[i - 1], what));
  return found && at <= (found.end ?? Number.POSITIVE_INFINITY) + AROUND ? found : undefined;
}

/** How long before the startd tells of a run another log may tell of it: that it begins; all else is of the run before. */
function leadOf({ start }: Run, before: Run | undefined, what: string): number {
  if (!before) return AROUND;
  if (what !== BEGAN) return 0;
  return before.end === null ? LEADS_ANYHOW : Math.max(0, Math.min(LEADS, (start - before.end) / 2));
}

const withJobs = (claim: ClaimVerdict, jobs: readonly JobVerdict[]): ClaimVerdict => ({ ...settled(claim), jobs });

function noted(run: JobVerdict, notes: readonly JobNote[]): JobVerdict {
  if (notes.length === 0) return run;
  const about = notes.toSorted((a, b) => a.line.at.ms - b.line.at.ms);
  const last = about.findLast(({ died }) => died !== null);
  return {
    ...run,
    end: run.end ?? last?.line.at ?? null,
    died: last?.died ?? run.died,
    notes: about.map(({ what, line }) => ({ what, line })),
  };
}
