import type { ClaimVerdict, EndVerdict } from '../verdict/claim-verdict.ts';

type End = EndVerdict | null;

/** What kind of end a claim has had, in the order in which they matter to a reader. */
const KINDS = [
  ['removed without authority', (end: End) => end?.authoritative === false],
  ['undecided', (end: End) => end !== null && end.authoritative === null],
  ['disowned by the schedd', causeIs('unrecognized')],
  ['expired', causeIs('lease-expired')],
  ['preempted', causeIs('preempted')],
  ['vacated', causeIs('vacated')],
  ['ended by the startd', causeIs('other')],
  ['released', causeIs('released')],
  ['not ended', () => true],
] as const satisfies readonly (readonly [string, (end: End) => boolean])[];

function causeIs(cause: string): (end: End) => boolean {
  return (end) => end?.cause === cause;
}

function kindOf({ end }: ClaimVerdict): number {
  return KINDS.findIndex(([, is]) => is(end));
}

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
  const counts = KINDS.map(() => 0);
  const jobs = { all: 0, died: 0 };
  for (const claim of claims) {
    (counts[kindOf(claim)] as number) += 1;
    jobs.all += claim.jobs.length;
    jobs.died += jobsDied(claim);
  }
  const ends = KINDS.flatMap(([what], kind) => (counts[kind] ? [`${number(counts[kind])} ${what}`] : []));
  const lost = jobs.died > 0 ? `; ${number(jobs.died)} of ${number(jobs.all)} jobs ended badly` : '';
  return `${number(claims.length)} claim${claims.length === 1 ? '' : 's'}: ${ends.join(', ')}${lost}`;
}

const number = (n: number): string => n.toLocaleString('en-US');
