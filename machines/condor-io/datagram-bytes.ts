import type { Message } from '../vocabulary.ts';
import type { MessageDecoder } from './alive-message.ts';
import { concat } from './cedar.ts';
import type { Datagram, Fragment } from './safe-sock.ts';

/** What a datagram begins with that is a fragment (SAFE_MSG_MAGIC), and the length of the whole fragmentation header. */
const MAGIC = new TextEncoder().encode('MaGic6.0');
const FRAGMENT_HEADER = 25;

/** _condorPacket::getHeader() refuses what has fewer bytes: a whole message, and what follows a fragmentation header. */
const LEAST = { whole: 8, fragment: 4 } as const;

interface Piece {
  readonly id: string;
  readonly no: number;
  readonly last: boolean;
  readonly body: Uint8Array;
}

/** A fragment's header: whether it is the last, its number, its length, and the message's id in 12 bytes. */
function pieceOf(bytes: Uint8Array): Piece | null {
  if (bytes.length < FRAGMENT_HEADER || !MAGIC.every((byte, i) => bytes[i] === byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const id = Buffer.from(bytes.subarray(13, FRAGMENT_HEADER)).toString('hex');
  return { id, no: view.getUint16(9), last: bytes[8] !== 0, body: bytes.subarray(FRAGMENT_HEADER) };
}

/** Datagrams as the machine of SafeSock knows them. All that a message carries is said of its fragment 0. */
export function datagramsOf(all: readonly Uint8Array[], decoder: MessageDecoder): Datagram[] {
  const pieces = all.map(pieceOf);
  const ids = [...new Set(pieces.flatMap((piece) => piece?.id ?? []))];
  return all.map((bytes, i) => {
    const piece = pieces[i];
    if (!piece) return bytes.length < LEAST.whole ? TOO_SHORT : { items: decoder.datagram(bytes) };
    if (piece.body.length < LEAST.fragment) return TOO_SHORT;
    const { no, last, id } = piece;
    const fragment: Fragment = { message: ids.indexOf(id), no, last };
    return { items: no === 0 ? carried(id, pieces, decoder) : [], fragment };
  });
}

const TOO_SHORT: Datagram = { items: [], isTooShort: true };

/** What the fragments with this id carry together. */
function carried(id: string, pieces: readonly (Piece | null)[], decoder: MessageDecoder): Message {
  const bodies = new Map<number, Uint8Array>();
  for (const piece of pieces) if (piece?.id === id && !bodies.has(piece.no)) bodies.set(piece.no, piece.body);
  const inOrder = [...bodies].toSorted(([a], [b]) => a - b).map(([, body]) => body);
  return decoder.datagram(concat(...inOrder));
}
