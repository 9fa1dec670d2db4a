import { addressOf } from '../address.ts';
import type { CommonName } from '../grammar/cedar.ts';
import { type Fact, secondsBetween } from '../line.ts';

const OPENS: readonly CommonName[] = ['read-timeout', 'read-closed', 'read-reset'];
const FOLLOWS: readonly CommonName[] = ['header-failed', 'header-eof', 'body-failed', 'packet-refused'];
const ALONE: readonly CommonName[] = ['write-closed', 'write-failed', 'eom-failed'];

/** Lines older than this belong to something else. */
const RECENT = 2;
/** So many are kept at the most: of a flood of failures the last are the ones to be asked for. */
const MOST = 256;

const isOneOf = (names: readonly CommonName[], { name }: Fact): boolean => names.some((known) => known === name);

/** Whether a line tells of a read or a write that failed. */
export const isIo = (fact: Fact): boolean => [OPENS, FOLLOWS, ALONE].some((names) => isOneOf(names, fact));

/**
 * The last failures of reads and writes, until it is known whose they are. `condor_read()` names the peer; the `IO:` line
 * behind it does not.
 */
export class IoLines {
  #recent: Fact[] = [];

  take(fact: Fact): void {
    this.#recent.push(fact);
    if (this.#recent.length > 2 * MOST) this.#recent = this.#recent.slice(-MOST);
  }

  /** The lines about this peer up to `now`, taken out. */
  claim(peer: string | null, now: Fact): Fact[] {
    if (this.#recent.length === 0) return [];
    this.#recent = this.#recent.filter((fact) => isRecent(fact, now));
    const about = this.#recent.filter((fact) => isAbout(fact, peer));
    const taken = new Set(about.flatMap((fact) => [fact, ...this.#behind(fact)]));
    const claimed = this.#recent.filter((fact) => taken.has(fact));
    this.#recent = this.#recent.filter((fact) => !taken.has(fact));
    return claimed;
  }

  /** The reads that failed at about the time of `now`. */
  failedReads(now: Fact): Fact[] {
    return this.#recent.filter(
      (fact) => isOneOf(OPENS, fact) && Math.abs(secondsBetween(fact.line.at, now.line.at)) < RECENT,
    );
  }

  /** The last read that failed before `now`, with the `IO:` line behind it. */
  lastFailedRead(now: Fact): Fact[] {
    const failed = this.#recent.findLast((fact) => isOneOf(OPENS, fact) && isRecent(fact, now));
    return failed ? [failed, ...this.#behind(failed)] : [];
  }

  /** Takes a read that failed and the line behind it out: it is known whose it is. */
  drop(facts: readonly Fact[]): void {
    this.#recent = this.#recent.filter((fact) => !facts.includes(fact));
  }

  /** The `IO:` line that belongs to a failed read. */
  #behind(fact: Fact): Fact[] {
    if (!isOneOf(OPENS, fact)) return [];
    const at = this.#recent.lastIndexOf(fact);
    const behind = this.#recent.find((later, i) => i > at && isOneOf(FOLLOWS, later));
    return behind ? [behind] : [];
  }
}

const isRecent = ({ line }: Fact, now: Fact): boolean => Math.abs(secondsBetween(line.at, now.line.at)) < RECENT;

/** A line that names no peer is nobody's by itself; where addresses are blanked, any peer will do. */
function isAbout(fact: Fact, peer: string | null): boolean {
  const text = fact.params['peer'];
  if (text === undefined) return false;
  const address = addressOf(text);
  return address === null || peer === null || address === peer;
}
