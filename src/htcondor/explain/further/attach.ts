import { dirname } from 'node:path';
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
  const folders = new Set(claims.map(({ log }) => dirname(log)));
  for (const [job, runs] of runsByJob(claims)) {
    for (const note of byJob.get(job) ?? []) {
      const run = runOf(
        note,
        runs.filter((one) => mayBeOf(note, one, folders)),
        runs,
      );
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
  /** Its claim's slot, the folder of its claim's log, and its shadows, as far as they are known. */
  readonly slot: string | null;
  readonly folder: string;
  readonly shadows: readonly string[];
}

function runsByJob(claims: readonly ClaimVerdict[]): Map<string, Run[]> {
  const runs = new Map<string, Run[]>();
  for (const [i, { jobs, slot, log }] of claims.entries()) {
    for (const [j, { job, start, end, shadows }] of jobs.entries()) {
      addTo(runs, job, {
        key: keyOf(i, j),
        start: start.ms,
        end: end?.ms ?? null,
        slot,
        folder: dirname(log),
        shadows,
      });
    }
  }
  for (const all of runs.values()) all.sort((a, b) => a.start - b.start);
  return runs;
}

/** Two schedds may have a job of the same number: nothing that both name must differ. */
function mayBeOf({ slot, shadow, line }: JobNote, run: Run, folders: ReadonlySet<string>): boolean {
  if (slot !== undefined && run.slot !== null && slot !== run.slot) return false;
  if (shadow !== undefined && run.shadows.length > 0 && !run.shadows.includes(shadow)) return false;
  const folder = dirname(line.file);
  return slot === undefined || !folders.has(folder) || run.folder === folder;
}

/** The run that a note is about: a job runs once at a time, so that what is said behind a run's beginning is of that run. */
function runOf({ line, what }: JobNote, runs: readonly Run[], all: readonly Run[]): Run | undefined {
  const at = line.at.ms;
  const ends = ({ end }: Run) => end ?? Number.POSITIVE_INFINITY;
  const found = runs.findLast((run) => at >= run.start - leadOf(run, all[all.indexOf(run) - 1], what));
  if (!found || at > ends(found) + AROUND) return undefined;
  const isOneOfTwo = runs.some((other) => other !== found && other.start < ends(found) && found.start < ends(other));
  return isOneOfTwo ? undefined : found;
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
