import { FRAGMENTS, type Packet } from '../../../machines/vocabulary.ts';
import { isIn } from '../../checker/property/patterns.ts';
import type { Occurrence } from '../../checker/system/compose.ts';
import type { Moment, Sent } from './messages.ts';
import { packetText } from './packet-text.ts';

/** What machines/condor-io/stream.ts remembers; positions count fragments. */
interface StreamContext {
  readonly packets: readonly Packet[];
  readonly end: number;
  readonly arrived: number;
}

/** A message whose fate is not known yet. */
type Draft = { -readonly [K in keyof Sent]: Sent[K] };

const isOpen = ({ arrived, lost }: Draft) => arrived === null && lost === null;

/** Watches the transitions of one stream, and keeps account of what it carries: packets, and the end of the connection. */
export class Carrier {
  readonly messages: Draft[] = [];
  readonly #stream: string;
  readonly #network: string;
  readonly #from: string;
  readonly #to: string;
  /** Those that the stream remembers, by their place in it. */
  #packets: Draft[] = [];
  #fin: Draft | null = null;
  #rst: Draft | null = null;

  constructor(stream: string, network: string, from: string, to: string) {
    this.#stream = stream;
    this.#network = network;
    this.#from = from;
    this.#to = to;
  }

  watch(occurrence: Occurrence, moment: Moment): void {
    if (occurrence.event.type === 'OPEN' && isIn(occurrence.from.snapshot, 'free')) {
      this.#send('connect', 'connect', moment).arrived = moment;
    }
    if (occurrence.event.type === 'SEND') this.#write(occurrence, moment);
    this.#deliver(occurrence, moment);
    this.#endWithFin(occurrence, moment);
    this.#endWithRst(occurrence, moment);
  }

  #send(kind: Sent['kind'], text: string, moment: Moment, from = this.#from): Draft {
    const draft: Draft = {
      stream: this.#stream,
      from,
      to: this.#to,
      kind,
      text,
      sent: moment,
      pieces: [],
      arrived: null,
      lost: null,
    };
    this.messages.push(draft);
    return draft;
  }

  /** What the kernel takes is on its way, or lost at once where nobody is left to read it. */
  #write({ event, from, to, sends }: Occurrence, moment: Moment): void {
    if (!sends.some(({ message }) => message.type === 'SENT')) return;
    const message = this.#send('packet', packetText(event as unknown as Packet), moment);
    const isKept = contextOf(to).packets.length > contextOf(from).packets.length;
    if (isKept) this.#packets.push(message);
    else message.lost = moment;
  }

  #deliver({ from, to }: Occurrence, moment: Moment): void {
    const before = contextOf(from).arrived;
    const { arrived, end, packets } = contextOf(to);
    this.#packets.forEach((message, place) => {
      if (!isOpen(message)) return;
      const last = (place + 1) * FRAGMENTS.length;
      if (arrived >= last) message.arrived = moment;
      else if (end < last) message.lost = moment;
      else if (arrived > before && arrived > last - FRAGMENTS.length) {
        message.pieces = [
          ...message.pieces,
          { ...moment, upTo: FRAGMENTS[(arrived - 1) % FRAGMENTS.length] as string },
        ];
      }
    });
    if (packets.length === 0) this.#packets = [];
  }

  #endWithFin({ from, to }: Occurrence, moment: Moment): void {
    const isUnderWay = isIn(to.snapshot, 'connected.finSent');
    if (isUnderWay) this.#fin ??= this.#send('fin', 'FIN', moment);
    if (isUnderWay || !isIn(from.snapshot, 'connected.finSent')) return;
    this.#fin = settled(this.#fin, isIn(to.snapshot, 'connected.finArrived'), moment);
  }

  /** The network resets both directions: one reader learns of it at once, for the other the RST is under way. */
  #endWithRst({ event, from, to }: Occurrence, moment: Moment): void {
    const hasReader = !isIn(from.snapshot, 'connected.readerGone');
    if (event.type === 'RST' && hasReader) this.#send('rst', 'RST', moment, this.#network).arrived = moment;
    const isUnderWay = isIn(to.snapshot, 'connected.resetSent');
    if (isUnderWay) this.#rst ??= this.#send('rst', 'RST', moment, this.#network);
    if (isUnderWay || !isIn(from.snapshot, 'connected.resetSent')) return;
    this.#rst = settled(this.#rst, event.type === 'DELIVER_RST', moment);
  }
}

const contextOf = ({ snapshot }: Occurrence['from']) => snapshot.context as StreamContext;

/** Says what became of a message; nothing is left under way. */
function settled(message: Draft | null, hasArrived: boolean, moment: Moment): null {
  if (message && hasArrived) message.arrived = moment;
  else if (message) message.lost = moment;
  return null;
}
