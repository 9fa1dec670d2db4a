import { addressOf } from '../address.ts';
import { type Cause, ENDINGS, UNRETIRED } from '../grammar/endings.ts';
import type { StartdName } from '../grammar/startd.ts';
import { type Fact, type Line, secondsBetween } from '../line.ts';
import { Attempts } from './attempts.ts';
import { type Attempt, newClaim, renewed, setJob, type StartdClaim, tally } from './claim.ts';
import type { Connects } from './connects.ts';
import type { IoLines } from './io-lines.ts';
import { JobRuns } from './job-runs.ts';
import { Killed } from './killed.ts';
import { own, ownOrNull } from './kept.ts';
import type { LogProfile } from './log-profile.ts';
import { MIXED, Mixture, mixedEnd } from './mixture.ts';
import { begins, isVague, PROBLEMS } from './slot-words.ts';
import type { Starters } from './starters.ts';

type StartdFact = Fact<StartdName>;

/** What the slots of a startd share. */
export interface Shared {
  readonly log: LogProfile;
  /** All claims, in the order in which they begin. */
  readonly claims: StartdClaim[];
  readonly connects: Connects;
  readonly io: IoLines;
  readonly starters: Starters;
  readonly onAttempt: (attempt: Attempt) => void;
}

/** Why a claim is going to end. */
interface Announced {
  readonly cause: Cause;
  readonly reason: string;
  readonly line: Line;
}

/** Why claims end of a startd that is drained. */
export const DRAINED = 'the startd is being drained';

/** Why claims end that a startd gives up because it was told to exit. */
export const SHUTS_DOWN = 'the startd was told to shut down';

/** A state change follows what causes it within this many seconds. */
const SOON = 2;

/** What the log says of one slot: the claims that it has, one after the other. */
export class SlotLog {
  readonly #shared: Shared;
  readonly #attempts: Attempts;
  /** The partitionable slot that a dynamic one is made of. */
  readonly #parent: SlotLog | null;
  /** The claim that it has, or had last. */
  #claim: StartdClaim | null = null;
  /** The claim id that a schedd has sent, until the claim begins. */
  #offered: string | null = null;
  /** The claim id of the claim before: a late line may still name it. */
  #previous: string | null = null;
  #announced: Announced | null = null;
  #deactivated: Line | null = null;
  readonly #jobs: JobRuns;
  readonly #mixture = new Mixture();
  /** Those of the dynamic slots that are made of it. */
  readonly #killed = new Killed();

  constructor(shared: Shared, parent: SlotLog | null) {
    this.#shared = shared;
    this.#parent = parent;
    this.#jobs = new JobRuns(shared.starters);
    this.#attempts = new Attempts(shared.onAttempt);
  }

  take(fact: StartdFact): void {
    if (fact.name.startsWith('alive-') || fact.name === 'kept-alive') return this.#alive(fact);
    switch (fact.name) {
      case 'claim-offered':
        this.#offered = ownOrNull(fact.params['claim']);
        return;
      case 'request-accepted':
        return this.#killed.accepted(fact.line);
      case 'remote-owner':
        this.#ensureOpen(fact);
        return;
      case 'remote-job':
        return this.#jobStarts(fact);
      case 'lease':
        if (isOpen(this.#claim)) this.#claim.lease = Number(fact.params['seconds']);
        return;
      case 'deactivated':
        this.#deactivated = fact.line;
        this.#jobs.deactivated(fact.line);
        return;
      case 'outranked':
        return this.announce('preempted', 'a new claim has sufficient rank', fact.line);
      case 'retirement-cut': {
        const { left, vacate } = fact.params;
        const reason = `retirement ended ${left} s early, to leave the job its max vacate time of ${vacate} s`;
        return this.announce('other', reason, fact.line);
      }
      case 'state-change':
        return this.#stateChange(fact);
      case 'activity':
        if (fact.params['from'] === 'Retiring' && fact.params['to'] === 'Busy') this.#announced = null;
        return;
      case 'state':
      case 'state-and-activity':
        return this.#stateChanged(fact);
      default:
    }
  }

  /** Something is going to end the claim, if there is one: a log that begins in the middle may not have shown it yet. */
  announce(cause: Cause, reason: string, line: Line): void {
    const claim = this.#claim;
    if (claim === null || isOpen(claim)) {
      const isBetter = !isVague({ cause, reason }) || this.#announced?.reason === '';
      if (!this.#announced || (isVague(this.#announced) && isBetter)) this.#announced = { cause, reason, line };
    } else if (claim.end && isVague(claim.end) && claim.end.line.at.ms === line.at.ms) {
      claim.end = { ...claim.end, cause, reason, evidence: [line, ...claim.end.evidence] };
    }
  }

  /** Something that concerns all slots ends the claim, if there is one. */
  endNow(cause: Cause, reason: string, line: Line, isRestart = false): void {
    this.#attempts.close();
    if (isOpen(this.#claim)) this.#end(cause, reason, line, [line]);
    if (isRestart) this.#mixture.restarted();
  }

  /** What was going to end the claim does not, where it was this. */
  takeBack(reason: string): void {
    if (this.#announced?.reason === reason) this.#announced = null;
  }

  /** The startd exits: because it was told to, where that was the last that was said of the claim's end. */
  exits(reason: string, line: Line): void {
    const announced = this.#announced;
    if (announced?.reason === SHUTS_DOWN && isOpen(this.#claim)) {
      this.#attempts.close();
      this.#end(announced.cause, announced.reason, line, [announced.line, line]);
      this.#mixture.restarted();
    } else this.endNow('other', reason, line, true);
  }

  /** The log is at its end. */
  finish(): void {
    this.#attempts.close();
  }

  /** The slot's claim; a new one if it has none that has not ended. */
  #ensureOpen(fact: StartdFact): StartdClaim {
    const { slot, line } = fact;
    if (isOpen(this.#claim)) return this.#claim;
    this.#attempts.close();
    this.#previous = this.#claim?.claimId ?? null;
    const claim = newClaim(ownOrNull(slot), this.#shared.log);
    claim.claimId = this.takeOffered() ?? this.#parent?.takeOffered() ?? null;
    claim.begun = begins(fact) ? line : null;
    if (this.#claim !== null || claim.begun) this.#announced = null;
    this.#claim = claim;
    this.#mixture.begun(claim);
    this.#deactivated = null;
    this.#shared.claims.push(claim);
    return claim;
  }

  /** The claim id that a schedd has sent, for the claim that it becomes: once. */
  takeOffered(): string | null {
    const offered = this.#offered;
    this.#offered = null;
    return offered;
  }

  /** A line about a claim's keep-alive: it may be that of a claim that has ended already. */
  #alive(fact: StartdFact): void {
    const { name, params, line } = fact;
    if (params['claim'] !== undefined && params['claim'] === this.#previous) return;
    const claim = this.#claimNamed(fact);
    if (claim.end === null) setJob(claim, fact);
    claim.schedd ??= ownOrNull(addressOf(params['schedd']));
    if (name === 'kept-alive') return this.#keptAlive(claim, fact);
    const attempt = this.#attempts.of(claim, fact);
    if (PROBLEMS.has(name)) return this.#problem(attempt, fact);
    attempt.facts.push(fact);
    if (name === 'alive-sending' && claim.schedd) this.#shared.connects.begin(attempt, claim.schedd, line);
    if (name === 'alive-response' && params['reply'] !== '-1') renewed(claim, 'renewals', line);
  }

  #problem(attempt: Attempt, fact: StartdFact): void {
    const { claim, facts } = attempt;
    facts.push(...(this.#shared.io.claim(claim.schedd, fact) as StartdFact[]), fact);
    tally(claim, 'problems', fact.line);
    claim.problemKinds ??= new Map();
    claim.problemKinds.set(fact.name, (claim.problemKinds.get(fact.name) ?? 0) + 1);
    this.#attempts.close();
  }

  #keptAlive(claim: StartdClaim, fact: StartdFact): void {
    const how = fact.params['how'] ?? '';
    if (how.includes('auto refreshed')) renewed(claim, 'refreshes', fact.line);
    if (how.includes('received from schedd')) renewed(claim, 'renewals', fact.line);
    if (!this.#attempts.isAnswered) return;
    this.#attempts.answered(claim).facts.push(fact);
    this.#attempts.close();
  }

  #claimNamed(fact: StartdFact): StartdClaim {
    const named = fact.params['claim'] ?? null;
    const known = this.#claim;
    const isKnown = known !== null && (named === null || known.claimId === null || known.claimId === named);
    const claim = isKnown ? known : this.#another(fact);
    claim.claimId ??= ownOrNull(named);
    return claim;
  }

  /** A claim of which the log does not show how it began; the one before, if any, is gone without a trace. */
  #another(fact: StartdFact): StartdClaim {
    if (isOpen(this.#claim)) this.#end('other', 'another claim has taken its place', fact.line, []);
    return this.#ensureOpen(fact);
  }

  #jobStarts(fact: StartdFact): void {
    const claim = this.#ensureOpen(fact);
    setJob(claim, fact);
    this.#jobs.starts(claim, fact);
  }

  #stateChange(fact: StartdFact): void {
    const reason = fact.params['reason'] ?? '';
    this.#jobs.stateChange(reason, fact.line);
    if (UNRETIRED.test(reason)) {
      this.#announced = null;
      return;
    }
    const ending = ENDINGS.find((known) => known.reason.test(reason));
    if (!ending) return;
    const { cause, atOnce } = ending;
    if (!atOnce) return this.announce(cause, reason, fact.line);
    if (cause === 'unrecognized') return this.#disowned(fact, reason);
    if (this.#hasEnded && cause !== 'lease-expired') return;
    this.#ensureOpen(fact);
    this.#end(cause, reason, fact.line, [fact.line]);
  }

  #disowned(fact: StartdFact, reason: string): void {
    const attempt = this.#attempts.answered(this.#ensureOpen(fact));
    attempt.facts.push(fact);
    const lines = attempt.facts.map(({ line }) => line);
    this.#end('unrecognized', reason, fact.line, lines, attempt);
    this.#attempts.close();
  }

  #stateChanged(fact: StartdFact): void {
    const { from, to } = fact.params;
    if (from === to) return;
    if (to === 'Claimed') {
      if (this.#mixture.isClaimedTwice()) this.#claimedTwice(fact);
      this.#mixture.claimed(this.#ensureOpen(fact));
    }
    if (from !== 'Claimed') return;
    if (this.#mixture.left()) this.#isMixed(fact);
    if (this.#hasEnded) return;
    this.#ensureOpen(fact);
    this.#leavesClaimed(fact);
  }

  #claimedTwice(fact: StartdFact): void {
    this.#attempts.close();
    this.#end('other', MIXED, fact.line, [fact.line]);
    this.#isMixed(fact);
  }

  #isMixed({ line, slot }: StartdFact): void {
    this.#shared.log.mixed ??= { line, slot: own(slot ?? 'the slot') };
  }

  #leavesClaimed({ params, line }: StartdFact): void {
    const announced = this.#announced;
    const deactivated = this.#deactivated;
    if (announced) return this.#end(announced.cause, announced.reason, line, [announced.line, line]);
    if (deactivated && secondsBetween(deactivated.at, line.at) <= SOON) {
      return this.#end('released', 'deactivated by the schedd while it was closing', line, [deactivated, line]);
    }
    this.#end('other', '', line, [line]);
    if (this.#claim && this.#parent && params['activity'] === 'Killing') this.#parent.#killed.add(this.#claim, line);
  }

  #end(cause: Cause, reason: string, line: Line, evidence: readonly Line[], attempt: Attempt | null = null): void {
    if (this.#claim)
      this.#claim.end = this.#claim.isMixed ? mixedEnd(line) : { cause, reason: own(reason), line, evidence, attempt };
    this.#announced = null;
  }

  get #hasEnded(): boolean {
    return this.#claim !== null && this.#claim.end !== null;
  }
}

const isOpen = (claim: StartdClaim | null): claim is StartdClaim & { end: null } =>
  claim !== null && claim.end === null;
