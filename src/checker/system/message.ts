import { ModelError } from '../errors.ts';
import { KeyOrders } from './table/key-orders.ts';
import { NOT_PLAIN, NotPlain, type Plain, plain } from './plain.ts';

/** A message or an event of the environment: plain data. */
export type Message = { readonly type: string } & Readonly<Record<string, unknown>>;

const byText = new Map<string, Message>();
const canonical = new WeakSet<Message>();
const orders = new KeyOrders<string, Message>((message) => message);

/**
 * The one object for all messages that are equal to this one, so that tables can ask by object: a frozen copy of the first
 * of them.
 *
 * @param whose says what the message is, for the error
 * @throws {ModelError} if the message is not plain data, so that others could not be told from it
 */
export function intern(message: Message, whose: () => string = () => 'a message'): Message {
  if (canonical.has(message)) return message;
  const { text, value } = plainly(message, () => `${whose()}: ${message?.type}`);
  if (typeof value?.type !== 'string') {
    throw new ModelError(`${whose()} is ${text}: it must be an object with a 'type' that is a text`);
  }
  const before = byText.get(text);
  if (before) {
    orders.meet(text, before, value);
    return before;
  }
  byText.set(text, value);
  canonical.add(value);
  return value;
}

/** How many messages were met with their keys in another order than before. */
export const reorderedCount = (): number => orders.count;

/** A message in all the orders of its keys in which it was met. */
export const ordersOf = (message: Message): readonly Message[] =>
  orders.count === 0 ? [message] : orders.of(plain(message).text, message);

/**
 * A value as plain data.
 *
 * @param what says what the value is, for the error
 * @throws {ModelError} if it is not
 */
export function plainly<T>(value: T, what: () => string): Plain<T> {
  try {
    return plain(value);
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error;
    throw new ModelError(`${what()}: ${error.message}, ${NOT_PLAIN}`);
  }
}

/** A message in words: its type, and what it says, without quotes and braces. */
export function words({ type, ...parameters }: Message): string[] {
  return [type, ...values(parameters)];
}

/** A message as a line of text: `SEND REQUEST urgent`. */
export function messageText({ type, ...parameters }: Message): string {
  const what = typeText(type);
  const { actorId: _, ...others } = parameters as { readonly actorId?: unknown };
  return [what, ...values(what === type ? parameters : others)].join(' ');
}

/** The type of an event, that of one of XState's own in words: `after 1000`, `request is done`. */
export function typeText(type: string): string {
  const [, end, child] = /^xstate\.(done|error)\.actor\.(.+)$/.exec(type) ?? [];
  if (child !== undefined) return `${child} ${end === 'done' ? 'is done' : 'fails'}`;
  const [, delay] = /^xstate\.after\.([^.]+)\./.exec(type) ?? [];
  return delay === undefined ? type : `after ${delay}`;
}

/** The values of plain data. What is true is named, and what is false or undefined is left out. */
export function values(data: object): string[] {
  return Object.entries(data).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined) return [];
    if (typeof value === 'boolean') return value ? [name] : [];
    return typeof value === 'object' && value !== null ? values(value) : [String(value)];
  });
}
