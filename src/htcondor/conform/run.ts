import type { MessageDecoder } from '../../../machines/condor-io/alive-message.ts';
import { LARGEST_PACKET, PacketReader } from '../../../machines/condor-io/cedar.ts';
import { COMMAND_DEADLINE, givenUpAfter, PAYLOAD_DEADLINE } from '../../../machines/daemon-core/daemon-core.ts';
import type { Message as Items } from '../../../machines/vocabulary.ts';
import { ModelError } from '../../checker/errors.ts';
import type { Message } from '../../checker/system/message.ts';
import type { LocalState } from '../../checker/system/table/table.ts';
import { Clock } from './clock.ts';
import { INCOMING, OUTGOING } from './daemon.ts';
import { ACCEPT, DEADLINE, READABLE, SELECT, SEND_FAILED, SENT, TIMEOUT } from './events.ts';
import { Incoming } from './incoming.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Occurrence } from './occurrence.ts';
import { Reading } from './reading.ts';
import { CONDOR_READ, DAEMON_CORE, HANDLER, type Schedd, SOCK } from './schedd.ts';
import { type Arrival, type Schedule, SECOND } from './schedule.ts';

const ENVIRONMENT = -9;

/** More than this between two arrivals is an endless exchange. */
const MAX_ROUNDS = 1000;

/**
 * One connection of a client with the schedd, byte by byte: the network, the clock and the client are played here; what
 * the schedd does is its machines' alone.
 */
export class Run {
  readonly states: LocalState[];
  readonly clock: Clock;
  readonly #schedd: Schedd;
  readonly #schedule: Schedule;
  readonly #incoming: Incoming;
  readonly #reading: Reading;
  readonly #watch: ((occurrence: Occurrence) => void) | null;
  readonly #arrivals: Arrival[];
  /** How long DaemonCore waits, in seconds. */
  readonly #waits: { readonly command: number; readonly payload: number };
  #now = 0;
  #connectedAt = Infinity;
  #acceptedAt = Infinity;
  /** Since when it waits for the payload. */
  #waitsSince = Infinity;
  /** What the environment has done since the last arrival. */
  #rounds = 0;
  #closedAt = Infinity;
  #reply: number | null = null;
  #repliedAt = Infinity;
  #unknownClaimLogged = false;
  #getSecret: boolean | null = null;
  #handlerCalled = false;

  constructor(
    schedd: Schedd,
    schedule: Schedule,
    decoder: MessageDecoder,
    phase: number,
    watch: ((occurrence: Occurrence) => void) | null = null,
    clock?: Clock,
  ) {
    this.#schedd = schedd;
    this.states = [...schedd.initial];
    this.#schedule = schedule;
    this.#arrivals = [...schedule.arrivals];
    this.#incoming = new Incoming(new PacketReader(schedule.bytes, LARGEST_PACKET.HEAD), decoder);
    this.clock =
      clock ??
      new Clock(
        phase,
        schedule.arrivals.map(({ at }) => at),
      );
    this.#reading = new Reading(schedd, CONDOR_READ, this.clock);
    this.#watch = watch;
    const { commandRead } = schedd.build;
    this.#waits = givenUpAfter({ command: COMMAND_DEADLINE[commandRead], payload: PAYLOAD_DEADLINE }, commandRead);
  }

  outcome(): Outcome {
    while (!this.isClosed) {
      const at = Math.min(this.nextArrival, this.nextTimer);
      if (at === Infinity) throw new ModelError(`${this.#schedule.end}: the schedd waits for ever`);
      if (this.nextTimer <= this.nextArrival) this.fire(at);
      else {
        this.land();
        this.wake(at);
      }
    }
    return this.#observed();
  }

  get isClosed(): boolean {
    return this.#closedAt < Infinity;
  }

  /** When the schedd has closed the connection; Infinity while it has not. */
  get closedAt(): number {
    return this.#closedAt;
  }

  /** The reply that the client has seen, and when. */
  get reply(): { readonly value: number; readonly at: number } | null {
    return this.#reply === null ? null : { value: this.#reply, at: this.#repliedAt };
  }

  /** Whether a read of this connection blocks the schedd. */
  get isBlocking(): boolean {
    return !this.isClosed && (this.states[SOCK] as LocalState).blocking;
  }

  /** When something arrives next. */
  get nextArrival(): number {
    return this.#arrivals[0]?.at ?? Infinity;
  }

  /** When the read under way times out, or DaemonCore gives up waiting. */
  get nextTimer(): number {
    return Math.min(this.#readEnds, this.#deadline);
  }

  /** What is next arrives at the schedd's host; the schedd need not notice. */
  land(): void {
    const { at, arrived, ends } = this.#arrivals.shift() as Arrival;
    if (this.#incoming.reader.arrived === 0) this.#connectedAt = at;
    this.#incoming.reader.arrived = arrived;
    this.#rounds = 0;
    this.#incoming.ended = ends;
  }

  /** The schedd runs, and finds what has arrived. */
  wake(at: number): void {
    this.#now = at;
    if (this.#connectedAt === Infinity) return;
    if (this.#acceptedAt === Infinity) {
      this.#acceptedAt = at;
      this.#deliver(DAEMON_CORE, ACCEPT, ENVIRONMENT);
    } else this.#deliver(this.#readEnds < Infinity ? CONDOR_READ : SOCK, READABLE, ENVIRONMENT);
    this.#settle();
  }

  /** Time is up for what is due next. */
  fire(at: number): void {
    this.#now = at;
    if (this.#readEnds <= this.#deadline) this.#deliver(CONDOR_READ, TIMEOUT, ENVIRONMENT);
    else this.#deliver(DAEMON_CORE, DEADLINE, ENVIRONMENT);
    this.#settle();
  }

  #observed(): Outcome {
    const { end, patienceEnds } = this.#schedule;
    return outcome(
      this.#reply,
      end === 'rst' ? 'reset by the client' : this.#closedAt < patienceEnds ? 'closed' : 'open after 3 s',
      this.#unknownClaimLogged,
      this.#getSecret,
      this.#handlerCalled,
    );
  }

  /** When DaemonCore gives up waiting for the command or for the payload. */
  get #deadline(): number {
    const waits = (this.states[DAEMON_CORE] as LocalState).snapshot.value;
    if (waits === 'waitingForCommand') return this.#acceptedAt + this.#waits.command * SECOND;
    if (waits === 'waitingForPayload') return this.#waitsSince + this.#waits.payload * SECOND;
    return Infinity;
  }

  /** When the read under way times out. While none waits, a ReliSock hears itself of what arrives, as it does without a clock. */
  get #readEnds(): number {
    return this.#reading.ends(this.states[CONDOR_READ] as LocalState);
  }

  /** What follows at the same moment: DaemonCore comes round to select(), unless a read blocks it. */
  #settle(): void {
    while (this.#closedAt === Infinity && !(this.states[SOCK] as LocalState).blocking) {
      const polls = this.#schedd.reaction(DAEMON_CORE, this.states[DAEMON_CORE] as LocalState, SELECT) !== null;
      if (!polls || !this.#incoming.isReadable) return;
      this.#deliver(DAEMON_CORE, SELECT, ENVIRONMENT);
    }
  }

  #deliver(component: number, event: Message, sender: number): void {
    if (sender === ENVIRONMENT && ++this.#rounds > MAX_ROUNDS) throw new ModelError('an endless exchange of messages');
    if (component < 0) return this.#network(component, event, sender);
    const from = this.#stateFor(component, event);
    const reaction = this.#schedd.reaction(component, from, event);
    if (!reaction) {
      throw new ModelError(
        `${this.#schedd.names[component]} has no transition for ${event.type} in ${JSON.stringify(from.snapshot.value)}`,
      );
    }
    this.states[component] = reaction.to;
    if (component === DAEMON_CORE && reaction.to !== from) this.#waitsSince = this.#now;
    if (component === HANDLER) this.#observeHandler(event, reaction.prints);
    if (this.#watch) this.#tell(component, event, sender, from, reaction.prints);
    for (const { target, message } of reaction.sends) {
      const to = this.#schedd.resolve(target, sender);
      if (to < 0) this.#network(to, message, component);
      else this.#deliver(to, message, component);
    }
  }

  #stateFor(component: number, event: Message): LocalState {
    const state = this.states[component] as LocalState;
    return component === CONDOR_READ ? this.#reading.at(this.#now, state, event) : state;
  }

  #observeHandler(event: Message, prints: readonly string[]): void {
    if (event.type === 'CALL') this.#handlerCalled = true;
    else if (event.type === 'GOT') this.#getSecret = true;
    else if (event.type === 'GET_FAILED') this.#getSecret = false;
    if (prints.some((line) => line.includes('unknown claimid'))) this.#unknownClaimLogged = true;
  }

  #tell(component: number, event: Message, sender: number, from: LocalState, prints: readonly string[]): void {
    const { names } = this.#schedd;
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

  /** A message to one of the two directions of the connection. */
  #network(direction: number, message: Message, sender: number): void {
    const answer = this.#incoming.answer(message);
    if (answer) return this.#deliver(sender, answer, INCOMING);
    switch (message.type) {
      case 'SEND':
        return this.#send(message['items'] as Items, sender);
      case 'READER_CLOSED':
        this.#closedAt = this.#now;
        return;
      default:
        if (direction !== INCOMING && direction !== OUTGOING) {
          throw new ModelError(`${message.type} leads nowhere`);
        }
    }
  }

  /** The kernel takes it; the client sees it unless it has closed for good. */
  #send(items: Items, sender: number): void {
    if (this.#incoming.ended === 'rst') return this.#deliver(sender, SEND_FAILED, OUTGOING);
    const [item] = items;
    if (item?.kind === 'int' && this.#incoming.ended !== 'close') {
      this.#reply = item.value;
      this.#repliedAt = this.#now;
    }
    this.#deliver(sender, SENT, OUTGOING);
  }
}
