import { hostOf, hostsOf } from '../address.ts';
import { hostsOfClaim, type ScheddLog } from '../join/link.ts';
import type { Line } from '../line.ts';
import type { StartdClaim } from '../side/claim.ts';
import { decisive, type Exchange } from '../side/exchange.ts';
import type { LogProfile } from '../side/log-profile.ts';
import type { MatchRecord } from '../side/match-record.ts';
import { isOnSlot } from '../side/record-choice.ts';
import type { Judged } from './claim-verdict.ts';
import { around, isAfter } from './lines.ts';

/** If there are more records than this, all those of the slot's host count, not only those of the slot. */
const MOST_RECORDS = 4096;

/**
 * Judges an answer of -1 by a schedd that had read no claim id: it disowned a claim that it did not know. Whether that claim
 * was valid is another question: the schedd may have let go of it before.
 *
 * @param claim the claim that was removed for it, where the startd's log is given
 */
export function judgeNobody(exchange: Exchange, schedd: ScheddLog, claim: StartdClaim | null): Judged {
  const how = howText(exchange);
  if (claim === null) return { authoritative: null, explanation: `${how} (ticket #2563).`, more: [] };
  const gone = goneBefore(decisive(exchange), claim, schedd);
  if (!gone) return { authoritative: false, explanation: wasValid(exchange, schedd.side.log), more: [] };
  return {
    authoritative: null,
    explanation: `${how}. But ${gone.what}. So the logs do not show that this answer lost a valid claim (ticket #2563).`,
    more: [gone.line],
  };
}

/** A release that has the fixes does not go on without a claim id. */
function wasValid(exchange: Exchange, log: LogProfile): string {
  const fixed = log.fixedVersions;
  const names = `HTCondor ${fixed.join(', ')}, which the SchedLog names, has the fix of ticket #2563 (7.6.4)`;
  if (fixed.length === 0) return `${howText(exchange)}. The claim was valid; this is ticket #2563.`;
  return exchange.unknown === null
    ? `The schedd ${readText(exchange)}, and no answer is logged. The claim was valid. ${names}: either this build is without it and answered -1, or the -1 has another cause.`
    : `${howText(exchange)}. The claim was valid; this is ticket #2563. ${names}: this build must be without it.`;
}

function howText(exchange: Exchange): string {
  const went = exchange.unknown === null ? 'and answered -1 all the same' : 'but went on without one and answered -1';
  return `The schedd ${readText(exchange)}, ${went}: it never knew which claim it disowned`;
}

function readText({ facts, peer }: Exchange): string {
  const read = facts.find(({ name }) => name.startsWith('read-'));
  const how = read ? READ_FAILURES[read.name] : 'had no claim id';
  return `${how}${read && peer !== null ? ` (from ${hostOf(peer)})` : ''}`;
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  'read-timeout': 'timed out reading the claim id',
  'read-closed': 'found the connection closed in place of the claim id',
  'read-reset': 'found the connection reset in place of the claim id',
};

interface Gone {
  readonly what: string;
  readonly line: Line;
}

/** What shows that the schedd had let go of a claim before it gave an answer; null if nothing does. */
function goneBefore(refusal: Line, claim: StartdClaim, schedd: ScheddLog): Gone | null {
  const all = recordsOf(claim, schedd).filter(({ known }) => known !== null && !isAfter(known, refusal));
  const gone = all.map((record) => goneRecord(record, refusal, schedd));
  return gone.every((one) => one !== null) ? (gone.at(-1) ?? null) : null;
}

/** A claim's own record; where it is not known, those that its slot and its jobs have had. */
function recordsOf(claim: StartdClaim, { side: { log, records } }: ScheddLog): MatchRecord[] {
  if (claim.record) return claim.record.log === log ? [claim.record] : [];
  const hosts = hostsOfClaim(claim);
  const near = records.all.length <= MOST_RECORDS ? records.all : records.withoutIdAt([...hosts]);
  const jobs = new Set(claim.jobs.map(({ job }) => job));
  return near.filter(
    (record) =>
      isOnSlot(record, claim.slot) &&
      isAt(record, hosts) &&
      (jobs.size === 0 || record.shadows.some((run) => jobs.has(run.job))),
  );
}

function isAt({ startd }: MatchRecord, hosts: ReadonlySet<string>): boolean {
  const known = hostsOf(startd);
  return hosts.size === 0 || known.length === 0 || known.some((host) => hosts.has(host));
}

function goneRecord(record: MatchRecord, refusal: Line, { side }: ScheddLog): Gone | null {
  const made = [
    record.known,
    record.requested,
    ...record.rebuilds,
    ...record.shadows.map(({ started }) => started),
  ].flatMap((line) => line ?? []);
  const isLast = (line: Line) => isAfter(refusal, line) && !made.some((other) => isAfter(other, line));
  const { deleted, released } = record;
  if (deleted && isLast(deleted))
    return { what: `it had deleted its match record of that claim at ${deleted.at.text}`, line: deleted };
  if (released && isLast(released))
    return { what: `it had given that claim back at ${released.at.text}`, line: released };
  const [start] = around(side.starts, refusal);
  if (start && isLast(start))
    return {
      what: `it had been started at ${start.at.text}, and does not show a match record of that claim since`,
      line: start,
    };
  return null;
}
