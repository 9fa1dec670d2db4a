import type { ComponentSpec, Occurrence, SystemSpec } from '../system/compose.ts';
import { values } from '../system/message.ts';
import { checkKeys, checkText, type Keys } from '../words/known.ts';

/**
 * How a machine is read that carries messages between others, such as one direction of a connection: what was sent, what
 * arrived, and what was lost. A message of any other machine is a call, which arrives at once.
 */
export interface Carrier {
  /** The `id` of the machine. Every component that is an instance of it is read. */
  readonly machine: string;
  /**
   * Begins to read one component at its initial state.
   *
   * @returns a function that is given every transition of the component in order, and returns what it did to messages
   */
  readonly read: (component: ComponentSpec, system: SystemSpec) => (occurrence: Occurrence) => readonly Carried[];
}

/** What happens to a message: it is sent, and then arrives or is lost, once. `id` tells the messages of one component apart. */
export type Carried =
  | {
      readonly what: 'sent';
      readonly id: string;
      readonly kind: CarriedKind;
      /** The component that sends it; the carrier's own name for a message that it makes up itself. */
      readonly from: string;
      readonly to: string;
      readonly text: string;
    }
  /** All of it is there. With `upTo`, only a part: how far it has come, in words. */
  | { readonly what: 'arrived'; readonly id: string; readonly upTo?: string }
  /** It will never be there. `why` completes "it is …", for example "lost" or "too late". */
  | { readonly what: 'lost'; readonly id: string; readonly why: string };

/** A message as such, or the beginning, the orderly end or the abrupt end of a connection. */
export type CarriedKind = 'data' | 'open' | 'close' | 'reset';

/** The events of a machine that carries one message at a time. */
interface Events {
  readonly machine: string;
  /** It takes a message; what else the event says is the message. If its state stays the same, the message is lost at once. */
  readonly sent: string;
  /** The message reaches the component behind the port `reader`. */
  readonly arrived: string;
  readonly lost?: string;
}

const EVENTS: Keys<Events> = { machine: true, sent: true, arrived: true, lost: true };

/** A carrier of one message at a time, such as a one-way channel or a letter box. */
export function carriesOne(events: Events): Carrier {
  checkKeys('carriesOne', events, EVENTS);
  for (const key of ['machine', 'sent', 'arrived'] as const) checkText(`carriesOne: '${key}'`, events[key] ?? null);
  checkText("carriesOne: 'lost'", events.lost);
  const { arrived, lost, machine, sent } = events;
  const read: Carrier['read'] = ({ name, ports }) => {
    let count = 0;
    let carried = '';
    return ({ sender, event: { type, ...said }, from, to }): Carried[] => {
      if (type === sent) {
        const id = `${(count += 1)}`;
        const text = values(said).join(' ');
        const letter = { what: 'sent', id, kind: 'data', from: sender, to: ports?.['reader'] ?? name, text } as const;
        if (from === to) return [letter, { what: 'lost', id, why: 'lost' }];
        carried = id;
        return [letter];
      }
      if (type === arrived) return [{ what: 'arrived', id: carried }];
      return type === lost ? [{ what: 'lost', id: carried, why: 'lost' }] : [];
    };
  };
  return { machine, read };
}
