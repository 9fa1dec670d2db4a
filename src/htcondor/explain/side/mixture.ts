import type { Line } from '../line.ts';
import type { StartdClaim } from './claim.ts';

/** Why it is not known how a claim ended whose slot changes from a state that it was not in. */
export const MIXED = 'lines of two startds are mixed here, or lines are missing';

/**
 * Whether the lines of a slot are those of one startd, by its changes of state: a slot is claimed only when it is not, is left by a claim
 * only when it has one, and has none when its startd starts. Otherwise the ends of the claims about there may be another's.
 */
export class Mixture {
  /** The claim with which it came to be claimed; null if it is not. */
  #claimed: StartdClaim | null = null;
  /** Whether the log has shown whether it is claimed. */
  #isKnown = false;
  #isSuspect = false;
  /** The claim that the slot has, or had last, and the one before. */
  #claim: StartdClaim | null = null;
  #before: StartdClaim | null = null;
  /** The claim that went as the startd was started. */
  #lost: StartdClaim | null = null;

  /** A claim of the slot has begun. */
  begun(claim: StartdClaim): void {
    claim.isMixed = this.#isSuspect;
    this.#isSuspect = false;
    this.#before = this.#claim;
    this.#claim = claim;
  }

  /** Whether the slot, which comes to be claimed, is so already. */
  isClaimedTwice(): boolean {
    const claim = this.#claimed;
    const isTwice = claim !== null && claim === this.#claim && claim.end === null;
    if (isTwice) this.#mark(claim);
    this.#isSuspect = isTwice;
    return isTwice;
  }

  /** The slot comes to be claimed. */
  claimed(claim: StartdClaim): void {
    this.#claimed = claim;
    this.#isKnown = true;
  }

  /** The slot ceases to be claimed; whether it was not. */
  left(): boolean {
    const isWrong = this.#isKnown && this.#claimed === null;
    this.#claimed = null;
    this.#isKnown = true;
    if (!isWrong) return false;
    this.#isSuspect = this.#claim === null;
    for (const claim of [this.#claim, this.#before, this.#lost]) this.#mark(claim);
    this.#lost = null;
    return true;
  }

  /** The startd starts, or has gone. */
  restarted(): void {
    this.#lost = this.#claimed ?? this.#lost;
    this.#claimed = null;
    this.#claim = null;
    this.#before = null;
  }

  #mark(claim: StartdClaim | null): void {
    if (!claim) return;
    claim.isMixed = true;
    if (claim.end) claim.end = mixedEnd(claim.end.line);
  }
}

/** An end of which it is not known whose it is. */
export const mixedEnd = (line: Line): NonNullable<StartdClaim['end']> => ({
  cause: 'other',
  reason: MIXED,
  line,
  evidence: [line],
  attempt: null,
});
