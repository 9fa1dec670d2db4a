import type { Trace } from '../../checker/replay/trace.ts';
import type { CarriedKind, Carrier } from '../../checker/study/carrier.ts';
import type { Composition } from '../../checker/system/compose.ts';
import { messageText } from '../../checker/system/message.ts';
import { processOf } from './processes.ts';

/** When something happened: at which step of a trace, from 1, and at which of its transitions, from 0. */
export interface Moment {
  readonly step: number;
  readonly occurrence: number;
}

/** A message from one process to another, and what became of it. With neither `arrived` nor `lost` it is under way. */
export interface Sent {
  /** The component that carries it; null for a call, which arrives at once. */
  readonly via: string | null;
  /** The process that sent it. */
  readonly from: string;
  readonly to: string;
  /** Whether its carrier made it up, as a network does a reset. */
  readonly isOfCarrier: boolean;
  readonly kind: CarriedKind | 'call';
  readonly text: string;
  readonly sent: Moment;
  /** When a part of it arrived; the detail is how far that part reaches. */
  readonly pieces: readonly DetailedMoment[];
  /** When all of it was there. */
  readonly arrived: Moment | null;
  /** When it became certain that it would never arrive; the detail completes "it is …". */
  readonly lost: DetailedMoment | null;
}

interface DetailedMoment extends Moment {
  readonly detail: string;
}

/** Something that happens to a message. */
export interface Happening extends Moment {
  readonly message: Sent;
  readonly what: 'sent' | 'piece' | 'arrived' | 'lost';
  readonly detail?: string;
}

/** A message whose fate is not known yet. */
type Draft = { -readonly [K in keyof Sent]: Sent[K] };

/**
 * Every message between the processes of a trace, in the order in which they were sent.
 *
 * @param carriers how to read the machines that carry messages; a message of any other machine is a call
 */
export function messagesOf(composition: Composition, trace: Trace, carriers: readonly Carrier[]): Sent[] {
  const { spec } = composition;
  const readers = new Map(
    spec.components.flatMap((component) => {
      const carrier = carriers.find(({ machine }) => machine === component.machine.id);
      return carrier ? [[component.name, carrier.read(component, spec)] as const] : [];
    }),
  );
  const messages: Sent[] = [];
  const carried = new Map<string, Draft>();
  const add = (via: string | null, kind: Sent['kind'], from: string, to: string, text: string, sent: Moment): Draft => {
    const processes = { from: processOf(composition, from), to: processOf(composition, to) };
    const draft = {
      via,
      ...processes,
      isOfCarrier: from === via,
      kind,
      text,
      sent,
      pieces: [],
      arrived: null,
      lost: null,
    };
    messages.push(draft);
    return draft;
  };
  trace.forEach(({ occurrences }, i) =>
    occurrences.forEach((occurrence, n) => {
      const moment = { step: i + 1, occurrence: n };
      const { component, sends } = occurrence;
      const read = readers.get(component);
      const others = sends.filter(({ to }) => processOf(composition, to) !== processOf(composition, component));
      for (const { to, message } of read ? [] : others.filter((one) => !readers.has(one.to))) {
        add(null, 'call', component, to, messageText(message), moment).arrived = moment;
      }
      for (const event of read?.(occurrence) ?? []) {
        const id = `${component} ${event.id}`;
        if (event.what === 'sent') {
          carried.set(id, add(component, event.kind, event.from, event.to, event.text, moment));
          continue;
        }
        const draft = carried.get(id) as Draft;
        if (event.what === 'lost') draft.lost = { ...moment, detail: event.why };
        else if (event.upTo === undefined) draft.arrived = moment;
        else draft.pieces = [...draft.pieces, { ...moment, detail: event.upTo }];
      }
    }),
  );
  return messages;
}

/** What happens to messages, in the order in which it happens. */
export function happeningsOf(messages: readonly Sent[]): Happening[] {
  return messages
    .flatMap((message): Happening[] => [
      { ...message.sent, message, what: 'sent' },
      ...message.pieces.map((piece) => ({ ...piece, message, what: 'piece' as const })),
      ...(message.arrived ? [{ ...message.arrived, message, what: 'arrived' as const }] : []),
      ...(message.lost ? [{ ...message.lost, message, what: 'lost' as const }] : []),
    ])
    .toSorted((a, b) => a.step - b.step || a.occurrence - b.occurrence);
}

/**
 * The happenings that a reader is shown, for each step of a trace and each of its transitions. Nobody sees a message of
 * the carrier's own before it arrives, nor the arrival of a message that arrives at once.
 */
export function seenIn(trace: Trace, messages: readonly Sent[]): Happening[][][] {
  const seen = happeningsOf(messages).filter(({ message, what }) =>
    message.isOfCarrier ? what === 'arrived' : what !== 'arrived' || !arrivesAtOnce(message),
  );
  return trace.map(({ occurrences }, i) =>
    occurrences.map((_, n) => seen.filter(({ step, occurrence }) => step === i + 1 && occurrence === n)),
  );
}

/** Whether a message arrives in the moment in which it is sent, as a call does. */
export const arrivesAtOnce = ({ sent, arrived }: Sent): boolean =>
  arrived?.step === sent.step && arrived.occurrence === sent.occurrence;
