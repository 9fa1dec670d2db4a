import type { MessageDecoder } from '../../../machines/condor-io/alive-message.ts';
import { LARGEST_PACKET, PacketReader } from '../../../machines/condor-io/cedar.ts';
import { COMMAND_DEADLINE, givenUpAfter, PAYLOAD_DEADLINE } from '../../../machines/daemon-core/daemon-core.ts';
import type { Message as Items } from '../../../machines/vocabulary.ts';
import { ModelError } from '../../checker/errors.ts';
import type { Message } from '../../checker/system/message.ts';
import type { LocalState } from '../../checker/system/table.ts';
import { Clock } from './clock.ts';
import { INCOMING, OUTGOING } from './daemon.ts';
import { ACCEPT, DEADLINE, READABLE, SELECT, SEND_FAILED, SENT, TIMEOUT } from './events.ts';
import { Incoming } from './incoming.ts';
import { type Outcome, outcome } from './outcome.ts';
import { Reading } from './reading.ts';
import { CONDOR_READ, DAEMON_CORE, HANDLER, type Schedd, SOCK } from './schedd.ts';
import { type Arrival, type Schedule, SECOND } from './schedule.ts';

const ENVIRONMENT = -9;

/** More than this between two arrivals is an endless exchange. */
const MAX_ROUNDS = 1000;

/** One transition of a traced run. */
export interface Occurrence {
  readonly at: number;
  readonly component: string;
  readonly sender: string;
  readonly event: Message;
  readonly from: LocalState;
  readonly to: LocalState;
  readonly prints: readonly string[];
}

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
  #now = 0;
  /** What the environment has done since the last arrival. */
  #rounds = 0;
  #closedAt = Infinity;
  #reply: number | null = null;
  #unknownClaimLogged = false;
  #getSecret: boolean | null = null;
  #handlerCalled = false;

  constructor(
    schedd: Schedd,
    schedule: Schedule,
    decoder: MessageDecoder,
    phase: number,
    watch: ((occurrence: Occurrence) => void) | null = null,
  ) {
    this.#schedd = schedd;
    this.states = [...schedd.initial];
    this.#schedule = schedule;
    this.#incoming = new Incoming(new PacketReader(schedule.bytes, LARGEST_PACKET.HEAD), decoder);
    this.clock = new Clock(
      phase,
      schedule.arrivals.map(({ at }) => at),
    );
    this.#reading = new Reading(schedd, CONDOR_READ, this.clock);
    this.#watch = watch;
  }

  outcome(): Outcome {
    const { arrivals } = this.#schedule;
    const { commandRead } = this.#schedd.build;
    const waitFor = givenUpAfter({ command: COMMAND_DEADLINE[commandRead], payload: PAYLOAD_DEADLINE }, commandRead);
    const deadlines = { waitingForCommand: waitFor.command * SECOND, waitingForPayload: Infinity };
    let next = 0;
    while (this.#closedAt === Infinity) {
      const arrival = arrivals[next];
      const waits = this.#daemonCoreState();
      if (waits !== 'waitingForPayload') deadlines.waitingForPayload = Infinity;
      else if (deadlines.waitingForPayload === Infinity) {
        deadlines.waitingForPayload = this.#now + waitFor.payload * SECOND;
      }
      const deadline = waits === 'waitingForCommand' || waits === 'waitingForPayload' ? deadlines[waits] : Infinity;
      const readEnds = this.#readEnds;
      const at = Math.min(arrival?.at ?? Infinity, readEnds, deadline);
      if (at === Infinity) throw new ModelError(`${this.#schedule.end}: the schedd waits for ever`);
      this.#now = at;
      if (at === readEnds) this.#deliver(CONDOR_READ, TIMEOUT, ENVIRONMENT);
      else if (at === deadline) this.#deliver(DAEMON_CORE, DEADLINE, ENVIRONMENT);
      else {
        this.#arrive(arrival as Arrival);
        next++;
      }
      this.#settle();
    }
    return this.#observed();
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

  #daemonCoreState(): unknown {
    return (this.states[DAEMON_CORE] as LocalState).snapshot.value;
  }

  #arrive({ arrived, ends }: Arrival): void {
    const isFirst = this.#incoming.reader.arrived === 0;
    this.#incoming.reader.arrived = arrived;
    this.#rounds = 0;
    this.#incoming.ended = ends;
    if (isFirst) this.#deliver(DAEMON_CORE, ACCEPT, ENVIRONMENT);
    else this.#deliver(this.#readEnds < Infinity ? CONDOR_READ : SOCK, READABLE, ENVIRONMENT);
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
    if (item?.kind === 'int' && this.#incoming.ended !== 'close') this.#reply = item.value;
    this.#deliver(sender, SENT, OUTGOING);
  }
}
