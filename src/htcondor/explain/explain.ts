import { addressOf } from './address.ts';
import { SCHEDD } from './grammar/schedd.ts';
import { STARTD } from './grammar/startd.ts';
import { identify } from './join/identify.ts';
import { checkOverlap } from './join/overlap.ts';
import { type Pairing, pairRemovals } from './join/pair.ts';
import { type Skew, skewOf } from './join/skew.ts';
import { secondsBetween } from './line.ts';
import type { Reading } from './read/log.ts';
import type { Logs } from './read/logs.ts';
import { type Consistency, consistentVariants } from './replay/consistent.ts';
import { Held } from './replay/held.ts';
import type { Observations } from './replay/observations.ts';
import { Anchors } from './side/anchors.ts';
import type { StartdClaim } from './side/claim.ts';
import { ScheddSide } from './side/schedd-side.ts';
import { StartdSide } from './side/startd-side.ts';
import type { ClaimVerdict } from './verdict/claim-verdict.ts';
import { judgeOtherEnd } from './verdict/other-ends.ts';
import { scheddOnly } from './verdict/schedd-only.ts';
import { timeline } from './verdict/timeline.ts';
import { judgeUnrecognized, type ScheddKnowledge } from './verdict/unrecognized.ts';
import {
  ambiguityWarnings,
  clockWarnings,
  forgottenWarnings,
  replayWarnings,
  skewWarnings,
  strangerWarnings,
  unpairedWarnings,
} from './verdict/warnings.ts';

/** What the logs say by themselves. */
export interface Findings {
  readonly claims: readonly ClaimVerdict[];
  readonly observations: Observations;
  readonly warnings: readonly string[];
}

/** What the logs say, and which variants of the protocol can have written them. */
export interface Explanation extends Findings {
  readonly consistency: Consistency;
}

/** Both sides, as far as they were given, and how they fit together. */
interface Joined {
  readonly startd: StartdSide;
  readonly schedd: ScheddSide;
  readonly startdRead: Reading<string> | null;
  readonly scheddRead: Reading<string> | null;
  readonly skew: Skew;
  readonly paired: ReadonlyMap<StartdClaim, Pairing>;
}

/**
 * Says what happened to each claim, from a startd's log, a schedd's log, or both, and replays it against the machines.
 *
 * @param givenSkew how far the startd's clock is ahead of the schedd's, in seconds; null to estimate it
 * @throws {InputError} if a log cannot be used, or the two are of different times
 */
export async function explain(logs: Logs, givenSkew: number | null = null): Promise<Explanation> {
  const findings = await examine(logs, givenSkew);
  const consistency = consistentVariants(findings.observations);
  return { ...findings, consistency, warnings: [...findings.warnings, ...replayWarnings(consistency)] };
}

/** The same without the machines. */
export async function examine(logs: Logs, givenSkew: number | null = null): Promise<Findings> {
  const held = new Held();
  const joined = await join(logs, held, givenSkew);
  const observations = held.settle(joined.paired, joined.skew);
  observations.see('startd', joined.startdRead?.seen ?? []);
  observations.see('schedd', joined.scheddRead?.seen ?? []);
  return { claims: verdicts(joined), observations, warnings: warnings(joined) };
}

async function join(logs: Logs, held: Held, givenSkew: number | null): Promise<Joined> {
  const startd = new StartdSide((attempt) => held.addAttempt(attempt));
  const startdRead = await logs.read('startd', STARTD, (fact) => startd.take(fact));
  startd.finish();
  const anchors = startdRead ? startd.anchors() : new Anchors();
  const schedd = new ScheddSide(anchors, (exchange) => held.addExchange(exchange));
  const scheddRead = await logs.read('schedd', SCHEDD, (fact) => schedd.take(fact));
  schedd.finish();
  const skew = skewOf(anchors, schedd.anchors, givenSkew);
  if (startdRead && scheddRead) checkOverlap(startdRead, scheddRead, skew);
  identify(startd.claims, schedd.records.values(), skew);
  const paired = scheddRead
    ? pairRemovals(startd.claims, schedd.negatives, schedd.failures, skew)
    : new Map<StartdClaim, Pairing>();
  return { startd, schedd, startdRead, scheddRead, skew, paired };
}

function verdicts(joined: Joined): ClaimVerdict[] {
  const knowledge = knowledgeOf(joined);
  if (!joined.startdRead && knowledge) return scheddOnly(joined.schedd.negatives, knowledge);
  return joined.startd.claims.map((claim) => verdictOf(claim, joined, knowledge));
}

function knowledgeOf({ schedd, scheddRead, skew }: Joined): ScheddKnowledge | null {
  if (!scheddRead) return null;
  const { first, last } = scheddRead;
  const covers = ({ end }: StartdClaim) =>
    end !== null &&
    secondsBetween(first, end.line.at) >= skew.at(first) &&
    secondsBetween(last, end.line.at) <= skew.at(last);
  return { records: schedd.records, starts: schedd.starts, covers };
}

function verdictOf(claim: StartdClaim, { schedd, paired }: Joined, knowledge: ScheddKnowledge | null): ClaimVerdict {
  const { slot, job, claimId, renewals, problems, end } = claim;
  const judge = () =>
    end?.cause === 'unrecognized'
      ? judgeUnrecognized(claim, paired.get(claim), knowledge)
      : judgeOtherEnd(claim, schedd.records.get(claimId ?? ''));
  return {
    slot,
    job,
    claimId,
    renewals: renewals.count,
    problems: problems.count,
    timeline: timeline(claim),
    end: end && { at: end.line.at, cause: end.cause, ...judge() },
  };
}

function warnings({ startd, schedd, startdRead, scheddRead, skew, paired }: Joined): string[] {
  const clocks = [startdRead, scheddRead].flatMap((read) => (read ? clockWarnings(read) : []));
  if (!startdRead || !scheddRead) return clocks;
  return [
    ...clocks,
    ...strangerWarnings(startd.claims, schedd.records, skew),
    ...skewWarnings(skew),
    ...ambiguityWarnings(paired),
    ...forgottenWarnings(paired, schedd.records, skew),
    ...unpairedWarnings(schedd.negatives, paired, hostTest(startd.claims)),
  ];
}

/** Whether an address is on the startd's host, as far as that is known. */
function hostTest(claims: readonly StartdClaim[]): (address: string) => boolean {
  const addresses = claims.flatMap(({ claimId, end }) => [addressOf(claimId ?? ''), end?.attempt?.local ?? null]);
  const hosts = new Set(addresses.flatMap((address) => (address === null ? [] : [hostOf(address)])));
  return (address) => hosts.size === 0 || hosts.has(hostOf(address));
}

const hostOf = (address: string): string => address.replace(/:\d+$/, '');
