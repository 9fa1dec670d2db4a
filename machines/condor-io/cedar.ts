import type { HeaderFault } from '../vocabulary.ts';

/**
 * CEDAR on the wire (reli_sock.cpp, stream.cpp): `[end:1][length:4, big-endian][body]`, integers of 8 bytes, strings
 * that end with a NUL. Nothing here decides what a daemon does; the reader below only tells ReliSock's machine, in the
 * machine's own events, what condor_read() has got.
 */

/** The largest packet that rcv_packet() accepts. */
export const LARGEST_PACKET = { '2011': 4096, HEAD: 1024 * 1024 } as const;

export const HEADER_SIZE = 5;
export const INT_SIZE = 8;
/** The byte that stands for a NULL string; no NUL follows it. */
const NULL_STRING = 0xad;
/** End flags up to this one are accepted; all but 0 end the message. */
const LARGEST_END_FLAG = 10;

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Stream::put(int): sign-extended to 8 bytes, big-endian. */
export function encodeInt(value: number): Uint8Array {
  const bytes = new Uint8Array(INT_SIZE);
  new DataView(bytes.buffer).setBigInt64(0, BigInt(value));
  return bytes;
}

/** Stream::get(int): old code fails (null) on a bad sign pad, HEAD keeps the low 32 bits (30a3c2b265). */
export function decodeInt(bytes: Uint8Array, at: number, truncates: boolean): number | null {
  if (at + INT_SIZE > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, INT_SIZE);
  const low = view.getInt32(4);
  return truncates || view.getInt32(0) === (low < 0 ? -1 : 0) ? low : null;
}

/** Stream::put(char const *); encrypted, an int with the length goes before it (get_string_ptr, "6.3 with encryption"). */
export function encodeString(text: string | null, encrypted = false): Uint8Array {
  const bytes = text === null ? Uint8Array.of(NULL_STRING) : concat(new TextEncoder().encode(text), Uint8Array.of(0));
  return encrypted ? concat(encodeInt(bytes.length), bytes) : bytes;
}

export type StringRead =
  /** The string without its NUL; `next` is where it ends. */
  | { readonly kind: 'string'; readonly bytes: Uint8Array; readonly next: number }
  | { readonly kind: 'null'; readonly next: number }
  /** get() fails; up to `next` it has consumed. */
  | { readonly kind: 'failed'; readonly next: number };

/** More than this is no length of a string (Stream::get_string_ptr). */
const LONGEST_STRING = 10_000_000;

/** Stream::get_string_ptr(). */
export function decodeString(bytes: Uint8Array, at: number, encrypted = false): StringRead {
  if (encrypted) return decodeEncrypted(bytes, at);
  if (at >= bytes.length) return { kind: 'failed', next: at };
  if (bytes[at] === NULL_STRING) return { kind: 'null', next: at + 1 };
  const end = bytes.indexOf(0, at);
  return end < 0 ? { kind: 'failed', next: at } : { kind: 'string', bytes: bytes.subarray(at, end), next: end + 1 };
}

/** get_bytes() takes what there is, be it enough or not: a string cut short leaves nothing to be read. */
function decodeEncrypted(bytes: Uint8Array, at: number): StringRead {
  const length = decodeInt(bytes, at, true);
  if (length === null) return { kind: 'failed', next: bytes.length };
  const from = at + INT_SIZE;
  if (length < 0 || length > LONGEST_STRING) return { kind: 'failed', next: from };
  const next = from + length;
  if (next > bytes.length) return { kind: 'failed', next: bytes.length };
  if (bytes[from] === NULL_STRING && length > 0) return { kind: 'null', next };
  const nul = bytes.subarray(from, next).indexOf(0);
  return { kind: 'string', bytes: bytes.subarray(from, nul < 0 ? next : from + nul), next };
}

/** One packet; `end` 0 means that more of the message follows. */
export function encodePacket(body: Uint8Array, end = 1): Uint8Array {
  const header = new Uint8Array(HEADER_SIZE);
  header[0] = end;
  new DataView(header.buffer).setUint32(1, body.length);
  return concat(header, body);
}

/** A message in as many packets as bodies are given. */
export function encodeMessage(...bodies: readonly Uint8Array[]): Uint8Array {
  return concat(...bodies.map((body, i) => encodePacket(body, i === bodies.length - 1 ? 1 : 0)));
}

/** What rcv_packet() has against a header of which `count` bytes are there; the missing ones count as 0. */
export function headerFault(bytes: Uint8Array, at: number, count: number, largest: number): HeaderFault | null {
  const byte = (i: number) => (i < count ? (bytes[at + i] as number) : 0);
  const length = (byte(1) << 24) | (byte(2) << 16) | (byte(3) << 8) | byte(4);
  if (byte(0) > LARGEST_END_FLAG) return 'unrecognized';
  if (length > largest) return 'too large';
  const isWhole = count >= HEADER_SIZE;
  return length < 0 || (isWhole && length === 0) ? 'improperly sized' : null;
}

/** What recv() gives condor_read(): ReliSock's events, with a message still as bytes. */
export type Received =
  | { readonly type: 'WOULD_BLOCK' }
  | { readonly type: 'HEADER_BYTES'; readonly fault: HeaderFault | null }
  | { readonly type: 'HEADER' }
  | { readonly type: 'BAD_HEADER'; readonly fault: HeaderFault }
  | { readonly type: 'BODY_BYTES' }
  | { readonly type: 'PACKET' }
  | { readonly type: 'MESSAGE'; readonly body: Uint8Array };

const WOULD_BLOCK: Received = { type: 'WOULD_BLOCK' };
const HEADER: Received = { type: 'HEADER' };
const BODY_BYTES: Received = { type: 'BODY_BYTES' };
const PACKET: Received = { type: 'PACKET' };

/**
 * The incoming bytes of one connection as rcv_packet() takes them: how many have arrived, how many were read, and what
 * is kept of the packet and the message that are being read. It counts as the stream's machine does, in bytes.
 */
export class PacketReader {
  /** How many bytes have arrived. */
  arrived = 0;
  /** How many of them have been read. */
  read = 0;
  #bytes: Uint8Array;
  readonly #largest: number;
  /** Where the part that is being read began. */
  #partAt = 0;
  #length = 0;
  #isLast = false;
  /** The header has been read, and not all of the body. */
  #isInBody = false;
  /** As much as there was of the header that was read last. */
  #header: Uint8Array = new Uint8Array();
  /** The bodies that the unfinished message has so far. */
  #bodies: Uint8Array[] = [];

  constructor(bytes: Uint8Array, largest: number) {
    this.#bytes = bytes;
    this.#largest = largest;
  }

  get unread(): number {
    return this.arrived - this.read;
  }

  /** How many bytes it keeps: those not read yet, and those of the message that is being read. */
  get held(): number {
    return this.#bodies.reduce((sum, body) => sum + body.length, this.arrived - this.#partAt);
  }

  /** What condor_read() was called for last: so many bytes, and what there was of the header. */
  get part(): { readonly size: number; readonly header: Uint8Array } {
    return { size: this.#isInBody ? this.#length : HEADER_SIZE, header: this.#header };
  }

  /** More bytes arrive than were known at first; those of parts that have been read are let go. */
  append(more: Uint8Array): void {
    this.#bytes = concat(this.#bytes.subarray(this.#partAt, this.arrived), more);
    this.read -= this.#partAt;
    this.#partAt = 0;
    this.arrived = this.#bytes.length;
  }

  /** Whether reads can take so many messages, or fail, without waiting. */
  holds(messages: number): boolean {
    let at = this.#isInBody ? this.#partAt + this.#length : this.read;
    if (this.#isInBody && this.#isLast) messages--;
    while (messages > 0) {
      if (this.arrived < at + HEADER_SIZE) return false;
      if (headerFault(this.#bytes, at, HEADER_SIZE, this.#largest)) return true;
      if (this.#bytes[at] !== 0) messages--;
      at += HEADER_SIZE + this.#lengthAt(at);
    }
    return this.arrived >= at;
  }

  /** The int with which the next message begins; null if it is not there yet. */
  nextInt(): number | null {
    return this.unread < HEADER_SIZE
      ? null
      : decodeInt(this.#bytes.subarray(0, this.arrived), this.read + HEADER_SIZE, true);
  }

  #lengthAt(at: number): number {
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset).getUint32(at + 1);
  }

  /** recv() for a header; with `start`, whatever a failed read had taken of a packet is lost. */
  header(start: boolean): Received {
    if (start) this.#partAt = this.read;
    this.#isInBody = false;
    const before = this.read;
    const isWhole = this.#take(HEADER_SIZE);
    this.#header = this.#bytes.slice(this.#partAt, this.read);
    if (!isWhole) return this.read === before ? WOULD_BLOCK : this.#headerBytes();
    const fault = headerFault(this.#bytes, this.#partAt, HEADER_SIZE, this.#largest);
    if (fault) return { type: 'BAD_HEADER', fault };
    const at = this.#partAt;
    this.#isLast = this.#bytes[at] !== 0;
    this.#length = this.#lengthAt(at);
    this.#partAt = this.read;
    this.#isInBody = true;
    return HEADER;
  }

  /** recv() for the body that the header announced. */
  body(): Received {
    const before = this.read;
    if (!this.#take(this.#length)) return this.read === before ? WOULD_BLOCK : BODY_BYTES;
    this.#bodies.push(this.#bytes.subarray(this.#partAt, this.read));
    this.#partAt = this.read;
    this.#isInBody = false;
    if (!this.#isLast) return PACKET;
    const body = this.#bodies.length === 1 ? (this.#bodies[0] as Uint8Array) : concat(...this.#bodies);
    this.#bodies = [];
    return { type: 'MESSAGE', body };
  }

  #headerBytes(): Received {
    return {
      type: 'HEADER_BYTES',
      fault: headerFault(this.#bytes, this.#partAt, this.read - this.#partAt, this.#largest),
    };
  }

  /** Takes what has arrived, up to the part's end; whether the part is complete. */
  #take(size: number): boolean {
    const end = this.#partAt + size;
    this.read = Math.min(this.arrived, end);
    return this.read === end;
  }
}
