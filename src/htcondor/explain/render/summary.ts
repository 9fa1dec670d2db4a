import type { ClaimVerdict } from '../verdict/claim-verdict.ts';

/** What kind of end a claim has had, in the order in which they matter to a reader. */
const KINDS = [
  ['removed without authority', ({ end }: ClaimVerdict) => end?.authoritative === false],
  ['undecided', ({ end }: ClaimVerdict) => end != null && end.authoritative === null],
  ['disowned by the schedd', causeIs('unrecognized')],
  ['expired', causeIs('lease-expired')],
  ['preempted', causeIs('preempted')],
  ['vacated', causeIs('vacated')],
  ['ended by the startd', causeIs('other')],
  ['released', causeIs('released')],
  ['not ended', () => true],
] as const satisfies readonly (readonly [string, (claim: ClaimVerdict) => boolean])[];

function causeIs(cause: string): (claim: ClaimVerdict) => boolean {
  return ({ end }) => end?.cause === cause;
}

const kindOf = (claim: ClaimVerdict): number => KINDS.findIndex(([, is]) => is(claim));

const jobsDied = ({ jobs }: ClaimVerdict): number => jobs.filter(({ died }) => died).length;

/** Below what was decided against a claim, and what is undecided, all are alike but for jobs that died. */
const rank = (claim: ClaimVerdict): number => Math.min(kindOf(claim), jobsDied(claim) > 0 ? 1.5 : 2);

/** Claims as a reader wants them: what was removed without authority first, then what is undecided, then jobs that died. */
export function worstFirst(claims: readonly ClaimVerdict[]): ClaimVerdict[] {
  return claims
    .map((claim) => ({ claim, at: rank(claim) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ claim }) => claim);
}

/** Whether something about a claim is worth a look: how it ended, a job that died on it, or ALIVEs that failed. */
export const isProblem = (claim: ClaimVerdict): boolean =>
  (claim.end !== null && (claim.end.authoritative !== true || claim.end.cause === 'lease-expired')) ||
  jobsDied(claim) > 0 ||
  claim.problems > 0;

/** `3 claims: 1 removed without authority, 2 released; 1 of 4 jobs died`. */
export function summaryText(claims: readonly ClaimVerdict[]): string {
  const counts = KINDS.map(([what], kind) => [what, claims.filter((claim) => kindOf(claim) === kind).length] as const);
  const ends = counts.flatMap(([what, n]) => (n > 0 ? [`${number(n)} ${what}`] : []));
  const jobs = claims.reduce((sum, claim) => sum + claim.jobs.length, 0);
  const died = claims.reduce((sum, claim) => sum + jobsDied(claim), 0);
  const lost = died > 0 ? `; ${number(died)} of ${number(jobs)} jobs ended badly` : '';
  return `${number(claims.length)} claim${claims.length === 1 ? '' : 's'}: ${ends.join(', ')}${lost}`;
}

const number = (n: number): string => n.toLocaleString('en-US');
