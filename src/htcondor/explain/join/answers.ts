import type { StartdClaim } from '../side/claim.ts';
import { decisive, type Exchange } from '../side/exchange.ts';
import type { LogProfile } from '../side/log-profile.ts';
import type { Link, ScheddLog } from './link.ts';
import { addTo, firstFrom } from './sorted.ts';

/** An answer that can be the one for which a claim was removed, by its time. */
export interface Candidate {
  readonly claim: StartdClaim;
  readonly exchange: Exchange;
  readonly link: Link;
  /** Seconds from the schedd's answer to the startd's removal, by one clock. */
  readonly delay: number;
}

/** How far a pair is apart. */
export const distance = ({ delay }: Candidate): number => Math.abs(delay);

/** An answer is read when the startd comes round to it: it may be busy for as long as a command takes. */
const LATEST = 30;
/** Both clocks are read in whole seconds. */
const EARLIEST = -2;
/** How far apart two clocks of which nothing is known are taken to be at the most. */
const ANY_CLOCK = 60;
const SECOND = 1000;

/** So many answers nearest in time are looked at; of more it could not be told which is meant. */
const MOST = 64;

interface Timed {
  readonly exchange: Exchange;
  readonly ms: number;
}

interface OfLink {
  readonly link: Link;
  readonly inOrder: readonly Timed[];
  /** By the startd's end of the connection, and by the claim that is named. */
  readonly byPeer: ReadonlyMap<string, readonly Timed[]>;
  readonly byClaim: ReadonlyMap<string, readonly Timed[]>;
}

/** Schedds' answers in order of their time by the startd's clock. */
export class Answers {
  readonly #byStartd = new Map<LogProfile, OfLink[]>();

  constructor(links: readonly Link[], of: (schedd: ScheddLog) => readonly Exchange[]) {
    for (const link of links) addTo(this.#byStartd, link.startd.side.log, ofLink(link, of(link.schedd)));
  }

  /** Those on the connection on which the startd heard its answer, as far as its log names that. */
  onConnection(claim: StartdClaim): Candidate[] {
    const local = claim.end?.attempt?.local ?? '';
    return this.#found(claim, ({ byPeer }) => byPeer.get(local) ?? []);
  }

  /** Those that name the claim. */
  named(claim: StartdClaim): Candidate[] {
    return this.#found(claim, ({ byClaim }) => byClaim.get(claim.claimId ?? '') ?? []);
  }

  /** Those of that time, the nearest ones. */
  inTimeFor(claim: StartdClaim): Candidate[] {
    return this.#found(claim, ({ inOrder }) => nearestTo(inOrder, claim.end?.line.at.ms ?? 0));
  }

  /** Those of these that the startd can have heard when it removed the claim, the nearest first. */
  #found(claim: StartdClaim, of: (answers: OfLink) => readonly Timed[]): Candidate[] {
    const removed = claim.end?.line.at.ms ?? 0;
    const found: Candidate[] = [];
    for (const answers of this.#byStartd.get(claim.log) ?? []) {
      const { link } = answers;
      const [earliest, latest] = link.skew.from === 'nothing' ? [-ANY_CLOCK, ANY_CLOCK] : [EARLIEST, LATEST];
      for (const { exchange, ms } of of(answers)) {
        const delay = (removed - ms) / SECOND;
        if (delay >= earliest && delay <= latest) found.push({ claim, exchange, link, delay });
      }
    }
    return found.toSorted((a, b) => distance(a) - distance(b));
  }
}

function ofLink(link: Link, exchanges: readonly Exchange[]): OfLink {
  const { skew } = link;
  const byPeer = new Map<string, Timed[]>();
  const byClaim = new Map<string, Timed[]>();
  const inOrder = exchanges
    .map((exchange): Timed => {
      const { at } = decisive(exchange);
      return { exchange, ms: at.ms + skew.at(at) * SECOND };
    })
    .toSorted((a, b) => a.ms - b.ms);
  for (const timed of inOrder) {
    const { peer, unknown } = timed.exchange;
    if (peer !== null) addTo(byPeer, peer, timed);
    if (unknown) addTo(byClaim, unknown, timed);
  }
  return { link, inOrder, byPeer, byClaim };
}

/** The answers nearest to a time. */
function nearestTo(inOrder: readonly Timed[], ms: number): Timed[] {
  const at = firstFrom(inOrder, ms, (timed) => timed.ms);
  return inOrder
    .slice(Math.max(0, at - MOST), at + MOST)
    .toSorted((a, b) => Math.abs(a.ms - ms) - Math.abs(b.ms - ms))
    .slice(0, MOST);
}
