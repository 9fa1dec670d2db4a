import { type Line, secondsBetween } from '../line.ts';
import type { StartdClaim } from './claim.ts';

const REASON =
  'its partitionable slot accepted another claim in the same second, and may take what its dynamic slots have (ALLOW_PSLOT_PREEMPTION)';

/** Killed and accepted in one go. */
const AT_ONCE = 1;

/**
 * Claims of one partitionable slot's dynamic slots that were killed without a word. A request for the partitionable slot can
 * name claims that make room for it (request_claim(), command.cpp, since 8.1.6): at the default level, all that is logged of
 * this is that they are killed, and that the request is accepted.
 */
export class Killed {
  #claims: StartdClaim[] = [];

  add(claim: StartdClaim, { at }: Line): void {
    const last = this.#claims.at(-1)?.end;
    if (last && secondsBetween(last.line.at, at) > AT_ONCE) this.#claims = [];
    this.#claims.push(claim);
  }

  /** The partitionable slot's request is accepted. */
  accepted(line: Line): void {
    for (const claim of this.#claims) {
      const { end } = claim;
      if (end?.reason !== '' || secondsBetween(end.line.at, line.at) > AT_ONCE) continue;
      claim.end = { ...end, cause: 'preempted', reason: REASON, evidence: [...end.evidence, line] };
    }
    this.#claims = [];
  }
}
