import type { HeaderFault, Message as Items } from '../../../machines/vocabulary.ts';
import type { Message } from '../../checker/system/message.ts';

/**
 * What the network, the clock and the client say to the schedd's machines. Equal events are one object, for the tables
 * are asked by object.
 */

export const ACCEPT = { type: 'ACCEPT' };
export const SELECT = { type: 'SELECT' };
export const DEADLINE = { type: 'DEADLINE' };
export const READABLE = { type: 'READABLE' };
export const TIMEOUT = { type: 'TIMEOUT' };
export const SENT = { type: 'SENT' };
export const SEND_FAILED = { type: 'SEND_FAILED' };
export const SELECTED = [
  { type: 'SELECTED', readable: false },
  { type: 'SELECTED', readable: true },
] as const;
export const PEEKED = {
  bytes: { type: 'PEEKED', found: 'bytes' },
  nothing: { type: 'PEEKED', found: 'nothing' },
  end: { type: 'PEEKED', found: 'end' },
} as const;
export const CLOSED = { fin: { type: 'CLOSED', by: 'fin' }, rst: { type: 'CLOSED', by: 'rst' } } as const;

const EVENTS = new Map<string, Message>();

/** An event that recv() leads to, with what is wrong with the header if anything is. */
export function eventOf(type: string, fault: HeaderFault | null): Message {
  const key = fault === null ? type : `${type} ${fault}`;
  let event = EVENTS.get(key);
  if (!event) EVENTS.set(key, (event = fault === null ? { type } : { type, fault }));
  return event;
}

const BODIES = new WeakMap<Items, Message>();

/** The last packet of a message is complete. */
export function bodyEvent(items: Items): Message {
  let event = BODIES.get(items);
  if (!event) BODIES.set(items, (event = { type: 'BODY', items }));
  return event;
}
