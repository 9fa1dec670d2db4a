import { addressOf, hostOf, hostsOf } from '../address.ts';
import type { ScheddName } from '../grammar/schedd.ts';
import { type Fact, secondsBetween } from '../line.ts';
import { type Exchange, isRefusal, newExchange } from './exchange.ts';
import { IoLines } from './io-lines.ts';
import { kept, own, ownOrNull } from './kept.ts';
import type { LogProfile } from './log-profile.ts';
import { PayloadReady } from './payload-ready.ts';

type ScheddFact = Fact<ScheddName>;

/** wait_for_payload, and time to spare: a command waits no longer for its claim id. */
const LONGEST_WAIT = 320;
/** A handler reads for less than two seconds a packet, unless its schedd is stopped; after this it never returns. */
const LONGEST_HANDLER = 600;
/** Lines of one second can be those of several connections, in any order. */
const SAME_TIME = 1;
/** So many connections at most are followed at a time. */
const MOST_OPEN = 256;
/** A handler's reads and writes have fewer lines than this: more are a flood, and say no more than the first. */
const MOST_LINES = 24;

const FAILED_READS: readonly ScheddName[] = ['read-timeout', 'read-closed', 'read-reset'];
const BEHIND_READS: readonly ScheddName[] = ['header-failed', 'header-eof', 'body-failed', 'packet-refused'];
const ENDS_UNCALLED: readonly ScheddName[] = ['no-data', 'command-failed'];
const ALIVE = '441';

const isOneOf = (names: readonly ScheddName[], { name }: Fact): boolean => names.some((known) => known === name);

/**
 * Sorts the schedd's lines about ALIVE by connection. Some name the startd's address, some do not (`IO:`, the unknown claim,
 * the handler's return): those belong to the handler in which they fit.
 */
export class ScheddAlive {
  #open: Exchange[] = [];
  readonly #payloads = new PayloadReady();
  /** Handlers of other commands that have been called and have not returned. */
  #others = 0;
  /** The last failed read on a connection of another command: an `IO:` line may be about it. */
  #foreignFailure: ScheddFact | null = null;
  /** Failed reads that are no known handler's: without D_COMMAND no handler is known. */
  readonly #unclaimed = new IoLines();
  /** A refusal that was the last line, without the lines of its handler: a write that fails next is that of its answer. */
  #justRefused: Exchange | null = null;
  readonly #log: LogProfile;
  readonly #onExchange: (exchange: Exchange) => void;

  /** @param onExchange called with each ALIVE once all its lines have been seen */
  constructor(log: LogProfile, onExchange: (exchange: Exchange) => void) {
    this.#log = log;
    this.#onExchange = onExchange;
  }

  take(fact: ScheddFact): void {
    this.#closeOld(fact);
    if (!isWrite(fact)) this.#justRefused = null;
    if (fact.name === 'command-received') this.#begin(fact);
    else if (fact.name === 'payload-ready') this.#payloads.ready(fact.line.at);
    else if (fact.name === 'handler-called') this.#called(fact);
    else if (fact.name === 'other-handler-called') this.#otherCalled(fact);
    else if (fact.name === 'other-handler-returned') this.#others = Math.max(0, this.#others - 1);
    else if (fact.name === 'payload-deadline') this.#payloadExpired(fact);
    else if (isOneOf(ENDS_UNCALLED, fact)) this.#endedUncalled(fact);
    else if (isRefusal(fact.name)) this.#unknown(fact);
    else if (fact.name === 'handler-returned') this.#returned(fact);
    else this.#io(fact);
  }

  /** The log is at its end, or the schedd has gone. */
  finish(): void {
    for (const exchange of this.#open) this.#close(exchange);
    this.#others = 0;
  }

  #begin(fact: ScheddFact): Exchange {
    const exchange = newExchange(ownOrNull(addressOf(fact.params['peer'])), this.#log);
    exchange.facts.push(fact);
    return this.#follow(exchange);
  }

  #follow(exchange: Exchange): Exchange {
    this.#open.push(exchange);
    if (this.#open.length > MOST_OPEN) this.#close(this.#open[0] as Exchange);
    return exchange;
  }

  #called(fact: ScheddFact): void {
    const peer = addressOf(fact.params['peer']);
    const waiting = this.#open.filter((exchange) => !exchange.called && isSame(exchange.peer, peer));
    const exchange = waiting.at(-1);
    exchange?.facts.push(fact);
    (exchange ?? this.#begin(fact)).called = true;
    this.#payloads.called(fact.line.at);
  }

  #otherCalled({ line }: ScheddFact): void {
    this.#payloads.called(line.at);
    this.#others += 1;
  }

  #payloadExpired(fact: ScheddFact): void {
    this.#payloads.expired(fact.line.at);
    if (fact.params['command'] === ALIVE && !this.#endedUncalled(fact)) this.#close(this.#begin(fact));
  }

  /** Whether it was an ALIVE. */
  #endedUncalled(fact: ScheddFact): boolean {
    const peer = addressOf(fact.params['peer']);
    const exchange = this.#open.findLast((open) => !open.called && peer !== null && open.peer === peer);
    exchange?.facts.push(fact);
    if (exchange) this.#close(exchange);
    return exchange !== undefined;
  }

  /** A failed read or write, of this handler if it names its peer. */
  #io(fact: ScheddFact): void {
    const exchange = isOneOf(BEHIND_READS, fact) ? this.#justFailed(fact) : this.#ofPeer(fact);
    if (!exchange) return this.#isAnswerLost(fact) ? undefined : this.#foreign(fact);
    if (exchange.facts.length < MOST_LINES) exchange.facts.push(fact);
    if (isOneOf(FAILED_READS, fact) || isOneOf(BEHIND_READS, fact)) exchange.readFailed = true;
    if (isWrite(fact)) exchange.writeFailed = true;
  }

  /** Whether a write that failed was that of an answer which is known by its refusal alone. */
  #isAnswerLost(fact: ScheddFact): boolean {
    const exchange = this.#justRefused;
    this.#justRefused = null;
    if (!exchange || !isWrite(fact) || !isBehind(exchange.facts.at(-1) ?? null, fact)) return false;
    if (!isSame(exchange.peer, addressOf(fact.params['peer']))) return false;
    exchange.facts.push(fact);
    exchange.writeFailed = true;
    return true;
  }

  #ofPeer(fact: ScheddFact): Exchange | undefined {
    const peer = addressOf(fact.params['peer']);
    const running = this.#open.filter(({ called, returned }) => called && !returned);
    if (peer !== null) {
      return running.findLast((open) => open.peer === peer) ?? running.findLast((open) => open.peer === null);
    }
    return this.#others === 0 ? running.at(-1) : undefined;
  }

  /** Another command's connection: the `IO:` line behind a failed read is about it as well. */
  #foreign(fact: ScheddFact): void {
    this.#unclaimed.take(fact);
    this.#foreignFailure = isOneOf(FAILED_READS, fact) ? fact : null;
  }

  /** The handler of which a read has just failed; without D_FULLDEBUG a close is told by the lost body alone. */
  #justFailed(fact: ScheddFact): Exchange | undefined {
    const running = this.#open.filter(({ called, returned }) => called && !returned);
    const failed = running.findLast(({ facts }) => isOneOf(FAILED_READS, facts.at(-1) as Fact));
    if (failed || isBehind(this.#foreignFailure, fact) || fact.name === 'header-eof') return failed;
    return this.#others === 0 && running.length === 1 ? running[0] : undefined;
  }

  /** A refusal that names no claim is that of a failed read; one that does is that of a handler without. */
  #unknown(fact: ScheddFact): void {
    const claim = claimNamed(fact);
    const fits = (exchange: Exchange) =>
      exchange.called && exchange.unknown === null && exchange.readFailed === (claim === '');
    const fitting = this.#open.filter(fits);
    const fromThere = fitting.filter(({ peer }) => peer !== null && hostsOf(claim).includes(hostOf(peer)));
    const candidates = fromThere.length > 0 ? fromThere : fitting;
    const exchange =
      candidates.findLast(({ returned }) => !returned) ??
      candidates.at(-1) ??
      this.#open.findLast((open) => claim === '' && open.called && !open.returned && open.unknown === null) ??
      this.#alone(fact);
    exchange.facts.push(fact);
    exchange.unknown = own(claim);
    if (!exchange.called) this.#justRefused = exchange;
  }

  /**
   * A refusal without the lines of its handler: D_COMMAND is not on. A read that failed just before is this handler's; of
   * several, at different hosts, it is not known which, for lines of one second are not relied upon to be in order.
   */
  #alone(refusal: ScheddFact): Exchange {
    const reads = claimNamed(refusal) === '' ? this.#unclaimed.failedReads(refusal) : [];
    const peers = [...new Set(reads.flatMap(({ params }) => ownOrNull(addressOf(params['peer'])) ?? []))];
    const isKnown = new Set(peers.map(hostOf)).size <= 1;
    const exchange = newExchange(isKnown ? (peers.at(-1) ?? null) : null, this.#log, peers);
    if (isKnown && reads.length > 0) {
      const read = this.#unclaimed.lastFailedRead(refusal) as readonly ScheddFact[];
      exchange.facts.push(...read);
      this.#unclaimed.drop(read);
    }
    exchange.readFailed = reads.length > 0;
    return this.#follow(exchange);
  }

  #returned(fact: ScheddFact): void {
    const running = this.#open.filter(({ called, returned }) => called && !returned);
    const done = running.findLast(({ unknown }) => unknown !== null) ?? running.findLast((open) => open.readFailed);
    const exchange = done ?? running.at(-1);
    if (!exchange) return;
    exchange.facts.push(fact);
    exchange.returned = true;
  }

  /** Hands over what has ended before this second, and what must have. */
  #closeOld({ line }: ScheddFact): void {
    const isOver = ({ facts, called, returned }: Exchange) => {
      const age = secondsBetween((facts.at(-1) as Fact).line.at, line.at);
      if (called && returned) return age > SAME_TIME;
      return age > (called ? LONGEST_HANDLER : LONGEST_WAIT);
    };
    for (const exchange of this.#open.filter(isOver)) this.#close(exchange);
  }

  #close(exchange: Exchange): void {
    this.#open = this.#open.filter((open) => open !== exchange);
    const called = exchange.facts.find(({ name }) => name === 'handler-called');
    exchange.waitedForPayload = called !== undefined && this.#payloads.allWaited(called.line.at);
    exchange.facts = exchange.facts.map(kept);
    this.#onExchange(exchange);
  }
}

/** Whether a line tells what came of a failed read. */
const isBehind = (failure: ScheddFact | null, { line }: ScheddFact): boolean =>
  failure !== null && Math.abs(secondsBetween(failure.line.at, line.at)) <= SAME_TIME;

const isWrite = ({ name }: ScheddFact): boolean => name === 'write-closed' || name === 'write-failed';

/** Where an address is blanked or cut, it is taken for any. */
const isSame = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;

/** `#...` is what publicClaimId() makes of NULL. */
const claimNamed = ({ name, params }: ScheddFact): string => (name === 'unknown-nobody' ? '' : (params['claim'] ?? ''));
