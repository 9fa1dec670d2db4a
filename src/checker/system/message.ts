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
