import type { ClaimVerdict, JobVerdict } from '../verdict/claim-verdict.ts';
import { settled } from '../verdict/on-demand.ts';
import type { JobNote } from './note.ts';

/** What other logs say of a job's run stands at most so long before or behind it. */
const AROUND = 120_000;

/** The claims, with what other logs say of the jobs that ran on them. */
export function withNotes(claims: readonly ClaimVerdict[], notes: readonly JobNote[]): ClaimVerdict[] {
  if (notes.length === 0) return [...claims];
  const byJob = new Map<string, JobNote[]>();
  for (const note of notes) {
    const known = byJob.get(note.job);
    if (known) known.push(note);
    else byJob.set(note.job, [note]);
  }
  return claims.map((claim) => {
    const isNoted = claim.jobs.some(({ job }) => byJob.has(job));
    return isNoted
      ? withJobs(
          claim,
          claim.jobs.map((run) => noted(run, byJob.get(run.job) ?? [])),
        )
      : claim;
  });
}

const withJobs = (claim: ClaimVerdict, jobs: readonly JobVerdict[]): ClaimVerdict => ({ ...settled(claim), jobs });

/** Where a job ran more than once, what is said of it belongs to the run around that time. */
function noted(run: JobVerdict, notes: readonly JobNote[]): JobVerdict {
  const from = run.start.ms - AROUND;
  const to = (run.end?.ms ?? Number.POSITIVE_INFINITY) + AROUND;
  const about = notes
    .filter(({ line }) => line.at.ms >= from && line.at.ms <= to)
    .toSorted((a, b) => a.line.at.ms - b.line.at.ms);
  if (about.length === 0) return run;
  const last = about.findLast(({ died }) => died !== null);
  return {
    ...run,
    end: run.end ?? last?.line.at ?? null,
    died: last?.died ?? run.died,
    notes: about.map(({ what, line }) => ({ what, line })),
  };
}
