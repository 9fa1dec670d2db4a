import { arrivesAtOnce, type Happening, type Sent } from './messages.ts';

/** The label of a happening next to an arrow: `request, too late`. */
export function label({ message: { text }, what, detail }: Happening): string {
  if (what === 'piece') return `${text}, up to ${detail}`;
  return what === 'lost' ? `${text}, ${detail}` : text;
}

/** A happening in as few words as say it all: `request`, `request arrives`, `request is too late`. */
export function briefly({ message: { text }, what, detail }: Happening): string {
  if (what === 'sent') return text;
  if (what === 'lost') return `${text} is ${detail}`;
  return what === 'piece' ? `${text} arrives, up to ${detail}` : `${text} arrives`;
}

/** What happens to a message, as its sender or its receiver sees it; and which of them that is. */
export function seen({ message, what, detail }: Happening): { readonly process: string; readonly text: string } {
  const { text, from, to, kind } = message;
  if (kind === 'open' && what === 'sent') return { process: from, text: `connects to ${to}` };
  if (kind === 'open' && what === 'arrived') return { process: to, text: `is connected to ${from}` };
  if (what === 'sent') return { process: from, text: `sends ${text} to ${to}` };
  if (what === 'lost') return { process: to, text: `${text} from ${from} is ${detail}` };
  return { process: to, text: `${text} arrives from ${from}${what === 'piece' ? `, up to ${detail}` : ''}` };
}

/** A message and what became of it, for a reader who does not see its arrow. */
export function sentence(message: Sent): string {
  const { text, from, to, sent, pieces, arrived, lost } = message;
  const way = `${text}, sent by ${from} to ${to} in step ${sent.step}`;
  if (arrivesAtOnce(message)) return way;
  const parts = pieces.map(({ step, detail }) => `${detail} arrives in step ${step}`);
  const fate = arrived
    ? `it arrives in step ${arrived.step}`
    : lost
      ? `it is ${lost.detail} in step ${lost.step}`
      : 'it is still under way';
  return [way, ...parts, fate].join('; ');
}
