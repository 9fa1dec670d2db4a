import { FRAGMENTS, type Item, type Packet } from '../../machines/vocabulary.ts';
import {
  type Carried,
  type CarriedKind,
  type Carrier,
  type ComponentSpec,
  isIn,
  type Occurrence,
  type SystemSpec,
} from '../../src/checker/index.ts';

/** What machines/condor-io/stream.ts remembers. Positions count fragments. */
interface StreamContext {
  readonly packets: readonly Packet[];
  readonly end: number;
  readonly arrived: number;
}

/** One direction of a TCP connection carries packets, and the connection's beginning and end. */
const streamCarrier: Carrier = {
  machine: 'stream',
  read: (component, system) => {
    const stream = new StreamReader(component, system);
    return (occurrence) => stream.read(occurrence);
  },
};

/** How the machines that carry messages are read. */
export const CARRIERS: readonly Carrier[] = [streamCarrier];

class StreamReader {
  readonly #name: string;
  readonly #from: string;
  readonly #to: string;
  #count = 0;
  /** The packets that the stream remembers, in their order; null for one that has arrived or is lost. */
  #packets: (string | null)[] = [];
  /** The FIN and the RST that are under way, by the state in which they are. */
  readonly #ends = new Map<string, string>();

  /** A direction goes from the component that reads the other direction to the one that reads this direction. */
  constructor({ name, ports }: ComponentSpec, { components }: SystemSpec) {
    const reverse = components.find((other) => other.name === ports?.['reverse']);
    this.#name = name;
    this.#from = reverse?.ports?.['reader'] ?? name;
    this.#to = ports?.['reader'] ?? name;
  }

  read(occurrence: Occurrence): Carried[] {
    return [
      ...this.#connected(occurrence),
      ...this.#written(occurrence),
      ...this.#packetsAfter(occurrence),
      ...this.#endAfter(occurrence, 'connected.finSent', 'connected.finArrived', () => this.#sent('close', 'FIN')),
      ...this.#resetAt(occurrence),
      ...this.#endAfter(occurrence, 'connected.resetSent', 'connected.reset', () =>
        this.#sent('reset', 'RST', this.#name),
      ),
    ];
  }

  #sent(kind: CarriedKind, text: string, from = this.#from): Carried {
    return { what: 'sent', id: `${(this.#count += 1)}`, kind, from, to: this.#to, text };
  }

  #connected({ event, from }: Occurrence): Carried[] {
    if (event.type !== 'OPEN' || !isIn(from.snapshot, 'free')) return [];
    const connect = this.#sent('open', 'connect');
    return [connect, { what: 'arrived', id: connect.id }];
  }

  /** The kernel takes a packet even where the reader has closed, or where the connection is about to be reset. */
  #written({ event, from, to, sends }: Occurrence): Carried[] {
    if (event.type !== 'SEND' || !sends.some(({ message }) => message.type === 'SENT')) return [];
    const packet = this.#sent('data', packetText(event as unknown as Packet));
    if (contextOf(to).packets.length > contextOf(from).packets.length) {
      this.#packets.push(packet.id);
      return [packet];
    }
    return [packet, lost(packet.id, hasReaderClosed(to))];
  }

  /** A reader that closes forgets all packets. Any other end of a connection cuts the stream at what has arrived. */
  #packetsAfter({ from, to }: Occurrence): Carried[] {
    const before = contextOf(from).arrived;
    const { packets, arrived, end } = contextOf(to);
    const isForgotten = packets.length < contextOf(from).packets.length;
    const carried = this.#packets.flatMap((id, place): Carried[] => {
      const start = place * FRAGMENTS.length;
      const whole = start + FRAGMENTS.length;
      if (id === null) return [];
      if (arrived >= whole || isForgotten || end < whole) {
        this.#packets[place] = null;
        return [arrived >= whole ? { what: 'arrived', id } : lost(id, isForgotten)];
      }
      if (arrived === before || arrived <= start) return [];
      return [{ what: 'arrived', id, upTo: FRAGMENTS[arrived - start - 1] as string }];
    });
    if (packets.length === 0) this.#packets = [];
    return carried;
  }

  /** The network resets both directions: one reader learns of it at once, for the other reader the RST is under way. */
  #resetAt({ event, from }: Occurrence): Carried[] {
    if (event.type !== 'RST' || isIn(from.snapshot, 'connected.readerGone')) return [];
    const rst = this.#sent('reset', 'RST', this.#name);
    return [rst, { what: 'arrived', id: rst.id }];
  }

  /** The end of a connection is under way as long as the stream is in a state. */
  #endAfter({ to }: Occurrence, underWay: string, arrived: string, newEnd: () => Carried): Carried[] {
    const isUnderWay = isIn(to.snapshot, underWay);
    const id = this.#ends.get(underWay);
    if (isUnderWay === (id !== undefined)) return [];
    if (id === undefined) {
      const end = newEnd();
      this.#ends.set(underWay, end.id);
      return [end];
    }
    this.#ends.delete(underWay);
    if (isIn(to.snapshot, arrived) && !hasReaderClosed(to)) return [{ what: 'arrived', id }];
    return [lost(id, hasReaderClosed(to))];
  }
}

const hasReaderClosed = ({ snapshot }: Occurrence['to']): boolean =>
  ['free', 'connected.readerGone', 'connected.reset.readerClosed'].some((path) => isIn(snapshot, path));

const contextOf = ({ snapshot }: Occurrence['from']) => snapshot.context as StreamContext;

/** Where the reader has closed, a message is too late; elsewhere it is lost on its way. */
const lost = (id: string, isTooLate: boolean): Carried => ({ what: 'lost', id, why: isTooLate ? 'too late' : 'lost' });

const NAMES = {
  claimId: 'claim id',
  otherClaimId: "another claim's id",
  nullString: 'NULL string',
  ad: 'ad',
  unterminated: 'string without its NUL',
  cutShort: 'item cut short',
  junk: 'junk',
} as const satisfies Partial<Record<Item['kind'], string>>;

function itemText(item: Item): string {
  if (item.kind === 'command') return item.name;
  if (item.kind !== 'int') return NAMES[item.kind];
  return item.badPad ? `${item.value}, badly padded` : String(item.value);
}

/** What a packet carries, as the label of an arrow. */
function packetText({ items, more, fault, stray }: Packet): string {
  if (stray) return 'stray bytes';
  if (fault) return `a header that is ${fault}`;
  const text = items.map(itemText).join(', ') || 'an empty packet';
  return more ? `${text}, more follows` : text;
}
