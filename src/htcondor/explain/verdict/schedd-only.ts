import { hostOf, hostsOf } from '../address.ts';
import type { ScheddLog } from '../join/link.ts';
import { firstFrom } from '../join/sorted.ts';
import { decisive, type Exchange, isSpurious } from '../side/exchange.ts';
import { type Line, secondsBetween } from '../line.ts';
import type { MatchRecord } from '../side/match-record.ts';
import type { ClaimVerdict, EndVerdict, TimelineEntry } from './claim-verdict.ts';
import { judgeExchange } from './exchange.ts';
import { Judge } from './on-demand.ts';
import { jobsOfRecord, shadowText } from './jobs.ts';
import { isAfter, place } from './lines.ts';
import { jobEntries, once } from './timeline.ts';

/**
 * What the schedd's log alone says of its claims; what became of them at the startd is only to be guessed. Of several answers
 * of -1 to one claim the last one counts: a startd that had heard an earlier one would not have asked again.
 */
export function scheddOnly(schedd: ScheddLog): ClaimVerdict[] {
  const { records, negatives, log } = schedd.side;
  const named = new Map<string, Exchange>();
  for (const exchange of negatives) if (exchange.unknown) named.set(exchange.unknown, exchange);
  const nobodies = negatives.filter(({ unknown }) => unknown === '');
  const strangers = [...named].filter(([claimId]) => !records.byClaim.has(claimId));
  const known = new Judge((record: MatchRecord) => ofRecord(record, named.get(record.claimId ?? ''), nobodies, schedd));
  const unknown = new Judge((exchange: Exchange) => ({
    ...NOBODY,
    log: log.label,
    claimId: exchange.unknown || null,
    end: disowned(exchange, schedd),
    isAnswer: true,
  }));
  return [
    ...records.all.map((record) => known.later(record)),
    ...strangers.map(([, exchange]) => unknown.later(exchange)),
    ...nobodies.map((exchange) => unknown.later(exchange)),
  ];
}

/** A claim of which only the answer to an ALIVE is known. */
const NOBODY = { slot: null, job: null, jobs: [], begun: null, renewals: 0, problems: 0, timeline: [] } as const;

function ofRecord(
  record: MatchRecord,
  refused: Exchange | undefined,
  nobodies: readonly Exchange[],
  schedd: ScheddLog,
): ClaimVerdict {
  const jobs = jobsOfRecord(record);
  return {
    log: schedd.side.log.label,
    slot: record.slot,
    job: record.job,
    claimId: record.claimId,
    jobs,
    begun: record.requested?.at ?? null,
    renewals: 0,
    problems: 0,
    timeline: [...timelineOf(record), ...jobEntries(jobs)].toSorted((a, b) => a.at.ms - b.at.ms),
    end: endOfClaim(record, refused, nobodies, schedd),
    isAnswer: false,
  };
}

/** An ALIVE is on its way for no longer than this. */
const LATE_ALIVE = 60;

/** A claim that the schedd gave back was not ended by an answer of -1 before that, nor by one to an ALIVE that came too late. */
function endOfClaim(
  record: MatchRecord,
  refused: Exchange | undefined,
  nobodies: readonly Exchange[],
  schedd: ScheddLog,
): EndVerdict | null {
  const own = endOf(record, nobodies);
  if (!refused) return own ?? goneWith(record, schedd);
  const refusal = decisive(refused);
  if (own?.cause !== 'released' || secondsBetween(own.at, refusal.at) > LATE_ALIVE) return disowned(refused, schedd);
  const gone = record.deleted ?? record.released;
  const answered =
    gone && isAfter(refusal, gone)
      ? `An ALIVE that came too late was answered -1 at ${refusal.at.text}.`
      : `The answer of -1 at ${refusal.at.text} did not end it.`;
  return {
    ...own,
    evidence: [...own.evidence, ...refused.facts.map(({ line }) => line)].toSorted((a, b) => a.at.ms - b.at.ms),
    explanation: `${own.explanation} ${answered}`,
  };
}

/** Only the StartLog can say that a claim was removed for an answer without authority: the startd may not have heard the answer. */
function disowned(exchange: Exchange, schedd: ScheddLog): EndVerdict {
  const { authoritative, explanation, more } = judgeExchange(exchange, schedd, null);
  const whose = isSpurious(exchange) ? 'which claim it was, and whether' : 'whether';
  const arrived = exchange.writeFailed
    ? 'The answer could not be written.'
    : `The StartLog says ${whose} the startd heard the answer.`;
  return {
    at: decisive(exchange).at,
    cause: isSpurious(exchange) ? 'unknown' : 'unrecognized',
    authoritative: exchange.writeFailed || authoritative !== true ? null : true,
    pairedBy: null,
    evidence: [...exchange.facts.map(({ line }) => line), ...more],
    explanation: `${explanation} ${arrived}`,
  };
}

/**
 * The shadow's exit codes after which it is the schedd that gives the claim back, as it is after it has told the shadow to stop. After any other the startd may have ended
 * the claim itself (lease, vacate, preemption, draining, a starter that died): then the schedd sends the release all the same.
 */
const SCHEDD_ENDS: ReadonlySet<number | null> = new Set([100, 102, 103, 112, 113, 114]);

function endOf(record: MatchRecord, nobodies: readonly Exchange[]): EndVerdict | null {
  const { released, deleted, relinquished, refused } = record;
  const line = deleted ?? released ?? refused;
  if (!line) return null;
  const last = record.shadows.at(-1);
  if (record.unanswered)
    return { ...endedAt(record, line), cause: 'released', authoritative: true, explanation: UNANSWERED };
  const isOwn = SCHEDD_ENDS.has(last?.status ?? null) || (last?.told ?? null) !== null;
  const isGivenBack = released !== null && (relinquished !== null || isOwn);
  return {
    ...endedAt(record, line),
    cause: isGivenBack ? 'released' : 'unknown',
    authoritative: isGivenBack ? true : null,
    explanation: isGivenBack ? 'The schedd gave the claim back (RELEASE_CLAIM).' : notKnown(record, nobodies),
  };
}

const UNANSWERED =
  'The startd did not answer the request for the claim within REQUEST_CLAIM_TIMEOUT: the schedd gave the match up before any job ran.';

/** The lines that show a record's end, in order. */
function endedAt(
  { shadows, relinquished, released, deleted, refused, givenUp, unanswered }: MatchRecord,
  { at }: Line,
) {
  const evidence = [shadows.at(-1)?.ended, relinquished, unanswered, givenUp, released, deleted, refused]
    .flatMap((found) => found ?? [])
    .filter((found, i, all) => all.indexOf(found) === i)
    .toSorted((a, b) => a.at.ms - b.at.ms || a.order - b.order);
  return { at, pairedBy: null, evidence };
}

/** A record that was not rebuilt when the schedd was started again: what the startd did is not in this log. */
function goneWith({ known, rebuilds, shadows, job }: MatchRecord, { side }: ScheddLog): EndVerdict | null {
  const start = side.starts.at(-1);
  const made = [known, rebuilds.at(-1), shadows.at(-1)?.started].flatMap((line) => line ?? []);
  if (!start || made.some((line) => isAfter(line, start))) return null;
  const gone = side.records.gone.get(job ?? '');
  return {
    at: start.at,
    cause: 'unknown',
    authoritative: null,
    pairedBy: null,
    evidence: [start, ...(gone ? [gone] : [])],
    explanation: gone
      ? `The schedd was started again, and job ${job} was no longer in its queue. Only the StartLog says how the claim ended.`
      : 'The schedd was started again, and its log does not show that it rebuilt the match record of this claim. Only the StartLog says how the claim ended.',
  };
}

function notKnown(record: MatchRecord, nobodies: readonly Exchange[]): string {
  const { refused, deleted } = record;
  if (refused && !deleted)
    return 'The schedd did not know the claim and refused its session. The StartLog says how the claim ended.';
  const last = record.shadows.at(-1);
  const shadow = last && shadowText(last);
  const how = shadow ? `${shadow[0]?.toUpperCase()}${shadow.slice(1)}. ` : '';
  const answer = nobodyBefore(record, nobodies);
  const hint = answer
    ? ` Right before, at ${place(decisive(answer))}, the schedd answered -1 without a claim id: it may have been this claim's.`
    : '';
  if (record.givenUp)
    return `${how}The startd had ended the claim, and told the schedd so (RELEASE_CLAIM). Only the StartLog says why.${hint}`;
  return `${how}The schedd deleted its match record. Only the StartLog says how and why the claim ended.${hint}`;
}

/** A record goes so soon after an answer that had its claim removed. */
const SOON = 30_000;

/** Further answers are not looked at. */
const MOST_ANSWERS = 256;

/** The last answer of -1 to nobody that this claim may have been given. */
function nobodyBefore({ deleted, startd }: MatchRecord, nobodies: readonly Exchange[]): Exchange | null {
  if (!deleted) return null;
  const hosts = hostsOf(startd);
  const behind = firstFrom(nobodies, deleted.at.ms + 1, (exchange) => decisive(exchange).at.ms);
  for (let i = behind - 1; i >= Math.max(0, behind - MOST_ANSWERS); i--) {
    const exchange = nobodies[i] as Exchange;
    if (decisive(exchange).at.ms < deleted.at.ms - SOON) return null;
    const { peer, writeFailed } = exchange;
    if (!writeFailed && (peer === null || hosts.length === 0 || hosts.includes(hostOf(peer)))) return exchange;
  }
  return null;
}

const timelineOf = ({ requested, rebuilds }: MatchRecord): TimelineEntry[] => [
  ...once(requested, 'claimed'),
  ...rebuilds.flatMap((line) => once(line, 'match record rebuilt after a restart')),
];
