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

/** A claim, and what was found of its end. */
export interface Rated {
  readonly claim: ClaimVerdict;
  /** The kind of its end, by its place in KINDS. */
  readonly kind: number;
  readonly jobs: number;
  readonly died: number;
}

/** Judges each claim once: what is asked of all of them can then be counted. */
export const rated = (claims: readonly ClaimVerdict[]): Rated[] =>
  claims.map((claim) => ({ claim, kind: kindOf(claim), jobs: claim.jobs.length, died: jobsDied(claim) }));

/** Below what was decided against a claim, and what is undecided, all are alike but for jobs that died. */
const rank = ({ kind, died }: Rated): number => Math.min(kind, died > 0 ? 1.5 : 2);

/** Claims as a reader wants them: what was removed without authority first, then what is undecided, then jobs that died. */
export const worstFirst = (claims: readonly ClaimVerdict[], of = rated(claims)): ClaimVerdict[] =>
  of.toSorted((a, b) => rank(a) - rank(b)).map(({ claim }) => claim);

/** Whether something about a claim is worth a look: how it ended, a job that died on it, or ALIVEs that failed. */
export const isProblem = (claim: ClaimVerdict): boolean =>
  (claim.end !== null && (claim.end.authoritative !== true || claim.end.cause === 'lease-expired')) ||
  jobsDied(claim) > 0 ||
  claim.problems > 0;

/** `3 claims: 1 removed without authority, 2 released; 1 of 4 runs of jobs ended badly`. */
export function summaryText(claims: readonly ClaimVerdict[], all = rated(claims)): string {
  const of = all.filter(({ claim }) => !claim.isAnswer);
  const answers = all.length - of.length;
  const unknown = answers > 0 ? `${number(answers)} answer${answers === 1 ? '' : 's'} of -1 to a claim not known` : '';
  if (of.length === 0) return unknown;
  return `${ofClaims(of)}${unknown === '' ? '' : `; ${unknown}`}`;
}

function ofClaims(of: readonly Rated[]): string {
  const counts = KINDS.map(() => 0);
  for (const { kind } of of) (counts[kind] as number) += 1;
  const jobs = { all: sum(of.map((claim) => claim.jobs)), died: sum(of.map(({ died }) => died)) };
  const ends = KINDS.flatMap(([what], kind) => (counts[kind] ? [`${number(counts[kind])} ${what}`] : []));
  const lost = jobs.died > 0 ? `; ${number(jobs.died)} of ${number(jobs.all)} runs of jobs ended badly` : '';
  return `${number(of.length)} claim${of.length === 1 ? '' : 's'}: ${ends.join(', ')}${lost}`;
}

const number = (n: number): string => n.toLocaleString('en-US');

const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);
