import { addressOf } from '../address.ts';
import { secondsBetween } from '../line.ts';
import type { StartdClaim } from '../side/claim.ts';
import type { RefusedSession } from '../side/schedd-records.ts';
import type { Link } from './link.ts';
import { addTo, firstFrom } from './sorted.ts';

const SECOND = 1000;

/** Sessions that a schedd refused, by the address of the claim that they were for. */
export class Refusals {
  readonly #byAddress = new Map<string, RefusedSession[]>();
  readonly #link: Link;

  constructor(link: Link) {
    this.#link = link;
    for (const refusal of link.schedd.side.records.refusals) {
      const address = addressOf(refusal.session);
      if (address === null) continue;
      addTo(this.#byAddress, address, refusal);
    }
  }

  /** The first refusal of this claim's session in its life; without its id, of a session of a claim of its startd. */
  find({ claimId, record, begun, end }: StartdClaim): RefusedSession | undefined {
    const address = addressOf(claimId ?? record?.startd);
    const { skew } = this.#link;
    const all = this.#byAddress.get(address ?? '') ?? [];
    const from = begun ? begun.at.ms - skew.at(begun.at) * SECOND : Number.NEGATIVE_INFINITY;
    for (let i = firstFrom(all, from, ({ line }) => line.at.ms); i < all.length; i++) {
      const refusal = all[i] as RefusedSession;
      const { session, line } = refusal;
      if (end && secondsBetween(line.at, end.line.at) - skew.at(line.at) < 0) return undefined;
      if (claimId === null || `${session}#...` === claimId) return refusal;
    }
    return undefined;
  }
}
