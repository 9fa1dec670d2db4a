import type { Cause } from '../grammar/endings.ts';
import { type Line, secondsBetween } from '../line.ts';
import type { ClaimEnd, StartdClaim } from '../side/claim.ts';
import type { MatchRecord } from '../side/schedd-side.ts';
import type { Judgement } from './claim-verdict.ts';
import { count, duration, isAfter } from './lines.ts';

/** Judges an end in which the schedd disowned nothing. */
export function judgeOtherEnd(claim: StartdClaim, record: MatchRecord | undefined): Judgement {
  const end = claim.end as ClaimEnd;
  if (end.cause === 'lease-expired') return leaseExpired(claim, end, record);
  return {
    authoritative: end.cause === 'other' && !IS_CHOICE.test(end.reason) ? null : true,
    evidence: [...(end.cause === 'released' && record?.released ? [record.released] : []), ...end.evidence],
    explanation: EXPLAIN[end.cause as Exclude<Cause, 'unrecognized' | 'lease-expired'>](end.reason),
  };
}

/** Ends that are some policy's, or an administrator's, choice. */
const IS_CHOICE = /is (?:false|true)|shutting down|shut down|drained|no longer needed/i;

const EXPLAIN = {
  released: (reason) =>
    reason.startsWith('deactivated')
      ? 'The schedd deactivated the claim and was told that it was closing: it gave it back.'
      : 'The schedd gave the claim back (RELEASE_CLAIM): the job is done or removed, or the schedd has no more use for the slot.',
  vacated: () => 'The claim was vacated by command (condor_vacate, or an administrator).',
  preempted: (reason) => `The startd's policy or a better match took the slot: ${reason}.`,
  other: (reason) =>
    reason === ''
      ? 'The startd gave the claim up; its log does not say why.'
      : `The startd ended the claim: ${reason}.`,
} as const satisfies Record<Exclude<Cause, 'unrecognized' | 'lease-expired'>, (reason: string) => string>;

/** The lease is the startd's own: it needs nobody's word to end a claim that nobody has renewed. */
function leaseExpired(claim: StartdClaim, end: ClaimEnd, record: MatchRecord | undefined): Judgement {
  const last = lastRenewal(claim, end);
  const since = last
    ? `, ${duration(secondsBetween(last.at, end.line.at))} after it was last renewed, at ${last.at.text}`
    : '';
  const lease = claim.lease === null ? '' : ` of ${duration(claim.lease)}`;
  const tried = claim.problems.count > 0 ? `; ${count(claim.problems.count, 'ALIVE')} failed (${kinds(claim)})` : '';
  const refused = record?.refused ? '; the schedd did not know the claim and refused its session' : '';
  const failed = [claim.problems.first, claim.problems.last].flatMap((line) => line ?? []);
  return {
    authoritative: true,
    evidence: [
      ...(last ? [last] : []),
      ...new Set(failed),
      ...(record?.refused ? [record.refused] : []),
      ...end.evidence,
    ],
    explanation: `The lease${lease} ran out${since}${tried}${refused}: nothing was heard from the schedd, and nothing was disowned.`,
  };
}

/** What the lease was last counted from. */
function lastRenewal({ renewals, refreshes, jobStarted, begun }: StartdClaim, end: ClaimEnd): Line | undefined {
  return [renewals.last, refreshes.last, jobStarted, begun]
    .flatMap((line) => (line && !isAfter(line, end.line) ? [line] : []))
    .toSorted((a, b) => b.at.ms - a.at.ms)[0];
}

const WORDS: Readonly<Record<string, string>> = {
  'alive-not-initiated': 'no connection could be begun',
  'alive-connect-failed': 'the schedd could not be connected to',
  'alive-command-failed': 'the command could not be sent',
  'alive-send-failed': 'the claim id could not be sent',
  'alive-response-problem': 'no reply came',
};

/** Of what kinds a claim's problems were. */
export const kinds = ({ problemKinds }: StartdClaim): string =>
  [...problemKinds].map(([name, n]) => `${n}× ${WORDS[name]}`).join(', ');
