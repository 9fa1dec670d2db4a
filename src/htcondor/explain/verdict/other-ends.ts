import type { Cause } from '../grammar/endings.ts';
import { STARTD } from '../grammar/startd.ts';
import { isMeasured, type Line, type Moment, secondsBetween } from '../line.ts';
import type { ClaimEnd, StartdClaim } from '../side/claim.ts';
import type { RefusedSession } from '../side/schedd-records.ts';
import type { Judgement } from './claim-verdict.ts';
import { count, duration, isAfter } from './lines.ts';
import type { ScheddGone } from './schedd-gone.ts';
import { TO_DECIDE } from './settings.ts';

/**
 * Judges an end in which the schedd disowned nothing.
 *
 * @param refused the session of this claim that its schedd refused, if any
 * @param gone that its schedd was away when its lease ran out, if its log says so
 */
export function judgeOtherEnd(
  claim: StartdClaim,
  refused: RefusedSession | undefined,
  gone: ScheddGone | null = null,
): Judgement {
  const end = claim.end as ClaimEnd;
  if (end.cause === 'lease-expired') return leaseExpired(claim, end, refused, gone);
  const released = end.cause === 'released' ? claim.record?.released : null;
  return {
    authoritative: end.cause === 'other' && !IS_CHOICE.test(end.reason) ? null : true,
    pairedBy: null,
    evidence: [...(released ? [released] : []), ...end.evidence],
    explanation: EXPLAIN[end.cause as keyof typeof EXPLAIN](end.reason),
  };
}

/** Ends that are some policy's, or an administrator's, choice. */
const IS_CHOICE =
  /is (?:false|true)|shutting down|shut down|drained|no longer needed|retirement ended|timed out|protocol failed/i;

const EXPLAIN = {
  released: (reason) =>
    reason.startsWith('deactivated')
      ? 'The schedd deactivated the claim and was told that it was closing: it gave it back.'
      : 'The schedd gave the claim back (RELEASE_CLAIM): the job is done, removed, held or vacated, or the schedd has no more use for the slot.',
  vacated: () => 'The claim was vacated by command (condor_vacate, or an administrator).',
  preempted: (reason) => `The startd's policy or a better match took the slot: ${reason}.`,
  other: (reason) => {
    if (reason === '') return 'The startd gave the claim up; its log does not say why.';
    if (reason.startsWith('lines of ')) return `How the claim ended is not in this log: ${reason}.`;
    if (reason.startsWith('it was started again')) return `The claim was gone with the startd: ${reason}.`;
    if (/retirement/.test(reason))
      return `The startd ended the claim, for its retirement time was over: ${reason}. The log does not say why the claim had to retire.`;
    return `The startd ended the claim: ${reason}.`;
  },
} as const satisfies Record<Exclude<Cause, 'unrecognized' | 'lease-expired' | 'unknown'>, (reason: string) => string>;

/** The kinds of line that say that a lease was renewed, all at D_PROTOCOL. */
const OF_RENEWALS = STARTD.recognisers.filter(({ name }) =>
  ['kept-alive', 'alive-response', 'alive-sending'].includes(name),
);

/** The lease is the startd's own: it needs nobody's word to end a claim that nobody has renewed. */
function leaseExpired(
  claim: StartdClaim,
  end: ClaimEnd,
  refused: RefusedSession | undefined,
  gone: ScheddGone | null,
): Judgement {
  const isLogged = OF_RENEWALS.some((kind) => claim.log.prints(kind));
  const last = isLogged ? lastRenewal(claim, end) : undefined;
  const since = last ? `, ${sinceText(last.at, end.line.at)} it was last renewed, at ${last.at.text}` : '';
  const lease =
    claim.lease === null || (last && isSooner(last.at, end.line.at, claim.lease)) ? '' : ` of ${duration(claim.lease)}`;
  const tried = claim.problems.count > 0 ? `; ${count(claim.problems.count, 'ALIVE')} failed (${kinds(claim)})` : '';
  const why = refused
    ? '; the schedd did not know the claim and refused its session. Nothing was disowned by an answer to an ALIVE.'
    : `: ${isLogged || claim.problems.count > 0 ? 'nothing was heard from the schedd, and ' : ''}nothing was disowned.`;
  const unlogged = isLogged
    ? ''
    : ` When the lease was last renewed is unknown: this log's level does not have renewals. ${TO_DECIDE.startd}`;
  const away = gone && !refused ? ` ${gone.what}.` : '';
  const failed = [claim.problems.first, claim.problems.last].flatMap((line) => line ?? []);
  return {
    authoritative: true,
    pairedBy: null,
    evidence: [
      ...(last ? [last] : []),
      ...new Set(failed),
      ...(refused ? [refused.line] : (gone?.lines ?? [])),
      ...end.evidence,
    ],
    explanation: `The lease${lease} ran out${since}${tried}${why}${away}${unlogged}`,
  };
}

/** A lease that would have lasted longer is not the one that ran out: the job's own was set by a line that is not in the log. */
const isSooner = (from: Moment, to: Moment, seconds: number): boolean =>
  isMeasured(from, to) && secondsBetween(from, to) < seconds - SLACK;

/** Renewal and end are logged a moment later than they happen, and in whole seconds. */
const SLACK = 2;

const sinceText = (from: Moment, to: Moment): string =>
  isMeasured(from, to)
    ? `${duration(secondsBetween(from, to))} after`
    : 'a time that is not known (the clock was set back) after';

/** What the lease was last counted from. */
function lastRenewal({ renewals, refreshes, jobStarted, begun }: StartdClaim, end: ClaimEnd): Line | undefined {
  return [renewals.last, refreshes.last, jobStarted, begun]
    .flatMap((line) => (line && !isAfter(line, end.line) ? [line] : []))
    .toSorted((a, b) => b.at.ms - a.at.ms)[0];
}

const WORDS: Readonly<Record<string, string>> = {
  'alive-not-initiated': 'no connection could be begun',
  'alive-not-registered': 'no connection could be begun',
  'alive-connect-failed': 'the schedd could not be connected to',
  'alive-command-failed': 'the command could not be sent',
  'alive-send-failed': 'the claim id could not be sent',
  'alive-response-problem': 'no reply came',
};

/** The kinds of a claim's problems. */
export const kinds = ({ problemKinds }: StartdClaim): string =>
  [...(problemKinds ?? [])].map(([name, n]) => `${n}× ${WORDS[name]}`).join(', ');
