import { hostOf, hostsOf } from '../address.ts';
import { type Line, secondsBetween } from '../line.ts';
import type { StartdClaim } from '../side/claim.ts';
import { decisive, type Exchange } from '../side/exchange.ts';
import { Answers, type Candidate, distance } from './answers.ts';
import { foreignTo, hostsOfClaim, isOfNeighbour, type Link } from './link.ts';
import { addTo, firstFrom } from './sorted.ts';
import type { MatchRecord } from '../side/match-record.ts';
import { haveSeveralHosts, isOnSlot } from '../side/record-choice.ts';

/** How sure a pair is: what the two logs have in common. */
export type Sureness = 'connection' | 'claim id' | 'job' | 'address' | 'time';

/** The schedd's answer to the ALIVE for which a claim was removed. */
export interface Pairing {
  /** Null if there is none, or if it cannot be told which. */
  readonly exchange: Exchange | null;
  /** Null where there is no exchange. */
  readonly by: Sureness | null;
  /** Every answer that it can be; one, if it is certain. */
  readonly candidates: readonly Exchange[];
  /** Answers of that time that cannot be it, and why, for a reader. */
  readonly excluded: readonly { readonly exchange: Exchange; readonly why: string }[];
  /** Another removal may be due to the same answer just as well. */
  readonly rival: StartdClaim | null;
}

/** The nearer of two answers is meant if it is nearer by as much as whole seconds can hide. */
const NEARER = 2;
/** If nothing is known of two clocks, this many seconds between answer and removal are a coincidence. */
const MOST_APART = 10;
/** A shadow ends so soon after its starter is killed, mostly. */
const SHADOW_ENDS = 3;
/** JOB_SHOULD_REQUEUE, JOB_RECONNECT_FAILED (exit.h): what a shadow exits with whose starter is gone. */
const LOST_STARTER: ReadonlySet<number | null> = new Set([107, 116]);

/** Pairs every removal for -1 with a schedd's answer: by connection, by claim id, and by what else they have in common. */
export function pairRemovals(claims: readonly StartdClaim[], links: readonly Link[]): Map<StartdClaim, Pairing> {
  const removed = claims.filter(({ end }) => end?.cause === 'unrecognized');
  const paired = new Map<StartdClaim, Pairing>();
  const negatives = new Answers(links, ({ side }) => side.negatives);
  const failures = new Answers(links, ({ side }) => side.failures);
  const pairSurely = (by: Sureness, find: (claim: StartdClaim) => readonly Candidate[]) => {
    for (const claim of without(removed, paired)) {
      const [found] = find(claim).toSorted((a, b) => distance(a) - distance(b));
      if (found) paired.set(claim, { ...NONE, exchange: found.exchange, by, candidates: [found.exchange] });
    }
  };
  pairSurely('connection', (claim) => negatives.onConnection(claim, localOf(claim)).filter(namesNoOther));
  pairSurely('claim id', (claim) => negatives.naming(claim, claim.claimId));
  pairSurely('connection', (claim) => failures.onConnection(claim, localOf(claim)).filter(namesNoOther));
  const used = new Set([...paired.values()].flatMap(({ exchange }) => exchange ?? []));
  const excluded = new Map<StartdClaim, { exchange: Exchange; why: string }[]>();
  const byTime = without(removed, paired).flatMap((claim) =>
    negatives.inTimeFor(claim, removed.length).filter((candidate) => {
      const { exchange } = candidate;
      if (used.has(exchange)) return false;
      const why = contradiction(candidate);
      if (why !== null) addTo(excluded, claim, { exchange, why });
      return why === null;
    }),
  );
  for (const [claim, pairing] of settleByTime(byTime)) paired.set(claim, pairing);
  pairSurely('job', (claim) => failures.inTimeFor(claim, removed.length).filter(isUnloggedAnswer));
  for (const claim of without(removed, paired)) paired.set(claim, NONE);
  for (const { schedd } of links) schedd.side.forgetFailures();
  for (const [claim, why] of excluded) paired.set(claim, { ...(paired.get(claim) ?? NONE), excluded: why });
  return paired;
}

const NONE: Pairing = { exchange: null, by: null, candidates: [], excluded: [], rival: null };

/** The address that a claim's last ALIVE went out from; null if it is not known. */
const localOf = ({ end }: StartdClaim): string | null => end?.attempt?.local ?? null;

const without = (claims: readonly StartdClaim[], paired: ReadonlyMap<StartdClaim, Pairing>): StartdClaim[] =>
  claims.filter((claim) => !paired.has(claim));

/** A port comes again: an answer on the claim's connection that names another claim was given at another time. */
const namesNoOther = ({ claim: { claimId }, exchange: { unknown } }: Candidate): boolean =>
  !unknown || claimId === null || unknown === claimId;

/**
 * Releases before 7.6.3 and from 8.9.3 on do not log an answer of -1 to nobody. It was given all the same where a read of an
 * ALIVE from the claim's host failed at that time, and the schedd had the claim's record before and afterwards.
 */
function isUnloggedAnswer(candidate: Candidate): boolean {
  const { claim, exchange, delay, link } = candidate;
  const { peer, called } = exchange;
  const refused = decisive(exchange);
  const { record } = claim;
  if (!called || peer === null || !record || Math.abs(delay) > NEARER || link.schedd.side.log !== record.log)
    return false;
  if (link.schedd.side.log.prints(UNKNOWN_NOBODY)) return false;
  const isHad =
    record.known !== null &&
    !isLater(record.known, refused) &&
    record.deleted !== null &&
    isLater(record.deleted, refused);
  return isHad && hostsOf(record.startd).includes(hostOf(peer)) && contradiction(candidate) === null;
}

const UNKNOWN_NOBODY = { name: 'unknown-nobody', level: 'D_ALWAYS', since: [7, 6, 3], until: [8, 9, 3] } as const;

const isLater = (a: Line, b: Line): boolean => secondsBetween(b.at, a.at) > 0;

/** What speaks against a pair of which neither a connection nor a claim id is in both logs; null if nothing does. */
function contradiction(candidate: Candidate): string | null {
  const { claim, exchange, link } = candidate;
  const { unknown, peer, writeFailed } = exchange;
  if (writeFailed && peer !== null) return 'it could not be written to the startd';
  const foreign = foreignTo(claim, link);
  if (foreign !== null) return `the log is another schedd's: ${foreign}`;
  if (unknown && claim.claimId !== null) return 'it names another claim';
  if (unknown && isOfNeighbour(claim, unknown)) return 'it names a claim of another startd of the same host';
  if (unknown && isKnownAround(candidate)) return HAD_RECORD;
  const local = claim.end?.attempt?.local ?? null;
  if (local !== null && peer !== null && link.skew.connectionsAgree) return 'it is of another connection';
  const [mine, theirs] = [hostsOfClaim(claim), hostsOfExchange(exchange)];
  if (mine.size > 0 && theirs.size > 0 && ![...theirs].some((host) => mine.has(host))) {
    return `it went to ${[...theirs].join(' or ')}, and this claim is at ${[...mine].join(', ')}`;
  }
  const named = unknown ? link.schedd.side.records.byClaim.get(unknown) : undefined;
  if (named?.job && claim.jobs.length > 0 && !claim.jobs.some(({ job }) => job === named.job)) {
    return `it names the claim of job ${named.job}`;
  }
  const jobs = jobsLostAfter(exchange, link);
  if (jobs.length === 0 || jobs.some((lost) => isOf(claim, lost))) return null;
  const where = peer === null || jobs.some(({ startd }) => hostsOf(startd).length === 0) ? '' : ' of the same host';
  return `job ${jobs.map(({ job }) => job).join(', ')}${where} was lost right after it`;
}

/** The hosts that an answer can have gone to. */
function hostsOfExchange({ unknown, peer, failedReads }: Exchange): Set<string> {
  if (unknown) return new Set(hostsOf(unknown));
  return new Set((peer === null ? failedReads : [peer]).map(hostOf));
}

/** Why an answer that names a claim id is not that to a claim of which the id is not known. */
const HAD_RECORD =
  'the schedd had a record of this claim before and after it, and gives such an answer where it has none';

/** Whether the schedd had a claim's record both before an answer and behind it, without being started again in between. */
function isKnownAround({ claim: { record }, exchange, link: { schedd } }: Candidate): boolean {
  if (!record || record.log !== exchange.log) return false;
  const refused = decisive(exchange);
  const { starts } = schedd.side;
  const isOfRun = (line: Line) => !starts.some((start) => isLater(start, line) !== isLater(start, refused));
  const shadows = record.shadows.flatMap(({ started, ended }) => [started, ended]);
  const lines = [record.known, ...record.rebuilds, ...shadows, record.deleted]
    .flatMap((line) => line ?? [])
    .filter(isOfRun);
  const isGone = record.deleted !== null && !isLater(record.deleted, refused);
  return !isGone && lines.some((line) => isLater(refused, line)) && lines.some((line) => isLater(line, refused));
}

interface LostJob {
  readonly job: string;
  readonly startd: string;
  readonly isRecordOf: (claim: StartdClaim) => boolean;
  readonly isOnSlotOf: (claim: StartdClaim) => boolean;
}

/** If a claim's beginning is not in the log, its job is not known: then its slot must do. */
const isOf = (claim: StartdClaim, { job, isRecordOf, isOnSlotOf }: LostJob): boolean => {
  if (claim.record) return isRecordOf(claim);
  return claim.jobs.length > 0 || claim.begun ? claim.jobs.some((run) => run.job === job) : isOnSlotOf(claim);
};

/** More ends of shadows right after an answer are not looked at. */
const MOST_ENDS = 256;

/**
 * The jobs at the host of a failed read, or at any where a host is not known, of which the shadow ended right after the answer,
 * because its starter was gone.
 */
function jobsLostAfter(exchange: Exchange, link: Link): readonly LostJob[] {
  const { schedd } = link;
  const known = LOST.get(exchange);
  if (known) return known;
  const lost: LostJob[] = [];
  LOST.set(exchange, lost);
  if (exchange.unknown !== '') return lost;
  const answered = decisive(exchange).at.ms;
  const { exits } = schedd.side.records;
  const hosts = hostsOfExchange(exchange);
  const from = firstFrom(exits, answered, ({ line }) => line.at.ms);
  for (const { record, run, line } of exits.slice(from, from + MOST_ENDS)) {
    if (line.at.ms > answered + SHADOW_ENDS * 1000) break;
    if (!LOST_STARTER.has(run.status)) continue;
    if (hosts.size > 0 && !mayBeAt(record.startd, hosts)) continue;
    lost.push({
      job: run.job,
      startd: record.startd,
      isRecordOf: (claim) => claim.record === record,
      isOnSlotOf: (claim) => isOnSlot(record, claim.slot) && !isOfUnknownHost(claim, link),
    });
  }
  return lost;
}

/** Behind a connection broker a startd is not known by the address from which it connects. */
function mayBeAt(startd: string, hosts: ReadonlySet<string>): boolean {
  const known = hostsOf(startd);
  return known.length === 0 || known.some((host) => hosts.has(host));
}

const LOST = new WeakMap<Exchange, readonly LostJob[]>();

/** What is decided leaves fewer answers for the others: so many times. */
const MOST_ROUNDS = 4;

/** Pairs by time again and again, for an answer that is known to be another removal's is no candidate any more. */
function settleByTime(found: readonly Candidate[]): Map<StartdClaim, Pairing> {
  let left = found;
  for (let round = 1; ; round++) {
    const result = matchByTime(left);
    const taken = new Map(
      [...result].flatMap(([claim, { exchange }]) => (exchange ? [[exchange, claim] as const] : [])),
    );
    const still = left.filter(({ claim, exchange }) => (taken.get(exchange) ?? claim) === claim);
    if (still.length === left.length || round === MOST_ROUNDS) return result;
    left = still;
  }
}

/** One answer for each removal, the nearest pairs first; where another assignment is as good, all are named. */
function matchByTime(found: readonly Candidate[]): Map<StartdClaim, Pairing> {
  const assigned = new Map<StartdClaim, Candidate>();
  const taken = new Set<Exchange>();
  for (const candidate of found.toSorted((a, b) => distance(a) - distance(b))) {
    if (assigned.has(candidate.claim) || taken.has(candidate.exchange)) continue;
    assigned.set(candidate.claim, candidate);
    taken.add(candidate.exchange);
  }
  const byClaim = new Map<StartdClaim, Candidate[]>();
  const byExchange = new Map<Exchange, Candidate[]>();
  for (const candidate of found) {
    addTo(byClaim, candidate.claim, candidate);
    addTo(byExchange, candidate.exchange, candidate);
  }
  const result = new Map<StartdClaim, Pairing>();
  for (const [claim, best] of assigned) {
    const others = (byClaim.get(claim) ?? []).filter(
      (other) => other.exchange !== best.exchange && isAsGood(other, best),
    );
    const rival = (byExchange.get(best.exchange) ?? []).find(
      (other) => other.claim !== claim && !assigned.has(other.claim) && isAsGood(other, best),
    );
    const by = surenessOf(best);
    const isDecided = others.length === 0 && !rival && isClose(best, by);
    const candidates = [best, ...others].map(({ exchange }) => exchange);
    const exchange = isDecided ? best.exchange : null;
    result.set(claim, { ...NONE, exchange, by: isDecided ? by : null, candidates, rival: rival?.claim ?? null });
  }
  return result;
}

/** What a pair by time has in common besides. */
function surenessOf({ claim, exchange, link }: Candidate): Sureness {
  if (jobsLostAfter(exchange, link).some((lost) => isOf(claim, lost))) return 'job';
  const mine = hostsOfClaim(claim);
  const theirs = hostsOfExchange(exchange);
  return theirs.size > 0 && [...theirs].every((host) => mine.has(host)) ? 'address' : 'time';
}

/** Where nothing but the time is in common, and that by clocks that are not known to agree, a pair must be near. */
const isClose = ({ claim, delay, link, exchange }: Candidate, by: Sureness): boolean => {
  if (link.skew.doubt !== null) return false;
  const isOneOfSeveral = exchange.peer === null && exchange.failedReads.length > 1;
  if (by === 'time' && (isOneOfSeveral || isOfUnknownHost(claim, link))) return false;
  if (
    by === 'address' &&
    exchange.unknown === '' &&
    Math.abs(delay) > MOST_APART &&
    hasNeighbours(claim, exchange, link)
  )
    return false;
  const lost = jobsLostAfter(exchange, link).filter((job) => !isOf(claim, job));
  if (lost.some(({ startd }) => startd !== claim.record?.startd)) return false;
  return link.skew.from !== 'nothing' || Math.abs(delay) <= MOST_APART;
};

/** Whether the schedd had other claims on the host that it answered: a late removal need not be that of the answer. */
function hasNeighbours({ record: own }: StartdClaim, exchange: Exchange, { schedd }: Link): boolean {
  const answered = decisive(exchange);
  const hosts = hostsOfExchange(exchange);
  const isThere = ({ known, deleted, startd }: MatchRecord) =>
    known !== null && !isLater(known, answered) && !(deleted && isLater(answered, deleted)) && mayBeAt(startd, hosts);
  return schedd.side.records.all.some((record) => record !== own && isThere(record));
}

/** If neither the job nor the host of a claim is known, the logs do not show which of several hosts has it. */
const isOfUnknownHost = (claim: StartdClaim, { schedd }: Link): boolean =>
  claim.jobs.length === 0 && hostsOfClaim(claim).size === 0 && haveSeveralHosts(schedd.side.records.all);

const isAsGood = (other: Candidate, best: Candidate): boolean =>
  other.link.skew.from === 'nothing' || distance(other) < distance(best) + NEARER;
