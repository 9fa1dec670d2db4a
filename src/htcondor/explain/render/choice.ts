import type { ClaimVerdict } from '../verdict/claim-verdict.ts';
import { isProblem } from './summary.ts';

/** Which claims a reader wants to see. */
export interface Choice {
  /** `12` or `12.3`. */
  readonly job?: string | undefined;
  /** `slot1`, with all that were made of it, or `slot1_2`. */
  readonly slot?: string | undefined;
  /** Milliseconds since 1970, as the log's clock counts them. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly problems?: boolean | undefined;
}

/** The claims that a reader wants to see: those that were there in the time that is asked for. */
export function chosenClaims(claims: readonly ClaimVerdict[], choice: Choice): ClaimVerdict[] {
  const { job, since, until, problems } = choice;
  // `slot1@host` is how condor_status calls it.
  const slot = choice.slot?.replace(/@.*/, '');
  return claims.filter((claim) => {
    if (job !== undefined && !claim.jobs.some((run) => isJob(run.job, job)) && !isJob(claim.job, job)) return false;
    if (slot !== undefined && claim.slot !== slot && !claim.slot?.startsWith(`${slot}_`)) return false;
    if (since !== undefined && claim.end !== null && claim.end.at.ms < since) return false;
    if (until !== undefined && (firstMoment(claim) ?? until) > until) return false;
    return !problems || isProblem(claim);
  });
}

const isJob = (known: string | null, wanted: string): boolean =>
  known !== null && (known === wanted || known.startsWith(`${wanted}.`));

const firstMoment = ({ timeline, end }: ClaimVerdict): number | undefined => (timeline[0]?.at ?? end?.at)?.ms;
