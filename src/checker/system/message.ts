/** A message or an event of the environment: plain data. */
export type Message = { readonly type: string } & Readonly<Record<string, unknown>>;

const byText = new Map<string, Message>();
const canonical = new WeakSet<Message>();

/** The one object for all messages that are equal to this one, so that tables can ask by object. */
export function intern(message: Message): Message {
  if (canonical.has(message)) return message;
  const text = JSON.stringify(message);
  const known = byText.get(text);
  if (known) return known;
  byText.set(text, message);
  canonical.add(message);
  return message;
}

/** A message in words: its type, and what it says, without quotes and braces. */
export function words({ type, ...parameters }: Message): string[] {
  return [type, ...values(parameters)];
}

/** A message as a line of text: `SEND REQUEST urgent`. */
export const messageText = (message: Message): string => words(message).join(' ');

/** The values of plain data. What is true is named, and what is false is left out. */
export function values(data: object): string[] {
  return Object.entries(data).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'boolean') return value ? [name] : [];
    return typeof value === 'object' && value !== null ? values(value) : [String(value)];
  });
}
