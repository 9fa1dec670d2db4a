import { FRAGMENTS, type Item, type Packet } from '../../../machines/vocabulary.ts';
import { type Composition, ENVIRONMENT, type Occurrence } from '../../checker/system/compose.ts';
import type { Trace, TraceStep } from '../../checker/replay/trace.ts';
import { processOf } from '../story/log.ts';

/** What can be seen between and beside the processes of a trace, in the order in which it happens. */
export type WireEvent =
  /** A process writes a line into its log. */
  | { readonly kind: 'print'; readonly process: string; readonly text: string }
  /** Something that arrives at once: a connect(), or what one process makes known to another without a stream. */
  | { readonly kind: 'call'; readonly from: string; readonly to: string; readonly text: string }
  /** A message, or the end of a stream, is handed to the network. */
  | { readonly kind: 'send'; readonly id: string; readonly from: string; readonly text: string }
  /** It arrives; `part` says how far, where that is not the whole of it. */
  | { readonly kind: 'arrival'; readonly id: string; readonly to: string; readonly part: string | null }
  /** It never will: lost with its connection, or nobody is left to read it. */
  | { readonly kind: 'end'; readonly id: string; readonly why: 'lost' | 'too late' }
  /** The connection is reset at this end. */
  | { readonly kind: 'reset'; readonly to: string };

/** The machine of which each direction of a connection is one. */
const STREAM = 'stream';
const NETWORK = 'network';

interface StreamContext {
  readonly packets: readonly Packet[];
  readonly end: number;
  readonly arrived: number;
}

/** What the streams carried in a trace, and what else passed between the processes; a list for each step. */
export function wireEvents(composition: Composition, trace: Trace): WireEvent[][] {
  const wire = new Wire(composition);
  const steps = trace.map((step) => wire.eventsOf(step));
  const arrives = (event: WireEvent) =>
    event.kind !== 'send' ||
    event.text !== FIN ||
    steps.flat().some((other) => other.kind === 'arrival' && other.id === event.id);
  return steps.map((events) => events.filter(arrives));
}

/** The end of a stream, as its reader will find it; drawn only where it arrives. */
const FIN = 'FIN';

class Wire {
  readonly #composition: Composition;
  /** Per stream: how often it has been opened; what it carried before is another message, with another id. */
  readonly #opened = new Map<string, number>();

  constructor(composition: Composition) {
    this.#composition = composition;
  }

  eventsOf(step: TraceStep): WireEvent[] {
    return step.occurrences.flatMap((occurrence) => {
      const prints = occurrence.prints.map((text) => ({
        kind: 'print' as const,
        process: this.#process(occurrence.component),
        text,
      }));
      return [...prints, ...(this.#isStream(occurrence) ? this.#carried(occurrence) : this.#calls(occurrence))];
    });
  }

  /** Messages from process to process that no network comes between. */
  #calls({ component, sends }: Occurrence): WireEvent[] {
    const from = this.#process(component);
    return sends.flatMap(({ to, message }) => {
      const process = this.#process(to);
      return process === from || process === NETWORK ? [] : [{ kind: 'call', from, to: process, text: message.type }];
    });
  }

  #carried(occurrence: Occurrence): WireEvent[] {
    const { component, sender, event, sends } = occurrence;
    const reader = this.#readerOf(component);
    if (event.type === 'OPEN') return this.#connected(occurrence);
    if (event.type === 'RST' && sender === ENVIRONMENT)
      return [...this.#ends(occurrence), { kind: 'reset', to: reader }];
    if (event.type === 'DELIVER_RST') return [{ kind: 'reset', to: reader }];
    if (event.type === 'DELIVER_FIN')
      return [{ kind: 'arrival', id: this.#id(component, FIN), to: reader, part: null }];
    if (event.type === 'SEND' && sends.some(({ message }) => message.type === 'SENT')) return this.#sent(occurrence);
    if (event.type === 'DELIVER') return this.#arrivals(occurrence);
    const closes = event.type === 'WRITER_CLOSED' || event.type === 'WRITER_DIED';
    const fin = { kind: 'send', id: this.#id(component, FIN), from: this.#process(sender), text: FIN } as const;
    return [...this.#ends(occurrence), ...(closes ? [fin] : [])];
  }

  #connected({ component, sender, sends }: Occurrence): WireEvent[] {
    const accept = sends.find(({ message }) => message.type === 'ACCEPT');
    if (!accept) return [];
    for (const stream of [component, this.#portsOf(component)['reverse'] ?? '']) {
      this.#opened.set(stream, (this.#opened.get(stream) ?? 0) + 1);
    }
    return [{ kind: 'call', from: this.#process(sender), to: this.#process(accept.to), text: 'connect' }];
  }

  /** A packet is written; where the stream does not keep it, the kernel has taken it for nothing. */
  #sent({ component, sender, event, from, to }: Occurrence): WireEvent[] {
    const { packets } = to.snapshot.context as StreamContext;
    const isKept = packets.length > (from.snapshot.context as StreamContext).packets.length;
    const id = this.#id(component, isKept ? packets.length - 1 : 'nothing');
    const sent = {
      kind: 'send',
      id,
      from: this.#process(sender),
      text: packetText(event as unknown as Packet),
    } as const;
    return isKept ? [sent] : [sent, { kind: 'end', id, why: 'lost' }];
  }

  #arrivals({ component, from, to }: Occurrence): WireEvent[] {
    const before = (from.snapshot.context as StreamContext).arrived;
    const { arrived, packets } = to.snapshot.context as StreamContext;
    return packets.flatMap((_, i) => {
      const [start, end] = [i * FRAGMENTS.length, (i + 1) * FRAGMENTS.length];
      if (arrived <= start || before >= end) return [];
      const part = arrived < end ? (FRAGMENTS[arrived - start - 1] as string) : null;
      return [{ kind: 'arrival' as const, id: this.#id(component, i), to: this.#readerOf(component), part }];
    });
  }

  /**
   * The packets of which the rest is lost now: the stream is cut at what has arrived, or forgotten by its reader. One that
   * was cut before ends behind the stream's end.
   */
  #ends({ component, from, to }: Occurrence): WireEvent[] {
    const before = from.snapshot.context as StreamContext;
    const after = to.snapshot.context as StreamContext;
    const isForgotten = after.packets.length < before.packets.length;
    if (!isForgotten && after.end >= before.end) return [];
    const why = isForgotten ? 'too late' : 'lost';
    const isUnderWay = (i: number) => {
      const end = (i + 1) * FRAGMENTS.length;
      return end > before.arrived && end <= before.end;
    };
    return [...before.packets.keys()]
      .filter(isUnderWay)
      .map((i) => ({ kind: 'end', id: this.#id(component, i), why }) as const);
  }

  #id(stream: string, what: number | string): string {
    return `${stream} ${this.#opened.get(stream) ?? 0} ${what}`;
  }

  #readerOf(stream: string): string {
    return this.#process(this.#portsOf(stream)['reader'] ?? '');
  }

  #portsOf(component: string): Readonly<Record<string, string>> {
    return this.#composition.components[this.#composition.indexOf(component)]?.spec.ports ?? {};
  }

  #process(component: string): string {
    return component === ENVIRONMENT ? ENVIRONMENT : processOf(this.#composition, component);
  }

  #isStream({ component }: Occurrence): boolean {
    return this.#composition.components[this.#composition.indexOf(component)]?.spec.machine.id === STREAM;
  }
}

const ITEM_TEXT = {
  claimId: 'claim id',
  otherClaimId: 'another claim id',
  nullString: 'NULL',
  ad: 'ad',
  unterminated: 'a string without its NUL',
  cutShort: 'an item cut short',
  junk: 'junk',
} as const satisfies Record<Exclude<Item['kind'], 'command' | 'int'>, string>;

function itemText(item: Item): string {
  if (item.kind === 'command') return item.name;
  if (item.kind === 'int') return item.badPad ? `${item.value}, badly padded` : `${item.value}`;
  return ITEM_TEXT[item.kind];
}

/** What a packet carries, as a reader would say it. */
function packetText({ items, more, fault, stray }: Packet): string {
  if (stray) return 'stray bytes';
  if (fault) return `a header: ${fault}`;
  return [...items.map(itemText), ...(more ? ['more to come'] : [])].join(', ');
}
