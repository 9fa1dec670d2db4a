import type { StartdClaim } from '../side/claim.ts';
import { decisive, type Exchange } from '../side/exchange.ts';
import type { Link, ScheddLog } from './link.ts';
import type { Skew } from './skew.ts';
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
/** A shadow starts so long before its job at the most. */
const SHADOW_LEADS = 30;
/** How far apart two clocks of which nothing is known are taken to be at the most. */
const ANY_CLOCK = 60;
const SECOND = 1000;

/** So many pairs are looked at in all, and so many answers for one removal: of a flood the nearest. */
const MOST_PAIRS = 200_000;
const MOST_ANSWERS = 256;

interface Answer {
  readonly exchange: Exchange;
  readonly ms: number;
}

/** The answers of one schedd's log, in order of their time by the startd's clock, and by what names them. */
interface Linked {
  readonly link: Link;
  readonly all: readonly Answer[];
  readonly byPeer: ReadonlyMap<string | null, readonly Answer[]>;
  readonly byClaim: ReadonlyMap<string | null, readonly Answer[]>;
}

/** Schedds' answers in order of their time by the startd's clock. */
export class Answers {
  readonly #linked: readonly Linked[];

  constructor(links: readonly Link[], of: (schedd: ScheddLog) => readonly Exchange[]) {
    this.#linked = links.map((link) => {
      const all = inOrder(of(link.schedd), link);
      const byPeer = grouped(all, ({ exchange }) => exchange.peer);
      return { link, all, byPeer, byClaim: grouped(all, ({ exchange }) => exchange.unknown) };
    });
  }

  /** Those that the startd can have heard when it removed the claim; of so many removals that are asked for. */
  inTimeFor(claim: StartdClaim, removals = 1): Candidate[] {
    const most = Math.max(2, Math.min(MOST_ANSWERS, Math.floor(MOST_PAIRS / removals)));
    return this.#inTime(claim, ({ all }) => all, most);
  }

  /** Those of them on a connection from this address. */
  onConnection(claim: StartdClaim, peer: string | null): Candidate[] {
    return peer === null ? [] : this.#inTime(claim, ({ byPeer }) => byPeer.get(peer) ?? [], MOST_ANSWERS);
  }

  /** Those of them that name this claim. */
  naming(claim: StartdClaim, claimId: string | null): Candidate[] {
    return claimId === null ? [] : this.#inTime(claim, ({ byClaim }) => byClaim.get(claimId) ?? [], MOST_ANSWERS);
  }

  #inTime(claim: StartdClaim, among: (linked: Linked) => readonly Answer[], most: number): Candidate[] {
    const removed = claim.end?.line.at.ms ?? 0;
    return this.#linked.flatMap((linked) => {
      const { link } = linked;
      if (link.startd.side.log !== claim.log) return [];
      const [earliest, latest] = boundsOf(link.skew);
      const [from, to] = [removed - latest * SECOND, removed - earliest * SECOND];
      return nearest(among(linked), removed, most)
        .filter(({ ms }) => ms >= from && ms <= to)
        .map(({ exchange, ms }) => ({ claim, exchange, link, delay: (removed - ms) / SECOND }));
    });
  }
}

/**
 * How many seconds a removal may be behind an answer. Of clocks that are compared by starts of jobs alone it is known only
 * that a shadow starts before its job: the startd's clock is ahead by as much as that says, or by less.
 */
function boundsOf({ from, seconds }: Skew): readonly [earliest: number, latest: number] {
  if (from === 'nothing') return [-ANY_CLOCK, ANY_CLOCK];
  const lead = from === 'jobs' ? Math.min(Math.max(seconds, 0), SHADOW_LEADS) : 0;
  return [EARLIEST - lead, LATEST];
}

/** So many answers at the most, nearest to a moment, in order of time. */
function nearest(answers: readonly Answer[], moment: number, most: number): readonly Answer[] {
  if (answers.length <= most) return answers;
  let to = firstFrom(answers, moment, ({ ms }) => ms);
  let from = to;
  while (to - from < most) {
    const [before, behind] = [answers[from - 1], answers[to]];
    if (behind && (!before || behind.ms - moment <= moment - before.ms)) to += 1;
    else from -= 1;
  }
  return answers.slice(from, to);
}

function grouped(answers: readonly Answer[], keyOf: (answer: Answer) => string | null): Map<string | null, Answer[]> {
  const groups = new Map<string | null, Answer[]>();
  for (const answer of answers) {
    addTo(groups, keyOf(answer), answer);
  }
  return groups;
}

function inOrder(exchanges: readonly Exchange[], { skew }: Link): Answer[] {
  return exchanges
    .flatMap((exchange) => {
      const { at } = decisive(exchange);
      return skew.about(at).map((seconds) => ({ exchange, ms: at.ms + seconds * SECOND }));
    })
    .toSorted((a, b) => a.ms - b.ms);
}
