import type { Line } from '../line.ts';
import type { StartdClaim } from './claim.ts';

/** Why it is not known how a claim ended whose slot is claimed again before. */
export const MIXED = 'lines of two startds are mixed here, or lines are missing';

/**
 * Whether the lines of a slot are those of one startd: by its changes of state, a slot is claimed again only when its claim has
 * ended. Where it is claimed twice, the line that ends one of the claims may be missing. Where it then ceases to be claimed
 * twice, the lines are of two slots of one name.
 */
export class Mixture {
  #isClaimed = false;
  /** The claims since the slot was claimed twice; null if it was not. */
  #since: StartdClaim[] | null = null;
  #isCertain = false;

  /** Whether a change of state shows that the claim which the slot has is not the one that begins. */
  claims(open: StartdClaim | null): boolean {
    const isTwice = this.#isClaimed && open !== null;
    this.#isClaimed = true;
    if (!isTwice) return false;
    if (this.#since !== null) this.#settle();
    this.#since ??= [];
    open.isMixed = true;
    return true;
  }

  /** The slot's claim has begun. */
  begun(claim: StartdClaim): void {
    if (this.#since === null) return;
    claim.isMixed = this.#isCertain || this.#since.length === 0;
    this.#since.push(claim);
  }

  /** The slot leaves the state Claimed. */
  leaves(): void {
    if (!this.#isClaimed && this.#since !== null) this.#settle();
    this.#isClaimed = false;
  }

  /** The startd is another one, or starts again. */
  forget(): void {
    this.#isClaimed = false;
    this.#since = null;
    this.#isCertain = false;
  }

  #settle(): void {
    this.#isCertain = true;
    for (const claim of this.#since ?? []) {
      claim.isMixed = true;
      if (claim.end) claim.end = mixedEnd(claim.end.line);
    }
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
