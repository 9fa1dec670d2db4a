import type { Link, SkewOf } from '../join/link.ts';
import type { Pairing } from '../join/pair.ts';
import type { Skew } from '../join/skew.ts';
import { type Line, secondsBetween } from '../line.ts';
import type { Reading } from '../read/log.ts';
import type { Consistency } from '../replay/consistent.ts';
import type { StartdClaim } from '../side/claim.ts';
import { decisive, type Exchange, isSpurious } from '../side/exchange.ts';
import type { LogProfile } from '../side/log-profile.ts';
import type { MatchRecord } from '../side/match-record.ts';
import { doubtText, duration, isAfter, longDuration, place } from './lines.ts';

/** Clocks that differ by less are not worth a word. */
const WORTH_SAYING = 2;
/** More warnings of one kind are counted. */
const MOST_ALIKE = 10;

/** What is taken to be the difference of the clocks, and why. */
export function skewWarnings({ seconds, from, pairs, steady, doubt }: Skew): string[] {
  if (doubt !== null)
    return [
      `${doubtText(doubt)}: either the clocks differ by that much, or these are two starts; answers are not matched by time (give --skew ${doubt} if the clocks differ, --skew 0 if not)`,
    ];
  const ahead = `the startd's clock is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} the schedd's`;
  if (from === 'option' || (steady && Math.abs(seconds) < WORTH_SAYING)) return [];
  if (!steady)
    return [
      `the difference of the clocks changes: mostly ${ahead}; each pair is judged by those nearest in time (--skew overrides)`,
    ];
  return [`${ahead}, by ${pairs} ${from === 'jobs' ? 'job starts' : 'moments'} that both logs have (--skew overrides)`];
}

/** Two logs that have nothing in common. */
export function strangerWarnings({ startd, schedd, skew }: Link): string[] {
  const hasIds = startd.side.claims.some(({ claimId }) => claimId !== null) && schedd.side.records.byClaim.size > 0;
  return hasIds && skew.from === 'nothing' && skew.doubt === null
    ? ['no connection, claim or job is in both logs: are they of the same pool, and of the same time?']
    : [];
}

/** Where a log's clock goes back. */
export function clockWarnings({ jumps }: Pick<Reading<string>, 'jumps'>): string[] {
  return jumps.map(({ kind, seconds, hours, line }) => {
    const back = `goes back by ${longDuration(seconds)} here`;
    if (kind === 'zone') return `${place(line)}: the clock ${back}: taken for a change of the time zone by ${hours} h`;
    if (kind === 'set')
      return `${place(line)}: the clock ${back}: it was set right, or its time zone was changed; how much time passed is not known`;
    return `${place(line)}: the time ${back}: are these files of one daemon?`;
  });
}

/** Jobs that run beside the claims and are not told. */
export const codWarnings = (log: LogProfile): string[] =>
  log.has('cod')
    ? [
        `${log.label}: has lines about COD claims (computing on demand), which suspend a slot's job; these are not explained`,
      ]
    : [];

/** Logs of two hosts in one file. */
export const otherHostWarnings = ({ otherHost }: LogProfile): string[] =>
  otherHost
    ? [
        `${place(otherHost.line)}: a daemon at ${otherHost.to} writes from here on, and before this one at ${otherHost.from}: the log of each host should be in a file of its own`,
      ]
    : [];

/** Lines of two startds that say that they are at the same address, or do not say where. */
export const mixtureWarnings = ({ mixed }: LogProfile): string[] =>
  mixed
    ? [
        `${place(mixed.line)}: ${mixed.slot} changes here from a state that it was not in: lines of two startds are mixed in this file, or lines are missing; the log of each host should be in a file of its own`,
      ]
    : [];

/** Jobs that have no claim are not among the claims. */
export const localWarnings = (deaths: readonly Line[]): string[] =>
  deaths.map((line) => `${place(line)}: a job that the schedd ran itself, without a claim, has died: ${line.text}`);

/** The schedd of an HTCondor-CE hands jobs on. */
export const ceWarnings = (log: LogProfile): string[] =>
  log.isComputeElement
    ? [
        `${log.label}: is the log of an HTCondor-CE, which hands jobs on to the batch system behind it; the logs of that system's own schedd and startds say how they ran there`,
      ]
    : [];

/** What the machines cannot replay, and logs that no single variant can have written. */
export function replayWarnings({ variants, unexplained, passedOver }: Consistency): string[] {
  const known = unexplained
    .slice(0, MOST_ALIKE)
    .map(
      ({ example, count, startd, schedd }) =>
        `${place(example)}: ${count === 1 ? 'an ALIVE' : `${count} ALIVEs`} of which the machines have no run (${[...startd, ...schedd].join(', ')}): it says nothing about the fixes`,
    );
  const texts = [
    ...known,
    ...(passedOver > 0
      ? [`${passedOver} ALIVEs of rarer kinds were not replayed: they say nothing about the fixes`]
      : []),
  ];
  return variants.size > 0
    ? texts
    : [...texts, 'no single variant of the protocol can have written all of this: was a daemon upgraded in between?'];
}

/** A removal that may be due to one of several answers. */
export function ambiguityWarnings(paired: ReadonlyMap<StartdClaim, Pairing>): string[] {
  const texts = [...paired].flatMap(([{ end }, { exchange, candidates }]) =>
    end && exchange === null && candidates.length > 1
      ? [`${place(end.line)}: more than one answer of -1 may be the one that removed this claim: ${places(candidates)}`]
      : [],
  );
  return atMost(texts);
}

/** The places of answers, the first so many. */
function places(exchanges: readonly Exchange[]): string {
  const known = exchanges.slice(0, MOST_ALIKE).map((exchange) => place(decisive(exchange)));
  const more = exchanges.length - known.length;
  return [...known, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

const atMost = (texts: readonly string[]): string[] =>
  texts.length > MOST_ALIKE
    ? [...texts.slice(0, MOST_ALIKE), `… and ${texts.length - MOST_ALIKE} more like it`]
    : [...texts];

/** Answers of -1 without a claim id that no removal pairs with, if they can have gone to this startd. */
export function unpairedWarnings(
  negatives: readonly Exchange[],
  paired: ReadonlyMap<StartdClaim, Pairing>,
  isThisStartd: (peer: string) => boolean,
): string[] {
  const used = new Set([...paired.values()].flatMap(({ candidates }) => candidates));
  const mayBeHeard = ({ peer, writeFailed }: Exchange) => !writeFailed && (peer === null || isThisStartd(peer));
  const unpaired = negatives.filter((exchange) => isSpurious(exchange) && !used.has(exchange) && mayBeHeard(exchange));
  const texts = unpaired
    .slice(0, MOST_ALIKE)
    .map(
      (exchange) =>
        `${place(decisive(exchange))}: the schedd answered -1 without a claim id${exchange.peer ? ` to ${exchange.peer}` : ''}; no removal in the StartLog pairs with it`,
    );
  return unpaired.length > MOST_ALIKE ? [...texts, `… and ${unpaired.length - MOST_ALIKE} more like it`] : texts;
}

/**
 * The schedd deleted the match record of a claim whose lease still ran, without releasing it (#3312: checkClaimLeases()
 * takes the record of a job that waits to be reconnected for that of an idle claim): the rejection is in order, but not
 * that the schedd had come to forget.
 */
export function forgottenWarnings(paired: ReadonlyMap<StartdClaim, Pairing>, skewOf: SkewOf): string[] {
  return [...paired].flatMap(([claim, { exchange }]) => {
    const { record } = claim;
    const skew = exchange && skewOf(claim.log, exchange.log);
    const deleted = record && exchange?.unknown ? forgottenAt(record, decisive(exchange)) : null;
    if (!record || !deleted || !skew || record.log !== exchange.log) return [];
    const left = leaseLeft(claim, deleted, skew);
    const rebuilt = record.rebuilds.at(-1);
    const isReconnecting = rebuilt && (record.shadowStarted === null || isAfter(rebuilt, record.shadowStarted));
    if (left === null ? !isReconnecting : left <= 0) return [];
    const lease = left === null ? 'the startd still kept it alive' : `its lease had ${duration(left)} to run`;
    return [
      `${place(deleted)}: the schedd deleted the match record of job ${record.job ?? claim.job} without releasing the claim, while ${lease}: its rejection at ${place(decisive(exchange))} was right, but the record should still have been there (#3312)`,
    ];
  });
}

/** Where a record was deleted although nothing had ended the job. */
function forgottenAt({ deleted, released, shadowExited }: MatchRecord, refusal: Line): Line | null {
  if (!deleted || isAfter(deleted, refusal)) return null;
  const isMeant = [released, shadowExited].some((line) => line !== null && !isAfter(line, refusal));
  return isMeant ? null : deleted;
}

/** How long the startd would have kept the claim, from a moment of the schedd's on; null if its log does not tell. */
function leaseLeft({ lease, renewals, jobStarted }: StartdClaim, deleted: Line, skew: Skew): number | null {
  const renewed = renewals.last ?? jobStarted;
  if (lease === null || !renewed) return null;
  return lease - (secondsBetween(renewed.at, deleted.at) + skew.at(deleted.at));
}
