import type { StartdClaim } from '../side/claim.ts';
import { decisive, type Exchange } from '../side/exchange.ts';
import type { Link, ScheddLog } from './link.ts';
import { firstFrom } from './sorted.ts';

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

/** Schedds' answers in order of their time by the startd's clock. */
export class Answers {
  readonly #byLink: readonly {
    readonly link: Link;
    readonly answers: readonly { readonly exchange: Exchange; readonly ms: number }[];
  }[];

  constructor(links: readonly Link[], of: (schedd: ScheddLog) => readonly Exchange[]) {
    this.#byLink = links.map((link) => ({ link, answers: inOrder(of(link.schedd), link) }));
  }

  /** Those that the startd can have heard when it removed the claim. */
  inTimeFor(claim: StartdClaim): Candidate[] {
    const removed = claim.end?.line.at.ms ?? 0;
    const found: Candidate[] = [];
    for (const { link, answers } of this.#byLink) {
      if (link.startd.side.log !== claim.log) continue;
      const [earliest, latest] = link.skew.from === 'nothing' ? [-ANY_CLOCK, ANY_CLOCK] : [EARLIEST, LATEST];
      for (let i = firstFrom(answers, removed - latest * SECOND, ({ ms }) => ms); i < answers.length; i++) {
        const { exchange, ms } = answers[i] as (typeof answers)[number];
        const delay = (removed - ms) / SECOND;
        if (delay < earliest) break;
        found.push({ claim, exchange, link, delay });
      }
    }
    return found;
  }
}

function inOrder(exchanges: readonly Exchange[], { skew }: Link): { exchange: Exchange; ms: number }[] {
  return exchanges
    .map((exchange) => {
      const { at } = decisive(exchange);
      return { exchange, ms: at.ms + skew.at(at) * SECOND };
    })
    .toSorted((a, b) => a.ms - b.ms);
}
