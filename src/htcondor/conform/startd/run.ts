import { decodeReply } from '../../../../machines/condor-io/alive-message.ts';
import { LARGEST_PACKET, PacketReader, type Received } from '../../../../machines/condor-io/cedar.ts';
import { CONNECT_TIMEOUT, RETRY } from '../../../../machines/periods.ts';
import type { Revision } from '../../../../machines/vocabulary.ts';
import { ModelError } from '../../../checker/errors.ts';
import type { Message } from '../../../checker/system/message.ts';
import type { LocalState } from '../../../checker/system/table/table.ts';
import { Clock } from '../clock.ts';
import { type Daemon, INCOMING } from '../daemon.ts';
import { Reading } from '../reading.ts';
import type { Occurrence } from '../occurrence.ts';
import { SECOND } from '../schedule.ts';
import type { ReplyArrival, ReplySchedule, StartdOutcome } from './record.ts';

/** The parts of the startd, by their place in `startdAlone()`, and condor_read() behind them. */
const CLAIM = 0;
const SOCK = 1;
const CONDOR_READ = 2;
const ENVIRONMENT = -9;

/** The job's lease; an ALIVE leaves a third of it after the last renewal. */
const LEASE = 30 * SECOND;
const LEASE_LEFT = LEASE - LEASE / 3;

/** More than this in one run is an endless exchange. */
const MAX_ROUNDS = 1000;

/** What is not known of a run beyond what was done to the reply. */
export interface Circumstances {
  /** Where in the wall clock's second the run begins, in microseconds. */
  readonly phase: number;
  /** How long after its due time the lease ends: timers wait for their turn in the event loop (0 to 0.05 s measured). */
  readonly leaseLate: number;
  /**
   * How long an expired claim is still there to hear a reply, until its starter has gone: Claim::~Claim() cancels the
   * socket. A reply in that time has been seen to be read, and not to be.
   */
  readonly lingers: number;
}

/** How long a startd takes to kill the starter of a claim that goes. */
export const KILLING = 3.2 * SECOND;

/** A startd with an ALIVE in flight, and its schedd's reply byte by byte: network, clock and timers are played here. */
export class StartdRun {
  readonly states: LocalState[];
  readonly clock: Clock;
  readonly #daemon: Daemon;
  readonly #arrivals: readonly ReplyArrival[];
  readonly #circumstances: Circumstances;
  readonly #reader: PacketReader;
  readonly #reading: Reading;
  readonly #watch: ((occurrence: Occurrence) => void) | null;
  #now = 0;
  #ended: 'fin' | 'rst' | null = null;
  #decidedAt: number | null = null;
  #valueRead: number | null = null;
  #removedAt: number | null = null;
  #retryAt = Infinity;
  #hasRetried = false;
  #rounds = 0;

  constructor(
    daemon: Daemon,
    revision: Revision,
    { bytes, arrivals }: ReplySchedule,
    circumstances: Circumstances,
    watch: ((occurrence: Occurrence) => void) | null = null,
  ) {
    this.#daemon = daemon;
    this.states = [...daemon.starts];
    this.#arrivals = arrivals;
    this.#circumstances = circumstances;
    this.#reader = new PacketReader(bytes, LARGEST_PACKET[revision === '2011' ? '2011' : 'HEAD']);
    this.clock = new Clock(
      circumstances.phase,
      arrivals.map(({ at }) => at),
    );
    this.#reading = new Reading(daemon, CONDOR_READ, this.clock);
    this.#watch = watch;
  }

  outcome(): StartdOutcome {
    for (const type of ['REQUEST_CLAIM', 'ALIVE_TIMER', 'ESTABLISHED', 'SELECT']) this.#environment(CLAIM, type);
    const arrivals = [...this.#arrivals];
    while (!this.#isOver) {
      const timer = this.#nextTimer();
      const at = Math.min(arrivals[0]?.at ?? Infinity, timer.at);
      if (at >= this.#lostFrom && this.#removedAt !== null) break;
      if (at === Infinity) throw new ModelError('the startd waits for ever');
      this.#now = Math.max(this.#now, at);
      if (arrivals[0]?.at === at) this.#arrive(arrivals.shift() as ReplyArrival);
      else timer.fire();
      this.#settle();
    }
    return this.#observed();
  }

  get #claim(): LocalState {
    return this.states[CLAIM] as LocalState;
  }

  #takes(type: string): boolean {
    return this.#daemon.reaction(CLAIM, this.#claim, plainEvent(type)) !== null;
  }

  /** A reply was taken and the claim goes on or is gone; or the next ALIVE leaves; or nothing is left that could come. */
  get #isOver(): boolean {
    const isRead = this.#decidedAt !== null && this.#retryAt === Infinity;
    return this.#hasRetried || (isRead && (this.#valueRead !== null || this.#removedAt !== null));
  }

  /** When the expired claim is no longer there to hear anything. */
  get #lostFrom(): number {
    return this.#removedAt === null ? Infinity : this.#removedAt + this.#circumstances.lingers;
  }

  /** What is due next. The startd has one thread: while it reads, its timers wait. */
  #nextTimer(): { at: number; fire: () => void } {
    if ((this.states[SOCK] as LocalState).blocking) {
      return { at: this.#readEnds, fire: () => this.#environment(CONDOR_READ, 'TIMEOUT') };
    }
    const due = (type: string, at: number) => ({
      at: this.#takes(type) ? at : Infinity,
      fire: () => this.#environment(CLAIM, type),
    });
    return [
      due('LEASE_TIMER', LEASE_LEFT + this.#circumstances.leaseLate),
      due('REPLY_DEADLINE', CONNECT_TIMEOUT * SECOND),
      due('ALIVE_TIMER', this.#retryAt),
    ].reduce((soonest, timer) => (timer.at < soonest.at ? timer : soonest));
  }

  #observed(): StartdOutcome {
    return {
      outcome: this.#outcomeText(),
      valueRead: this.#valueRead,
      secondsFromHandlerToDecision: inSeconds(this.#decidedAt),
      claimRemoved: this.#removedAt !== null,
      claimRemovedAfter: inSeconds(this.#removedAt === null ? null : this.#removedAt + KILLING),
      retryAfter: this.#hasRetried ? RETRY : null,
    };
  }

  #outcomeText(): string {
    const { lifecycle } = this.#claim.snapshot.value as { lifecycle: unknown };
    if (lifecycle === 'disowned') return 'claim removed: no longer recognized';
    if (lifecycle === 'leaseExpired') return 'claim removed: lease expired';
    return this.#valueRead === null ? 'response problem' : 'renewed';
  }

  #arrive({ arrived, ends }: ReplyArrival): void {
    this.#reader.arrived = arrived;
    this.#ended = ends;
    this.#environment(this.#readEnds < Infinity ? CONDOR_READ : SOCK, 'READABLE');
  }

  /** When the read under way times out. While none waits, a ReliSock hears itself of what arrives, as it does without a clock. */
  get #readEnds(): number {
    return this.#reading.ends(this.states[CONDOR_READ] as LocalState);
  }

  get #isReadable(): boolean {
    return this.#reader.unread > 0 || this.#ended !== null;
  }

  /** What follows at the same moment: the event loop comes round to select(), unless a read blocks it. */
  #settle(): void {
    while (!(this.states[SOCK] as LocalState).blocking) {
      if (this.#isOver || !this.#takes('SELECT') || !this.#isReadable) return;
      this.#environment(CLAIM, 'SELECT');
    }
  }

  #environment(component: number, type: string): void {
    if (++this.#rounds > MAX_ROUNDS) throw new ModelError('an endless exchange of messages');
    this.#deliver(component, plainEvent(type), ENVIRONMENT);
  }

  #deliver(component: number, event: Message, sender: number): void {
    const state = this.states[component] as LocalState;
    const from = component === CONDOR_READ ? this.#reading.at(this.#now, state, event) : state;
    const reaction = this.#daemon.reaction(component, from, event);
    if (!reaction) {
      const value = JSON.stringify(from.snapshot.value);
      throw new ModelError(`${this.#daemon.names[component]} has no transition for ${event.type} in ${value}`);
    }
    this.states[component] = reaction.to;
    if (component === CLAIM) this.#observe(event, from);
    this.#tell(component, event, sender, from, reaction.prints);
    for (const { target, message } of reaction.sends) {
      const to = this.#daemon.resolve(target, sender);
      if (to < 0) this.#network(message, component);
      else this.#deliver(to, message, component);
    }
  }

  /** What the claim has made of its reply, and what has become of it. */
  #observe(event: Message, from: LocalState): void {
    const { lifecycle } = this.#claim.snapshot.value as { lifecycle: unknown };
    const isGone = lifecycle === 'disowned' || lifecycle === 'leaseExpired';
    if (isGone) this.#removedAt ??= this.#now;
    if (event.type === 'ALIVE_TIMER' && this.#decidedAt !== null) this.#hasRetried = true;
    if (event.type === 'EOM' && event['result'] === true) {
      this.#valueRead = (from.snapshot.context as { reply: number }).reply;
      this.#decidedAt = this.#now;
    } else if (event.type === 'EOM' || event.type === 'GET_FAILED') {
      this.#decidedAt = this.#now;
      this.#retryAt = isGone ? Infinity : this.#retryDue();
    }
  }

  /**
   * Timers are due at whole seconds of time() (timer_manager.cpp); of two that are due in the same one the lease's comes
   * first, for it was set first.
   */
  #retryDue(): number {
    const elapsed = this.clock.secondsBetween(0, this.#now);
    return (elapsed + RETRY) * SECOND < LEASE_LEFT ? this.#now + RETRY * SECOND : Infinity;
  }

  #tell(component: number, event: Message, sender: number, from: LocalState, prints: readonly string[]): void {
    const { names } = this.#daemon;
    this.#watch?.({
      at: this.#now,
      component: names[component] as string,
      sender: names[sender] ?? (sender === ENVIRONMENT ? 'environment' : 'network'),
      event,
      from,
      to: this.states[component] as LocalState,
      prints,
    });
  }

  /** A message to one of the two directions of the connection. The command and the claim id have always got through. */
  #network(message: Message, sender: number): void {
    const answer = (event: Message) => this.#deliver(sender, event, INCOMING);
    switch (message.type) {
      case 'OPEN':
        return answer({ type: 'OPENED' });
      case 'PEEK':
        return answer({ type: 'PEEKED', found: 'nothing' });
      case 'SEND':
        return answer({ type: 'SENT' });
      case 'SELECT':
        return answer({ type: 'SELECTED', readable: this.#isReadable });
      case 'RECV':
        return answer(this.#receive(message));
      case 'READER_CLOSED':
      case 'WRITER_CLOSED':
        return;
      default:
        throw new ModelError(`${message.type} leads nowhere`);
    }
  }

  /** recv() */
  #receive(message: Message): Message {
    if (this.#reader.unread === 0 && this.#ended) return { type: 'CLOSED', by: this.#ended };
    const isHeader = message['part'] === 'header';
    const received = isHeader ? this.#reader.header(message['start'] === true) : this.#reader.body();
    return received.type === 'MESSAGE' ? { type: 'BODY', items: decodeReply(received.body) } : toEvent(received);
  }
}

const inSeconds = (moment: number | null): number | null => (moment === null ? null : moment / SECOND);

/** ReliSock's event; without a fault it has no such field. */
function toEvent(received: Exclude<Received, { type: 'MESSAGE' }>): Message {
  return 'fault' in received && received.fault === null ? plainEvent(received.type) : { ...received };
}

const EVENTS = new Map<string, Message>();

/** Equal events are one object: the tables are asked by object. */
function plainEvent(type: string): Message {
  let event = EVENTS.get(type);
  if (!event) EVENTS.set(type, (event = { type }));
  return event;
}
