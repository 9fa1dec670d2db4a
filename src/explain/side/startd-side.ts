import { addressOf } from '../address.ts';
import { type Cause, ENDINGS, UNRETIRED } from '../grammar/endings.ts';
import type { StartdName } from '../grammar/startd.ts';
import { type Fact, type Line, secondsBetween } from '../line.ts';
import { type Anchors, anchor } from './anchors.ts';
import { type Attempt, newClaim, type StartdClaim, tally } from './claim.ts';
import { Connects } from './connects.ts';
import { IoLines, isIo } from './io-lines.ts';

type StartdFact = Fact<StartdName>;

/** What is known of one slot while its log is read. */
interface Slot {
  /** The claim that it has, or had last. */
  claim: StartdClaim | null;
  /** The claim id that a schedd has sent, until the claim begins. */
  offered: string | null;
  /** The claim id of the claim before: a late line may still name it. */
  previous: string | null;
  /** Why the claim is going to end. */
  announced: Announced | null;
  deactivated: Line | null;
  attempt: Attempt | null;
}

interface Announced {
  readonly cause: Cause;
  readonly reason: string;
  readonly line: Line;
}

const PROBLEMS: ReadonlySet<StartdName> = new Set([
  'alive-not-initiated',
  'alive-connect-failed',
  'alive-command-failed',
  'alive-send-failed',
  'alive-response-problem',
]);

/** A state change follows what causes it within this many seconds. */
const SOON = 2;

/** Reads the StartLog: claims, their renewals and ends, one line after the other. */
export class StartdSide {
  readonly claims: StartdClaim[] = [];
  readonly #onAttempt: (attempt: Attempt) => void;
  readonly #slots = new Map<string, Slot>();
  readonly #connects = new Connects();
  readonly #io = new IoLines();

  /** @param onAttempt called with each ALIVE once all its lines have been seen */
  constructor(onAttempt: (attempt: Attempt) => void) {
    this.#onAttempt = onAttempt;
  }

  take(fact: StartdFact): void {
    if (isIo(fact)) return this.#io.take(fact);
    if (fact.name === 'connect-started' || fact.name === 'connect-bound') return this.#connects.take(fact);
    if (fact.name === 'banner' || fact.name === 'exiting') return this.#daemonGone(fact);
    if (isAboutAll(fact)) {
      for (const slot of this.#slots.values()) if (isOpen(slot.claim)) this.#stateChange(slot, fact);
      return;
    }
    this.#aboutSlot(this.#slotOf(fact), fact);
  }

  /** The log is at its end. */
  finish(): void {
    for (const slot of this.#slots.values()) this.#closeAttempt(slot);
  }

  /** The moments that the schedd may know as well. */
  anchors(): Anchors {
    const { anchors } = this.#connects;
    for (const { claimId, slot, job, begun, jobStarted, end } of this.claims) {
      if (claimId !== null && begun) anchors.set(anchor.claimed(claimId), begun);
      if (job !== null && jobStarted) anchors.set(anchor.started(claimId ?? slot ?? '', job), jobStarted);
      if (claimId !== null && end?.cause === 'unrecognized') anchors.set(anchor.disowned(claimId), end.line);
      if (claimId !== null && end?.cause === 'released') anchors.set(anchor.released(claimId), end.line);
    }
    return anchors;
  }

  #slotOf(fact: StartdFact): Slot {
    const key = fact.slot ?? '';
    const known = this.#slots.get(key);
    if (known) return known;
    const slot: Slot = {
      claim: null,
      offered: null,
      previous: null,
      announced: null,
      deactivated: null,
      attempt: null,
    };
    this.#slots.set(key, slot);
    return slot;
  }

  #aboutSlot(slot: Slot, fact: StartdFact): void {
    if (fact.name.startsWith('alive-') || fact.name === 'kept-alive') return this.#alive(slot, fact);
    switch (fact.name) {
      case 'claim-offered':
        slot.offered = fact.params['claim'] ?? null;
        return;
      case 'request-accepted':
      case 'remote-owner':
        this.#ensureOpen(slot, fact);
        return;
      case 'remote-job':
        setJob(this.#ensureOpen(slot, fact), fact);
        return;
      case 'lease':
        if (isOpen(slot.claim)) slot.claim.lease = Number(fact.params['seconds']);
        return;
      case 'deactivated':
        slot.deactivated = fact.line;
        return;
      case 'state-change':
        return this.#stateChange(slot, fact);
      case 'state':
      case 'state-and-activity':
        return this.#stateChanged(slot, fact);
      default:
    }
  }

  /** The slot's claim; a new one if it has none that has not ended. */
  #ensureOpen(slot: Slot, fact: StartdFact): StartdClaim {
    if (isOpen(slot.claim)) return slot.claim;
    this.#closeAttempt(slot);
    const claim = newClaim(fact.slot);
    claim.claimId = slot.offered;
    claim.begun = BEGINS.has(fact.name) ? fact.line : null;
    const previous = slot.claim?.claimId ?? null;
    Object.assign(slot, { claim, offered: null, previous, announced: null, deactivated: null });
    this.claims.push(claim);
    return claim;
  }

  /** A line about a claim's keep-alive: it may be that of a claim that has ended already. */
  #alive(slot: Slot, fact: StartdFact): void {
    if (fact.params['claim'] !== undefined && fact.params['claim'] === slot.previous) return;
    const claim = this.#claimNamed(slot, fact);
    if (claim.end === null) setJob(claim, fact);
    claim.schedd ??= addressOf(fact.params['schedd']);
    if (fact.name === 'kept-alive') return this.#keptAlive(slot, claim, fact);
    const attempt = this.#attempt(slot, claim, fact);
    if (PROBLEMS.has(fact.name)) {
      attempt.facts.push(...(this.#io.claim(claim.schedd, fact) as StartdFact[]), fact);
      if (claim.end === null) problem(claim, fact);
      return this.#closeAttempt(slot);
    }
    attempt.facts.push(fact);
    if (fact.name === 'alive-sending' && claim.schedd) this.#connects.begin(attempt, claim.schedd, fact.line);
    if (fact.name === 'alive-response' && claim.end === null && !isDisowning(fact)) tally(claim.renewals, fact.line);
  }

  #claimNamed(slot: Slot, fact: StartdFact): StartdClaim {
    const named = fact.params['claim'];
    const claim = slot.claim && (named === undefined || slot.claim.claimId === null || slot.claim.claimId === named);
    const found = claim ? (slot.claim as StartdClaim) : this.#another(slot, fact);
    found.claimId ??= named ?? null;
    return found;
  }

  /** A claim of which the log does not show how it began; the one before, if any, is gone without a trace. */
  #another(slot: Slot, fact: StartdFact): StartdClaim {
    if (isOpen(slot.claim)) this.#end(slot, 'other', 'another claim has taken its place', fact.line, []);
    return this.#ensureOpen(slot, fact);
  }

  #keptAlive(slot: Slot, claim: StartdClaim, fact: StartdFact): void {
    const how = fact.params['how'] ?? '';
    if (how.includes('auto refreshed')) tally(claim.refreshes, fact.line);
    if (how.includes('received from schedd')) tally(claim.renewals, fact.line);
    if (slot.attempt?.facts.at(-1)?.name !== 'alive-response') return;
    slot.attempt.facts.push(fact);
    this.#closeAttempt(slot);
  }

  /** The ALIVE that a line belongs to: a new one where the one before is over. */
  #attempt(slot: Slot, claim: StartdClaim, fact: StartdFact): Attempt {
    const over = slot.attempt && (fact.name === 'alive-sending' || slot.attempt.claim !== claim || isAnswered(slot));
    if (over) this.#closeAttempt(slot);
    slot.attempt ??= { claim, facts: [], local: null };
    return slot.attempt;
  }

  #closeAttempt(slot: Slot): void {
    if (slot.attempt) this.#onAttempt(slot.attempt);
    slot.attempt = null;
  }

  #stateChange(slot: Slot, fact: StartdFact): void {
    const reason = reasonOf(fact);
    if (UNRETIRED.test(reason)) slot.announced = null;
    const ending = endingOf(fact);
    if (!ending) return;
    const { cause } = ending;
    if (!ending.atOnce) {
      if (isOpen(slot.claim)) slot.announced ??= { cause, reason, line: fact.line };
      return;
    }
    if (cause === 'unrecognized') return this.#disowned(slot, fact);
    if (slot.claim !== null && slot.claim.end !== null && cause !== 'lease-expired') return;
    this.#ensureOpen(slot, fact);
    this.#end(slot, cause, reason, fact.line, [fact.line]);
  }

  /** The reply of -1 comes before; without D_PROTOCOL it is not logged. */
  #disowned(slot: Slot, fact: StartdFact): void {
    const claim = this.#ensureOpen(slot, fact);
    const attempt = this.#attemptAnswered(slot, claim);
    attempt.facts.push(fact);
    const lines = attempt.facts.map(({ line }) => line);
    this.#end(slot, 'unrecognized', reasonOf(fact), fact.line, lines, attempt);
    this.#closeAttempt(slot);
  }

  #attemptAnswered(slot: Slot, claim: StartdClaim): Attempt {
    if (slot.attempt?.claim !== claim) this.#closeAttempt(slot);
    slot.attempt ??= { claim, facts: [], local: null };
    return slot.attempt;
  }

  #stateChanged(slot: Slot, fact: StartdFact): void {
    const { from, to } = fact.params;
    if (to === 'Claimed') {
      if (from !== 'Claimed') this.#ensureOpen(slot, fact);
      return;
    }
    if (from !== 'Claimed' || (slot.claim !== null && slot.claim.end !== null)) return;
    this.#ensureOpen(slot, fact);
    this.#leavesClaimed(slot, fact);
  }

  #leavesClaimed(slot: Slot, fact: StartdFact): void {
    const { announced, deactivated } = slot;
    if (announced) return this.#end(slot, announced.cause, announced.reason, fact.line, [announced.line, fact.line]);
    if (deactivated && secondsBetween(deactivated.at, fact.line.at) <= SOON) {
      const reason = 'deactivated by the schedd while it was closing';
      return this.#end(slot, 'released', reason, fact.line, [deactivated, fact.line]);
    }
    this.#end(slot, 'other', '', fact.line, [fact.line]);
  }

  #end(
    slot: Slot,
    cause: Cause,
    reason: string,
    line: Line,
    evidence: readonly Line[],
    attempt: Attempt | null = null,
  ): void {
    if (slot.claim) slot.claim.end = { cause, reason, line, evidence, attempt };
    slot.announced = null;
  }

  /** With the startd go its claims. */
  #daemonGone(fact: StartdFact): void {
    if (fact.params['daemon'] !== 'startd') return;
    const reason = fact.name === 'banner' ? 'the startd was started anew' : 'the startd exited';
    for (const slot of this.#slots.values()) {
      this.#closeAttempt(slot);
      if (isOpen(slot.claim)) this.#end(slot, 'other', reason, fact.line, [fact.line]);
    }
  }
}

/** The lines with which a claim begins. */
const BEGINS: ReadonlySet<StartdName> = new Set(['request-accepted', 'remote-owner', 'state', 'state-and-activity']);

const isAboutAll = ({ name, slot, params }: StartdFact): boolean =>
  name === 'shutdown' || (name === 'state-change' && slot === null && (params['reason'] ?? '').includes('VACATE_ALL'));

const reasonOf = ({ name, params }: StartdFact): string =>
  name === 'shutdown' ? 'the startd was told to shut down' : (params['reason'] ?? '');

/** What a line does to a claim; null if it leaves it alone. */
function endingOf(fact: StartdFact): { readonly cause: Cause; readonly atOnce: boolean } | null {
  if (fact.name === 'shutdown') return { cause: 'other', atOnce: false };
  const reason = reasonOf(fact);
  return ENDINGS.find((known) => known.reason.test(reason)) ?? null;
}

const isOpen = (claim: StartdClaim | null): claim is StartdClaim & { end: null } =>
  claim !== null && claim.end === null;

const isDisowning = ({ params }: StartdFact): boolean => params['reply'] === '-1';

/** Whether the reply to the ALIVE has been read: what comes now is another one. */
const isAnswered = ({ attempt }: Slot): boolean => attempt?.facts.at(-1)?.name === 'alive-response';

/** Until a job is activated the startd calls it -1.-1. */
function setJob(claim: StartdClaim, { name, params, line }: StartdFact): void {
  const job = params['job'];
  if (job === undefined || job.startsWith('-')) return;
  if (name === 'remote-job') claim.jobStarted = line;
  claim.job = job;
}

function problem(claim: StartdClaim, { name, line }: StartdFact): void {
  tally(claim.problems, line);
  claim.problemKinds.set(name, (claim.problemKinds.get(name) ?? 0) + 1);
}
