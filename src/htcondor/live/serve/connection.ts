import {
  DC_AUTHENTICATE,
  encodeAnswers,
  encodeSidNotFound,
  MessageDecoder,
  resumptionIn,
} from '../../../../machines/condor-io/alive-message.ts';
import { encodeInt, encodeMessage, LARGEST_PACKET, PacketReader } from '../../../../machines/condor-io/cedar.ts';
import type { Handshake, Item, Message as Items } from '../../../../machines/vocabulary.ts';
import type { ComponentSpec } from '../../../checker/index.ts';
import type { Message } from '../../../checker/system/message.ts';
import { ACCEPT, DEADLINE, READABLE, SELECT, SEND_FAILED, SENT, TIMEOUT } from '../../conform/events.ts';
import { Incoming } from '../../conform/incoming.ts';
import { Actors, type Delivered } from './actors.ts';
import { CONDOR_READ, DAEMON_CORE, LiveClock, SOCK } from './live-clock.ts';
import { headerWords, publicClaimId } from './log.ts';
import type { MatchRecords } from './records.ts';
import type { Sessions } from './sessions.ts';
import type { Time } from '../time.ts';

const INCOMING = 'first.toSchedd';
const ENVIRONMENT = 'environment';
const MATCH_RECORD = 'matchRecord';

/** What a connection needs of the server, and of the socket that it is. */
export interface Surroundings {
  readonly components: readonly ComponentSpec[];
  readonly records: MatchRecords;
  readonly sessions: Sessions;
  readonly time: Time;
  /** How the client is called in the log. */
  readonly peer: string;
  /** The session that it is given if it asks for one. */
  readonly sid: string;
  readonly print: (text: string) => void;
  /** send(); whether the kernel takes the bytes. */
  readonly write: (bytes: Uint8Array) => boolean;
  /** It has read of what had arrived. */
  readonly taken: () => void;
  readonly closed: () => void;
}

/** One connection of a client: the schedd's machines as live actors, and what the kernel and the codec answer to them. */
export class Connection {
  readonly peer: string;
  readonly #surroundings: Surroundings;
  readonly #actors: Actors;
  readonly #clock: LiveClock;
  readonly #incoming: Incoming;
  #isAccepted = false;
  #isClosed = false;
  /** The claim id that was read last. */
  #claimId: Uint8Array | null = null;
  /** The ads that the client still waits for. */
  #answers: readonly Uint8Array[] = [];
  #writes = 0;

  constructor(surroundings: Surroundings) {
    const { peer, components, records, time } = surroundings;
    this.peer = peer;
    this.#surroundings = surroundings;
    const decoder = new MessageDecoder((claimId) => {
      this.#claimId = claimId;
      return records.has(textOf(claimId));
    });
    const reader = new PacketReader(new Uint8Array(), LARGEST_PACKET.HEAD);
    this.#incoming = new Incoming(reader, decoder, (items, body) => this.#decoded(items, body));
    this.#actors = new Actors(components, {
      elsewhere: (delivered) => this.#elsewhere(delivered),
      print: (text) => surroundings.print(this.#filledIn(text)),
      before: (name, message) => this.#clock.before(name, message),
    });
    this.#clock = new LiveClock(this.#actors, time);
  }

  /** How many bytes of the client it keeps. */
  get held(): number {
    return this.#incoming.reader.held;
  }

  get unread(): number {
    return this.#incoming.reader.unread;
  }

  /** A read waits, and with it the whole daemon. */
  get isBlocking(): boolean {
    return !this.#isClosed && this.#actors.snapshot(SOCK).hasTag('blocking');
  }

  /** DaemonCore's event loop has something to do for it. */
  get isDue(): boolean {
    if (this.#isClosed) return false;
    return !this.#isAccepted || (this.#incoming.isReadable && this.#actors.snapshot(DAEMON_CORE).can(SELECT));
  }

  /** Whether what DaemonCore will do for it may have to wait for the client. */
  get mayBlock(): boolean {
    const { reader, ended } = this.#incoming;
    if (!this.#isAccepted || ended) return false;
    const isFirst = this.#actors.snapshot(DAEMON_CORE).value === 'waitingForCommand';
    return !reader.holds(isFirst && reader.nextInt() === DC_AUTHENTICATE ? 2 : 1);
  }

  /** When it has to do something though nothing arrives; Infinity if never. */
  get dueAt(): number {
    return this.#isClosed || !this.#isAccepted ? Infinity : this.#clock.dueAt;
  }

  arrived(bytes: Uint8Array): void {
    this.#incoming.reader.append(bytes);
  }

  ended(by: 'fin' | 'rst'): void {
    if (this.#incoming.ended !== 'rst') this.#incoming.ended = by;
  }

  /** The event loop comes round to it. */
  select(): void {
    const isNew = !this.#isAccepted;
    this.#isAccepted = true;
    this.#tell(DAEMON_CORE, isNew ? ACCEPT : SELECT);
  }

  /** Something has arrived for a read that waits. */
  readable(): void {
    this.#tell(CONDOR_READ, READABLE);
  }

  /** The time is over for which it waits. */
  due(): void {
    if (this.isBlocking) this.#tell(CONDOR_READ, TIMEOUT);
    else this.#tell(DAEMON_CORE, DEADLINE);
  }

  /** Takes it away, whatever the machines are at. */
  drop(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#actors.stop();
    this.#surroundings.closed();
  }

  #tell(to: string, message: Message): void {
    if (!this.#isClosed) this.#actors.deliver({ to, message, sender: ENVIRONMENT });
  }

  #decoded(items: Items, body: Uint8Array): void {
    const [first] = items;
    if (first?.kind === 'command') this.#begins(first.handshake ?? null, body);
    if (first?.kind === 'nullString') this.#claimId = null;
  }

  /** A session is resumed or given; without one that is in the cache the connection is over (DaemonCommandProtocol::Authenticate()). */
  #begins(handshake: Handshake | null, body: Uint8Array): void {
    const { sessions, sid, write } = this.#surroundings;
    const resumed = resumptionIn(body);
    if (resumed && !sessions.resume(resumed, this.peer)) {
      if (handshake === 'resume response') write(encodeSidNotFound());
      return this.drop();
    }
    if (handshake === 'new session') sessions.give(sid);
    if (handshake) this.#answers = encodeAnswers(handshake, sid);
  }

  /** Messages to the network, and to what all connections share. */
  #elsewhere({ to, message, sender }: Delivered): void {
    if (to === MATCH_RECORD) {
      const claimId = this.#claimId && textOf(this.#claimId);
      this.#surroundings.records.ask(claimId, { to, message, sender }, (answer) => this.#actors.deliver(answer));
      return;
    }
    if (message.type === 'PEEK') this.#writes = this.#nextWrite().length;
    const answer = message.type === 'SEND' ? this.#send(message['items'] as Items) : this.#incoming.answer(message);
    if (message.type === 'RECV') this.#surroundings.taken();
    if (this.#isClosed) return;
    if (answer) this.#actors.deliver({ to: sender, message: answer, sender: INCOMING });
    else if (message.type === 'READER_CLOSED') this.drop();
  }

  #nextWrite(): Uint8Array {
    const { outgoing } = this.#actors.snapshot(SOCK).context as { outgoing: Items };
    return this.#encode(outgoing[0]);
  }

  #encode(item: Item | undefined): Uint8Array {
    if (item?.kind === 'int') return encodeMessage(encodeInt(item.value));
    return this.#answers[0] ?? new Uint8Array();
  }

  #send([item]: Items): Message {
    const bytes = this.#encode(item);
    if (item?.kind === 'ad') this.#answers = this.#answers.slice(1);
    return this.#incoming.ended !== 'rst' && this.#surroundings.write(bytes) ? SENT : SEND_FAILED;
  }

  /** A line of the machines, with what they do not know. */
  #filledIn(text: string): string {
    const { size, header } = this.#incoming.reader.part;
    const refused = headerWords(header);
    const length = text.includes('{header}') ? refused.length : text.includes('condor_write') ? this.#writes : size;
    const known: Readonly<Record<string, string>> = {
      '{peer}': this.peer,
      '{claim}': publicClaimId(this.#claimId),
      '{length}': String(length),
      '{header}': refused.header,
      '{end}': refused.end,
    };
    // All at once: what a client has sent is no pattern, and no place for something else.
    return text.replace(/\{(?:peer|claim|length|header|end)\}/g, (place) => known[place] as string);
  }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
