import { addressOf } from '../address.ts';
import { secondsBetween } from '../line.ts';
import type { StartdClaim } from '../side/claim.ts';
import type { RefusedSession } from '../side/schedd-records.ts';
import type { Link } from './link.ts';

/** Sessions that a schedd refused, by the host of the claim that they were for. */
export class Refusals {
  readonly #byHost = new Map<string, RefusedSession[]>();
  readonly #link: Link;

  constructor(link: Link) {
    this.#link = link;
    for (const refusal of link.schedd.side.records.refusals) {
      const address = addressOf(refusal.session);
      if (address === null) continue;
      const known = this.#byHost.get(address);
      if (known) known.push(refusal);
      else this.#byHost.set(address, [refusal]);
    }
  }

  /** The first refusal of this claim's session in its life; without its id, of a session of a claim of its startd. */
  find({ claimId, record, begun, end }: StartdClaim): RefusedSession | undefined {
    const address = addressOf(claimId ?? record?.startd);
    const { skew } = this.#link;
    return (this.#byHost.get(address ?? '') ?? []).find(({ session, line }) => {
      if (claimId !== null && `${session}#...` !== claimId) return false;
      const since = begun ? secondsBetween(begun.at, line.at) + skew.at(line.at) : 0;
      const left = end ? secondsBetween(line.at, end.line.at) - skew.at(line.at) : 0;
      return since >= 0 && left >= 0;
    });
  }
}
