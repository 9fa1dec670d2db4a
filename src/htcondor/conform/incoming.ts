import type { MessageDecoder } from '../../../machines/condor-io/alive-message.ts';
import type { PacketReader, Received } from '../../../machines/condor-io/cedar.ts';
import type { Message } from '../../checker/system/message.ts';
import { bodyEvent, CLOSED, eventOf, PEEKED, SELECTED } from './events.ts';

/** How the incoming direction has ended: by a FIN, after which the client may still listen, an RST, or a close for good. */
export type End = 'fin' | 'rst' | 'close';

/** What the kernel and the codec answer to the machines about what has arrived on a connection, byte for byte. */
export class Incoming {
  /** How the stream ends behind the bytes that have arrived. */
  ended: End | null = null;
  readonly reader: PacketReader;
  readonly #decoder: MessageDecoder;
  readonly #decoded: (message: ReturnType<MessageDecoder['first']>, body: Uint8Array) => void;
  #messages = 0;

  /** `decoded` is told of every whole message. */
  constructor(
    reader: PacketReader,
    decoder: MessageDecoder,
    decoded: (message: ReturnType<MessageDecoder['first']>, body: Uint8Array) => void = () => {},
  ) {
    this.reader = reader;
    this.#decoder = decoder;
    this.#decoded = decoded;
  }

  get isReadable(): boolean {
    return this.reader.unread > 0 || this.ended !== null;
  }

  /** The answer to select(), recv(), and recv(MSG_PEEK); null to anything else. */
  answer(message: Message): Message | null {
    if (message.type === 'SELECT') return SELECTED[this.isReadable ? 1 : 0];
    if (message.type === 'PEEK') return PEEKED[this.#peek()];
    return message.type === 'RECV' ? this.#receive(message) : null;
  }

  #peek(): keyof typeof PEEKED {
    if (this.reader.unread > 0) return 'bytes';
    return this.ended ? 'end' : 'nothing';
  }

  #receive(message: Message): Message {
    if (this.reader.unread === 0 && this.ended) return CLOSED[this.ended === 'rst' ? 'rst' : 'fin'];
    return this.#event(
      message['part'] === 'header' ? this.reader.header(message['start'] === true) : this.reader.body(),
    );
  }

  #event(received: Received): Message {
    if (received.type !== 'MESSAGE') return eventOf(received.type, 'fault' in received ? received.fault : null);
    const items = this.#messages++ === 0 ? this.#decoder.first(received.body) : this.#decoder.payload(received.body);
    this.#decoded(items, received.body);
    return bodyEvent(items);
  }
}
