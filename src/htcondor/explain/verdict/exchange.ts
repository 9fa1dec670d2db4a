import { hostsOf } from '../address.ts';
import type { ScheddLog } from '../join/link.ts';
import { isMeasured, type Line, secondsBetween } from '../line.ts';
import type { StartdClaim } from '../side/claim.ts';
import { decisive, type Exchange, isSpurious } from '../side/exchange.ts';
import type { MatchRecord } from '../side/match-record.ts';
import type { Judged } from './claim-verdict.ts';
import { around, duration, isAfter } from './lines.ts';
import { judgeNobody } from './nobody.ts';
import { TO_DECIDE } from './settings.ts';

/** The record that an answer is about is looked up among so many records of one startd, and not among more. */
const MOST_RECORDS = 64;

/**
 * Whether an answer of -1 was given by a schedd that had read the claim id and knew all its claims.
 *
 * @param claim the claim that was removed for it, where the startd's log is given
 */
export function judgeExchange(exchange: Exchange, schedd: ScheddLog, claim: StartdClaim | null): Judged {
  if (isSpurious(exchange) || exchange.unknown === null) return judgeNobody(exchange, schedd, claim);
  const { records } = schedd.side;
  const named = records.byClaim.get(exchange.unknown) ?? claim?.record;
  if (named) return judgeRecord(exchange, named, schedd);
  const sameStartd = records.withoutIdAt(hostsOf(exchange.unknown));
  const against = sameStartd
    .slice(0, MOST_RECORDS)
    .map((record) => judgeRecord(exchange, record, schedd))
    .find(({ authoritative }) => authoritative !== true);
  if (!against && sameStartd.length <= MOST_RECORDS)
    return { authoritative: true, explanation: rejectedText(exchange, schedd, undefined), more: [] };
  return {
    authoritative: null,
    explanation: `The schedd read a claim id whole and found no record. Its log shows records of this startd's claims, but not which of them this is. ${TO_DECIDE.schedd}`,
    more: against?.more ?? [],
  };
}

/** The schedd named the claim: had it really no record? Lines of the refusal's own second count for either side of it. */
function judgeRecord(exchange: Exchange, record: MatchRecord, schedd: ScheddLog): Judged {
  const refusal = decisive(exchange);
  const { start, next } = runAround(refusal, schedd);
  const isInThisRun = (line: Line) => (!start || isAfter(line, start)) && (!next || !isAfter(line, next));
  const isBefore = (line: Line) => isAfter(refusal, line) && line.at.ms !== refusal.at.ms;
  const made = [record.requested, ...record.rebuilds, ...record.shadows.map(({ started }) => started), record.known]
    .flatMap((line) => line ?? [])
    .filter(isInThisRun);
  const since = made.find(isBefore);
  const used = made.find((line) => !isBefore(line) && line !== refusal);
  if (start && used && !since)
    return used.at.ms === refusal.at.ms && isAfter(refusal, used) ? sameSecond(start, used) : notRebuilt(start, used);
  const ended = record.shadows.flatMap((run) => run.ended ?? []).find((line) => isInThisRun(line) && !isBefore(line));
  const { deleted } = record;
  const still = deleted && isInThisRun(deleted) ? (isBefore(deleted) ? undefined : deleted) : (used ?? ended);
  if (since && still) return contradiction(refusal, since, still, still === deleted);
  return { authoritative: true, explanation: rejectedText(exchange, schedd, record), more: [] };
}

/** The start of the schedd that gave an answer, and the next one. */
function runAround(refusal: Line, { side }: ScheddLog): { start: Line | undefined; next: Line | undefined } {
  const [start, next] = around(side.starts, refusal);
  return { start, next };
}

const notRebuilt = (start: Line, rebuilt: Line): Judged => ({
  authoritative: false,
  explanation:
    'The schedd had just been started and had not rebuilt its match records: it disowned a claim of which it made a record afterwards (#7195).',
  more: [start, rebuilt],
});

const sameSecond = (start: Line, rebuilt: Line): Judged => ({
  authoritative: null,
  explanation: `The schedd had just been started, and rebuilt the record of this claim in the same second in which it disowned the claim. Only D_SUB_SECOND would tell in which order (#7195). ${TO_DECIDE.schedd}`,
  more: [start, rebuilt],
});

function contradiction(refusal: Line, since: Line, still: Line, isDeletion: boolean): Judged {
  const later = secondsBetween(refusal.at, still.at);
  const after = later === 0 ? 'in the same second' : `${duration(later)} later`;
  const when = isMeasured(refusal.at, still.at) ? after : 'later';
  const what = isDeletion ? `was deleted only ${when}` : `was still in use ${when}`;
  return {
    authoritative: null,
    explanation: `The schedd's log contradicts itself: it found no match record for this claim, but the record had been there since ${since.at.text} and ${what}. ${TO_DECIDE.schedd}`,
    more: [since, still],
  };
}

function rejectedText(exchange: Exchange, schedd: ScheddLog, record: MatchRecord | undefined): string {
  const refusal = decisive(exchange);
  const [start] = around(schedd.side.starts, refusal);
  const read = 'The schedd read this claim id whole';
  const deleted = record?.deleted ?? null;
  if (deleted && !isAfter(deleted, refusal)) return `${read}, and had deleted its match record at ${deleted.at.text}.`;
  const isGone = !record?.known || (start && isAfter(start, record.known));
  if (start && isGone) return `${read}; since it was started at ${start.at.text} it has had no record of the claim.`;
  return `${read} and had no match record for it.`;
}
