import { InputError } from '../../../files/input.ts';
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
  const slot = slotOf(choice);
  return claims.filter((claim) => {
    if (job !== undefined && !jobsOf(claim).some((known) => isJob(known, job))) return false;
    if (slot !== undefined && !isSlot(claim, slot)) return false;
    if (since !== undefined && claim.end !== null && claim.end.at.ms < since) return false;
    if (until !== undefined && (firstMoment(claim) ?? until) > until) return false;
    return !problems || isProblem(claim);
  });
}

/**
 * Refuses a job or a slot that the logs do not know: that nothing is found to be wrong with it says nothing.
 *
 * @throws {InputError} that says which ones there are
 */
export function requireKnown(claims: readonly ClaimVerdict[], choice: Choice): void {
  const { job } = choice;
  const slot = slotOf(choice);
  const jobs = claims.flatMap(jobsOf);
  if (job !== undefined && !jobs.some((known) => isJob(known, job)))
    throw new InputError(`--job ${job}: no claim in these logs had it; ${listed('jobs', jobs)}`);
  if (slot === undefined || claims.some((claim) => isSlot(claim, slot))) return;
  const slots = claims.flatMap((claim) => claim.slot ?? []);
  const wanted = slot.toLowerCase().replace(/[*?].*|_$/, '');
  const near = slots.find((known) => known.toLowerCase() === wanted || known.toLowerCase().startsWith(`${wanted}_`));
  const hint = near ? `did you mean ${near.slice(0, wanted.length)}? ` : '';
  throw new InputError(`--slot ${choice.slot}: no claim in these logs is of it; ${hint}${listed('slots', slots)}`);
}

/** So many are listed. */
const MOST_LISTED = 8;

function listed(what: string, names: readonly string[]): string {
  const known = [...new Set(names)].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (known.length === 0) return `they name no ${what}`;
  const more = known.length - MOST_LISTED;
  return `their ${what}: ${known.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `slot1@host` is how condor_status calls it. */
const slotOf = ({ slot }: Choice): string | undefined => slot?.replace(/@.*/, '');

const isSlot = (claim: ClaimVerdict, slot: string): boolean =>
  claim.slot === slot || (claim.slot?.startsWith(`${slot}_`) ?? false);

const jobsOf = (claim: ClaimVerdict): string[] => [
  ...claim.jobs.flatMap(({ job }) => job ?? []),
  ...(claim.job === null ? [] : [claim.job]),
];

const isJob = (known: string, wanted: string): boolean => known === wanted || known.startsWith(`${wanted}.`);

const firstMoment = ({ timeline, end }: ClaimVerdict): number | undefined => (timeline[0]?.at ?? end?.at)?.ms;
