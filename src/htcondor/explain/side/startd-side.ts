import type { Cause } from '../grammar/endings.ts';
import type { StartdName } from '../grammar/startd.ts';
import type { Fact, Line } from '../line.ts';
import { type Anchors, anchor } from './anchors.ts';
import type { Attempt, StartdClaim } from './claim.ts';
import { Connects } from './connects.ts';
import { IoLines, isIo } from './io-lines.ts';
import { areOfDifferentHosts, type LogProfile } from './log-profile.ts';
import { DRAINED, SHUTS_DOWN, type Shared, SlotLog } from './slot-log.ts';
import { Starters } from './starters.ts';

type StartdFact = Fact<StartdName>;

/** So many claims, evenly spread, tell well enough how far two clocks differ, and when one was set. */
const MOST_ANCHORED = 4096;

/** Why claims end of a startd that is started, and has not said that it exits. */
const RESTARTED =
  'it was started again here, and its log has no end of its last run: it crashed or was killed, or its machine went down';

/** The same, where that startd is at another address. */
const ELSEWHERE =
  'lines of a startd at another address begin here: they are of another host, or the host has got another address';

/** What a dynamic slot's name adds to that of its partitionable slot. */
const DYNAMIC = /_\d+$/;

/** Reads the StartLog: claims, their renewals and ends, one line after the other. */
export class StartdSide {
  readonly log: LogProfile;
  readonly claims: StartdClaim[] = [];
  readonly #shared: Shared;
  readonly #slots = new Map<string, SlotLog>();
  /** Slots with a line since all were told last that they are going to end: the others have been told, or have no claim. */
  readonly #untold = new Set<SlotLog>();
  /** Slots with a line since all were ended last: the others have no claim. */
  readonly #live = new Set<SlotLog>();

  /** Where the startd was started last. */
  #restart: Line | null = null;

  /** @param onAttempt called with each ALIVE once all its lines have been seen */
  constructor(log: LogProfile, onAttempt: (attempt: Attempt) => void) {
    this.log = log;
    const [connects, io, starters] = [new Connects(), new IoLines(), new Starters()];
    this.#shared = { log, claims: this.claims, connects, io, starters, onAttempt };
  }

  take(fact: StartdFact): void {
    const address = fact.name === 'listening' ? this.log.addressAt(fact.line) : null;
    this.log.take(fact);
    if (address !== null && areOfDifferentHosts(address, fact.params['address'] ?? '')) this.#isElsewhere();
    if (isIo(fact)) return this.#shared.io.take(fact);
    switch (fact.name) {
      case 'connect-started':
      case 'connect-bound':
        return this.#shared.connects.take(fact);
      case 'banner':
      case 'exiting':
        return this.#daemonGone(fact);
      case 'starter-exited':
        return this.#shared.starters.exited(fact);
      case 'vacate-expired':
        return this.#shared.starters.killed(fact, 'it had not stopped within its max vacate time');
      case 'vacate-failed':
        return this.#shared.starters.killed(fact, 'it could not be told to vacate its job');
      case 'starter-hung':
        return this.#shared.starters.killed(fact, 'it did not answer the request to kill its job');
      case 'version':
      case 'logging':
      case 'listening':
      case 'config':
      case 'cod':
        return;
      case 'except':
        return this.#endAll('other', `the startd stopped on an error of its own: ${fact.params['reason']}`, fact.line);
      case 'shutting-down':
      case 'shutdown':
        return this.#announce(SHUTS_DOWN, fact);
      case 'draining':
        return this.#announce(DRAINED, fact);
      case 'draining-cancelled':
        for (const slot of this.#live) {
          slot.takeBack(DRAINED);
          this.#untold.add(slot);
        }
        return;
      case 'vacate-all':
        return this.#vacateAll(fact);
      default:
        this.#slotOf(fact).take(fact);
    }
  }

  /** The log is at its end. */
  finish(): void {
    for (const slot of this.#slots.values()) slot.finish();
  }

  /** The moments that the schedd may know as well. */
  anchors(): Anchors {
    const { anchors } = this.#shared.connects;
    const step = Math.ceil(this.claims.length / MOST_ANCHORED);
    for (const [i, { claimId, slot, jobs, begun, end }] of this.claims.entries()) {
      if (i % step !== 0) continue;
      if (claimId !== null && begun) anchors.add(anchor.claimed(claimId), begun);
      for (const { job, started } of jobs) {
        anchors.add(anchor.started(claimId ?? slot ?? '', job), started);
        if (claimId !== null) anchors.add(anchor.startedUnnamed(slot ?? '', job), started);
      }
      if (claimId !== null && end?.cause === 'unrecognized') anchors.add(anchor.disowned(claimId), end.line);
      if (claimId !== null && end?.cause === 'released') anchors.add(anchor.released(claimId), end.line);
    }
    return anchors;
  }

  #slotOf(fact: StartdFact): SlotLog {
    const key = fact.slot ?? '';
    const slot = this.#slots.get(key) ?? this.#newSlot(key);
    this.#untold.add(slot);
    this.#live.add(slot);
    return slot;
  }

  #newSlot(key: string): SlotLog {
    const whole = key.replace(DYNAMIC, '');
    const parent = whole === key ? null : (this.#slots.get(whole) ?? this.#newSlot(whole));
    const slot = new SlotLog(this.#shared, parent);
    this.#slots.set(key, slot);
    return slot;
  }

  #announce(reason: string, { line }: StartdFact): void {
    this.#announceToAll('other', reason, line);
  }

  /** A slot that has been told already is not told again. */
  #announceToAll(cause: Cause, reason: string, line: Line): void {
    for (const slot of this.#untold) slot.announce(cause, reason, line);
    this.#untold.clear();
  }

  #endAll(cause: Cause, reason: string, line: Line, isRestart = false): void {
    for (const slot of this.#live) slot.endNow(cause, reason, line, isRestart);
    this.#live.clear();
    this.#untold.clear();
  }

  #vacateAll({ params, line }: StartdFact): void {
    const reason = `received VACATE_ALL_${params['kind']} command`;
    if (params['kind'] === 'FAST') this.#endAll('vacated', reason, line);
    else this.#announceToAll('vacated', reason, line);
  }

  /** The startd that was started last is not the one of the lines before. */
  #isElsewhere(): void {
    const restart = this.#restart;
    for (const claim of this.claims)
      if (claim.end && claim.end.line === restart && claim.end.reason === RESTARTED)
        claim.end = { ...claim.end, reason: ELSEWHERE };
  }

  /** With the startd go its claims. */
  #daemonGone({ name, params, line }: StartdFact): void {
    if (params['daemon'] !== 'startd') return;
    if (name === 'banner') {
      this.#shared.starters.forget();
      this.#endAll('other', RESTARTED, line, true);
      this.#restart = line;
    } else {
      for (const slot of this.#live) slot.exits('the startd exited', line);
      this.#live.clear();
      this.#untold.clear();
    }
  }
}
