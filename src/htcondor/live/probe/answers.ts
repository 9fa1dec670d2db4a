import { decodeAd, decodeReply, type WirePath } from '../../../../machines/condor-io/alive-message.ts';
import { LARGEST_PACKET, PacketReader, type Received } from '../../../../machines/condor-io/cedar.ts';

/** What has come of a schedd, as a client that awaits so many ads before the reply reads it. */
export interface Answers {
  readonly ads: readonly ReadonlyMap<string, string>[];
  /** The reply to ALIVE; null if there is none. */
  readonly reply: number | null;
  /** The bytes are nothing that a schedd would say. */
  readonly isForeign: boolean;
}

/** How many ads a schedd sends before the reply. */
const ADS: Readonly<Partial<Record<WirePath, number>>> = { 'auth-new': 2, 'auth-resume-response': 1 };
export const adsOf = (path: WirePath): number => ADS[path] ?? 0;

export function readAnswers(path: WirePath, bytes: Uint8Array): Answers {
  const { bodies, isForeign } = messagesIn(bytes);
  const ads = bodies.slice(0, adsOf(path)).map((body) => decodeAd(body, 0));
  const [body] = bodies.slice(adsOf(path));
  const [item] = body ? decodeReply(body) : [];
  return {
    ads: ads.filter((ad) => ad !== null),
    reply: item?.kind === 'int' ? item.value : null,
    isForeign: isForeign || ads.includes(null) || item?.kind === 'cutShort',
  };
}

function messagesIn(bytes: Uint8Array): { bodies: Uint8Array[]; isForeign: boolean } {
  const reader = new PacketReader(bytes, LARGEST_PACKET.HEAD);
  reader.arrived = bytes.length;
  const bodies: Uint8Array[] = [];
  for (let part: 'header' | 'body' = 'header'; ; ) {
    const received: Received = part === 'header' ? reader.header(true) : reader.body();
    if (received.type === 'MESSAGE') bodies.push(received.body);
    if (received.type === 'BAD_HEADER') return { bodies, isForeign: true };
    if (received.type === 'HEADER_BYTES') return { bodies, isForeign: received.fault !== null };
    if (received.type === 'WOULD_BLOCK' || received.type === 'BODY_BYTES') return { bodies, isForeign: false };
    part = received.type === 'HEADER' ? 'body' : 'header';
  }
}

/** A value of an ad without its quotes. */
export const valueOf = (ad: ReadonlyMap<string, string> | undefined, name: string): string | undefined =>
  ad?.get(name)?.replace(/^"(.*)"$/, '$1');

/** What a schedd demands in its answer to an authentication ad, or refuses; null if it lets the client in. */
export function refusalIn([first, second]: Answers['ads']): string | null {
  for (const name of ['Authentication', 'Encryption', 'Integrity']) {
    if (valueOf(first, name) === 'YES') return `it insists on ${name.toLowerCase()}`;
  }
  for (const ad of [first, second]) {
    const code = valueOf(ad, 'ReturnCode');
    if (code !== undefined && code !== 'AUTHORIZED') return `it answers ${code}`;
  }
  return null;
}
