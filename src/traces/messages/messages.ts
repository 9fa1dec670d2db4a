import type { Composition, Occurrence } from '../../checker/system/compose.ts';
import type { Trace } from '../../checker/replay/trace.ts';
import { Carrier } from './carrier.ts';

/** When something happened: at which step of a trace, from 1, and at which of its transitions, from 0. */
export interface Moment {
  readonly step: number;
  readonly occurrence: number;
}

/** What one process sent to another: over a connection, where it takes its time or is lost, or directly. */
export interface Sent {
  /** The stream that carries it; null if it is no message of the network's. */
  readonly stream: string | null;
  /** The process that sent it; the network itself for an RST, which it makes up. */
  readonly from: string;
  readonly to: string;
  readonly kind: 'connect' | 'packet' | 'fin' | 'rst' | 'direct';
  readonly text: string;
  readonly sent: Moment;
  /** When some of its bytes arrived, but not yet the last. */
  readonly pieces: readonly Piece[];
  /** When all of it was there. */
  readonly arrived: Moment | null;
  /** When it became certain that it would never be there. With neither it is still under way. */
  readonly lost: Moment | null;
}

interface Piece extends Moment {
  readonly upTo: string;
}

/** Every message between processes, in the order in which they were sent, each with what became of it. */
export function messagesOf(composition: Composition, trace: Trace): Sent[] {
  const carriers = new Map(
    composition.components.flatMap(({ spec }) => {
      const carrier = carrierOf(composition, spec.name);
      return carrier ? [[spec.name, carrier] as const] : [];
    }),
  );
  const direct = trace.flatMap((step, i) =>
    step.occurrences.flatMap((occurrence, n) => {
      const moment = { step: i + 1, occurrence: n };
      carriers.get(occurrence.component)?.watch(occurrence, moment);
      return directMessages(composition, occurrence, moment);
    }),
  );
  const carried = [...carriers.values()].flatMap(({ messages }) => messages);
  return [...direct, ...carried].toSorted((a, b) => a.sent.step - b.sent.step || a.sent.occurrence - b.sent.occurrence);
}

/** With several claims each has a network of its own: `slot2.network`. */
export const isNetwork = (process: string): boolean => process.split('.').at(-1) === 'network';

const processOf = (composition: Composition, name: string) =>
  composition.components[composition.indexOf(name)]?.process as string;

/** What one process says to another without a network between them. */
function directMessages(composition: Composition, { component, sends }: Occurrence, moment: Moment): Sent[] {
  const from = processOf(composition, component);
  return sends
    .map(({ to, message }) => ({ to: processOf(composition, to), text: message.type }))
    .filter(({ to }) => to !== from && !isNetwork(to) && !isNetwork(from))
    .map((said) => ({
      ...said,
      stream: null,
      from,
      kind: 'direct',
      sent: moment,
      pieces: [],
      arrived: moment,
      lost: null,
    }));
}

/** A direction of a connection goes from the process that reads the other direction to the process that reads it. */
function carrierOf(composition: Composition, stream: string): Carrier | null {
  const portsOf = (name: string) => composition.components[composition.indexOf(name)]?.spec.ports ?? {};
  const { reverse, reader } = portsOf(stream);
  if (!isNetwork(processOf(composition, stream)) || !reverse || !reader) return null;
  const writer = portsOf(reverse)['reader'] as string;
  const [network, from, to] = [stream, writer, reader].map((name) => processOf(composition, name));
  return new Carrier(stream, network as string, from as string, to as string);
}
