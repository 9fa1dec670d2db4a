import type { StartdClaim } from '../side/claim.ts';
import { decisive, type Exchange } from '../side/exchange.ts';
import type { Skew } from './skew.ts';

/** The schedd's answer to the ALIVE for which a claim was removed. */
export interface Pairing {
  /** Null if there is none, or if it cannot be told which. */
  readonly exchange: Exchange | null;
  /** Every answer that it can be; one, if it is certain. */
  readonly candidates: readonly Exchange[];
}

interface Candidate {
  readonly claim: StartdClaim;
  readonly exchange: Exchange;
  /** Seconds from the schedd's answer to the startd's removal, by one clock. */
  readonly delay: number;
}

/** An answer is read when the startd comes round to it: it may be busy for as long as a command takes. */
const LATEST = 30;
/** Both clocks are read in whole seconds. */
const EARLIEST = -2;
/** How far apart two clocks of which nothing is known are taken to be at the most. */
const ANY_CLOCK = 60;
/** Of two answers the nearer one is meant if it is nearer by as much as whole seconds can hide. */
const NEARER = 2;
const SECOND = 1000;

/** Pairs every removal for -1 with the schedd's answer: by connection, by claim id, and by time where neither is logged. */
export function pairRemovals(
  claims: readonly StartdClaim[],
  negatives: readonly Exchange[],
  failures: readonly Exchange[],
  skew: Skew,
): Map<StartdClaim, Pairing> {
  const removed = claims.filter(({ end }) => end?.cause === 'unrecognized');
  const paired = new Map<StartdClaim, Pairing>();
  const answers = new Answers(negatives, skew);
  const pairSurely = (of: Answers, is: (claim: StartdClaim, exchange: Exchange) => boolean) => {
    for (const claim of without(removed, paired)) {
      const found = nearest(of.inTimeFor(claim).filter(({ exchange }) => is(claim, exchange)));
      if (found) paired.set(claim, { exchange: found.exchange, candidates: [found.exchange] });
    }
  };
  pairSurely(answers, isOnConnection);
  pairSurely(answers, isNamed);
  pairSurely(new Answers(failures, skew), isOnConnection);
  const used = new Set([...paired.values()].flatMap(({ exchange }) => exchange ?? []));
  const byTime = without(removed, paired).flatMap((claim) =>
    answers.inTimeFor(claim).filter(({ exchange }) => !used.has(exchange) && mayBe(claim, exchange, skew)),
  );
  for (const [claim, pairing] of matchByTime(byTime, skew)) paired.set(claim, pairing);
  for (const claim of without(removed, paired)) paired.set(claim, { exchange: null, candidates: [] });
  return paired;
}

const without = (claims: readonly StartdClaim[], paired: ReadonlyMap<StartdClaim, Pairing>): StartdClaim[] =>
  claims.filter((claim) => !paired.has(claim));

const isOnConnection = ({ end }: StartdClaim, { peer }: Exchange): boolean =>
  peer !== null && end?.attempt?.local === peer;

const isNamed = ({ claimId }: StartdClaim, { unknown }: Exchange): boolean => claimId !== null && unknown === claimId;

/** Without a connection or a claim id in common, nothing must speak against it. */
function mayBe({ claimId, end }: StartdClaim, { unknown, peer }: Exchange, skew: Skew): boolean {
  if (unknown !== '' && claimId !== null) return false;
  const local = end?.attempt?.local ?? null;
  return local === null || peer === null || !skew.connectionsAgree;
}

/** The schedd's answers in order of their time by the startd's clock. */
class Answers {
  readonly #answers: readonly { readonly exchange: Exchange; readonly ms: number }[];
  readonly #earliest: number;
  readonly #latest: number;

  constructor(exchanges: readonly Exchange[], skew: Skew) {
    [this.#earliest, this.#latest] = skew.from === 'nothing' ? [-ANY_CLOCK, ANY_CLOCK] : [EARLIEST, LATEST];
    this.#answers = exchanges
      .map((exchange) => {
        const { at } = decisive(exchange);
        return { exchange, ms: at.ms + skew.at(at) * SECOND };
      })
      .toSorted((a, b) => a.ms - b.ms);
  }

  /** Those that the startd can have heard when it removed the claim. */
  inTimeFor(claim: StartdClaim): Candidate[] {
    const removed = claim.end?.line.at.ms ?? 0;
    const found: Candidate[] = [];
    for (let i = this.#firstFrom(removed - this.#latest * SECOND); i < this.#answers.length; i++) {
      const { exchange, ms } = this.#answers[i] as { exchange: Exchange; ms: number };
      const delay = (removed - ms) / SECOND;
      if (delay < this.#earliest) break;
      found.push({ claim, exchange, delay });
    }
    return found;
  }

  #firstFrom(ms: number): number {
    let [from, to] = [0, this.#answers.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#answers[middle] as { ms: number }).ms < ms) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

const distance = ({ delay }: Candidate): number => Math.abs(delay);

const nearest = (found: readonly Candidate[]): Candidate | undefined =>
  found.toSorted((a, b) => distance(a) - distance(b))[0];

/** One answer for each removal, the nearest pairs first; where another assignment is as good, all are named. */
function matchByTime(found: readonly Candidate[], skew: Skew): Map<StartdClaim, Pairing> {
  const assigned = new Map<StartdClaim, Candidate>();
  const taken = new Set<Exchange>();
  for (const candidate of found.toSorted((a, b) => distance(a) - distance(b))) {
    if (assigned.has(candidate.claim) || taken.has(candidate.exchange)) continue;
    assigned.set(candidate.claim, candidate);
    taken.add(candidate.exchange);
  }
  const result = new Map<StartdClaim, Pairing>();
  for (const [claim, best] of assigned) {
    const others = found.filter((other) => isAsGood(other, best, skew));
    const all = [best, ...others].map(({ exchange }) => exchange);
    result.set(claim, { exchange: others.length === 0 ? best.exchange : null, candidates: all });
  }
  return result;
}

function isAsGood(other: Candidate, best: Candidate, skew: Skew): boolean {
  if (other.claim !== best.claim || other.exchange === best.exchange) return false;
  return skew.from === 'nothing' || distance(other) < distance(best) + NEARER;
}
