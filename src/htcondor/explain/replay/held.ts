import type { Pairing } from '../join/pair.ts';
import type { SkewOf } from '../join/link.ts';
import { secondsBetween } from '../line.ts';
import type { Attempt, StartdClaim } from '../side/claim.ts';
import { decisive, type Exchange, isNegative } from '../side/exchange.ts';
import { Observations } from './observations.ts';

/** So many ALIVEs that went wrong are held back until both logs are read; more are observed on their own. */
const MOST = 10_000;
/** The two sides of one ALIVE are no further apart than this: a port may come again later. */
const SAME_ALIVE = 60;

/**
 * Collects what was observed. An ALIVE that went well looks alike on both sides and is counted at once; one that did not is
 * held back until it can be put together with the other side's.
 */
export class Held {
  readonly observations = new Observations();
  readonly #attempts: Attempt[] = [];
  readonly #exchanges: Exchange[] = [];

  addAttempt(attempt: Attempt): void {
    if (wentWrong(attempt) && this.#attempts.length < MOST) this.#attempts.push(attempt);
    else this.observations.add(attempt, null);
  }

  addExchange(exchange: Exchange): void {
    const isTelling = isNegative(exchange) || exchange.readFailed || exchange.writeFailed;
    if (isTelling && this.#exchanges.length < MOST) this.#exchanges.push(exchange);
    else this.observations.add(null, exchange);
  }

  /** Puts the two sides together: removals as they have been paired, the others by their connection. */
  settle(paired: ReadonlyMap<StartdClaim, Pairing>, skewOf: SkewOf): Observations {
    const exchanges = new Set(this.#exchanges);
    const partners = new Map<Attempt, Exchange>();
    for (const [{ end }, { exchange }] of paired) {
      if (end?.attempt && exchange && isAnswer(exchange)) partners.set(end.attempt, exchange);
    }
    for (const exchange of partners.values()) exchanges.delete(exchange);
    const byPeer = new Map([...exchanges].map((exchange) => [exchange.peer ?? '', exchange]));
    for (const attempt of this.#attempts) {
      const exchange = partners.get(attempt) ?? partnerOf(attempt, byPeer, skewOf);
      if (exchange) exchanges.delete(exchange);
      this.observations.add(attempt, exchange);
    }
    for (const exchange of exchanges) this.observations.add(null, exchange);
    return this.observations;
  }
}

const wentWrong = ({ facts }: Attempt): boolean => {
  const last = facts.at(-1);
  return last?.name === 'state-change' || last?.name === 'alive-response-problem' || last?.name === 'alive-send-failed';
};

/** An answer that is not in the log is not certain enough to say which fixes the schedd had. */
const isAnswer = (exchange: Exchange): boolean => isNegative(exchange) || exchange.log.fixedVersions.length === 0;

function partnerOf(attempt: Attempt, byPeer: ReadonlyMap<string, Exchange>, skewOf: SkewOf): Exchange | null {
  const { local, facts, claim } = attempt;
  const exchange = local === null ? undefined : byPeer.get(local);
  const last = facts.at(-1)?.line;
  const skew = exchange && skewOf(claim.log, exchange.log);
  if (!exchange || !last || !skew) return null;
  const answered = decisive(exchange).at;
  const apart = secondsBetween(answered, last.at) - skew.at(answered);
  return Math.abs(apart) <= SAME_ALIVE ? exchange : null;
}
