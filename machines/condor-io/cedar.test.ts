import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  concat,
  decodeInt,
  decodeString,
  encodeInt,
  encodeMessage,
  encodePacket,
  encodeString,
  headerFault,
  LARGEST_PACKET,
  PacketReader,
} from './cedar.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

/** What ReliSock does with a reader, as far as it goes: every message, and the fault that ended it, if one did. */
class Receiver {
  readonly messages: string[] = [];
  fault: string | null = null;
  readonly #reader: PacketReader;
  #part: 'start' | 'header' | 'body' = 'start';

  constructor(bytes: Uint8Array, largest: number = LARGEST_PACKET.HEAD) {
    this.#reader = new PacketReader(bytes, largest);
  }

  /** More bytes have arrived: condor_read() goes round until there are none. */
  arrive(upTo: number): this {
    this.#reader.arrived = upTo;
    while (this.fault === null && this.#goRound());
    return this;
  }

  #goRound(): boolean {
    const { type, ...received } =
      this.#part === 'body' ? this.#reader.body() : this.#reader.header(this.#part === 'start');
    if (type === 'WOULD_BLOCK') return false;
    if (type === 'HEADER_BYTES') this.#part = 'header';
    if (type === 'HEADER') this.#part = 'body';
    if (type === 'PACKET' || type === 'MESSAGE') this.#part = 'start';
    if ('body' in received) this.messages.push(hex(received.body));
    if (type === 'BAD_HEADER' && 'fault' in received) this.fault = received.fault;
    return true;
  }
}

const receive = (bytes: Uint8Array) => new Receiver(bytes).arrive(bytes.length);

const bodies = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 4 });
const texts = fc.string({ unit: 'binary', maxLength: 80 }).filter((text) => !text.includes('\0'));

describe('golden bytes', () => {
  test('-1 as a message', () => expect(hex(encodeMessage(encodeInt(-1)))).toBe('0100000008ffffffffffffffff'));
  test('300 as an int', () => expect(hex(encodeInt(300))).toBe('000000000000012c'));
  test('a string in clear', () => expect(hex(encodeString('<a>'))).toBe('3c613e00'));
  test('a string encrypted', () => expect(hex(encodeString('<a>', true))).toBe('00000000000000043c613e00'));
  test('a NULL string', () => expect(hex(encodeString(null))).toBe('ad'));
  test('two packets', () => expect(hex(encodeMessage(bytesOf('3c'), bytesOf('00')))).toBe('00000000013c010000000100'));
});

describe('integers', () => {
  test('what is encoded is decoded', () =>
    fc.assert(
      fc.property(fc.integer(), (value) => {
        for (const truncates of [true, false]) expect(decodeInt(encodeInt(value), 0, truncates)).toBe(value);
      }),
    ));

  test.each([
    ['00000000ffffffff', -1, null],
    ['7fffffffffffffff', -1, null],
    ['0000000080000000', -2147483648, null],
    ['ffffffffffffffff', -1, -1],
    ['00000000000001', null, null],
  ])('%s: HEAD keeps the low 32 bits, old code checks the pad (2672)', (bytes, head, old) => {
    expect(decodeInt(bytesOf(bytes), 0, true)).toBe(head);
    expect(decodeInt(bytesOf(bytes), 0, false)).toBe(old);
  });
});

describe('strings', () => {
  test('what is encoded is decoded, in clear and encrypted', () =>
    fc.assert(
      fc.property(texts, fc.boolean(), (text, encrypted) => {
        const bytes = encodeString(text, encrypted);
        const utf8 = new TextEncoder().encode(text);
        fc.pre(utf8[0] !== 0xad);
        expect(decodeString(bytes, 0, encrypted)).toEqual({ kind: 'string', bytes: utf8, next: bytes.length });
      }),
    ));

  test('a proper prefix is never a string', () =>
    fc.assert(
      fc.property(texts, fc.boolean(), fc.nat(), (text, encrypted, cut) => {
        const bytes = encodeString(text, encrypted);
        expect(decodeString(bytes.subarray(0, cut % bytes.length), 0, encrypted).kind).toBe('failed');
      }),
    ));

  test.each([
    ['NULL, whatever follows', 'ad00', false, { kind: 'null', next: 1 }],
    ['cut before its NUL: nothing is consumed', '3c61', false, { kind: 'failed', next: 0 }],
    ['encrypted, shorter than its length: all is consumed', '00000000000000403c61', true, { kind: 'failed', next: 10 }],
    ['encrypted, shorter than the length int itself', '000000', true, { kind: 'failed', next: 3 }],
    ['encrypted, with a negative length: the rest stays', 'ffffffffffffffff3c', true, { kind: 'failed', next: 8 }],
    ['encrypted NULL', '0000000000000001ad', true, { kind: 'null', next: 9 }],
  ])('decodes a string that is %s', (_, bytes, encrypted, expected) => {
    expect(decodeString(bytesOf(bytes), 0, encrypted)).toEqual(expected);
  });

  test('arbitrary bytes are read or refused, never past their end', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (bytes, encrypted) => {
        expect(decodeString(bytes, 0, encrypted).next).toBeLessThanOrEqual(bytes.length);
      }),
    ));
});

describe('packets', () => {
  test('what is encoded is received, however it is split into packets', () =>
    fc.assert(
      fc.property(bodies, bodies, (one, other) => {
        const received = receive(concat(encodeMessage(...one), encodeMessage(...other)));
        expect(received.messages).toEqual([hex(concat(...one)), hex(concat(...other))]);
        expect(received.fault).toBeNull();
      }),
    ));

  test('any cut of the same bytes is received alike', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          bodies.map((parts) => encodeMessage(...parts)),
          fc.uint8Array({ maxLength: 60 }),
          fc
            .tuple(bodies, fc.uint8Array({ maxLength: 30 }))
            .map(([parts, junk]) => concat(encodeMessage(...parts), junk)),
        ),
        fc.array(fc.nat()),
        (bytes, cuts) => {
          const cut = new Receiver(bytes);
          for (const at of cuts.map((n) => n % (bytes.length + 1)).toSorted((a, b) => a - b)) cut.arrive(at);
          cut.arrive(bytes.length);
          const whole = receive(bytes);
          expect([cut.messages, cut.fault]).toEqual([whole.messages, whole.fault]);
        },
      ),
    ));

  test('every proper prefix of a message is "not yet", never a wrong value', () =>
    fc.assert(
      fc.property(bodies, (parts) => {
        const bytes = encodeMessage(...parts);
        for (let length = 0; length < bytes.length; length++) {
          const { messages, fault } = receive(bytes.subarray(0, length));
          expect([messages, fault]).toEqual([[], null]);
        }
      }),
    ));

  test('arbitrary bytes neither crash the reader nor hang it', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { messages } = receive(bytes);
        expect(messages.join('').length / 2).toBeLessThanOrEqual(bytes.length);
      }),
    ));

  test.each([
    ['0b00000001', 'unrecognized'],
    ['ff00000001', 'unrecognized'],
    ['0a00000001', null],
    ['0100000000', 'improperly sized'],
    ['0180000000', 'improperly sized'],
    ['0100100000', null],
    ['0100100001', 'too large'],
  ])('header %s: %s', (header, fault) => {
    expect(headerFault(bytesOf(header), 0, 5, LARGEST_PACKET.HEAD)).toBe(fault);
  });

  test.each([
    ['0b', 'unrecognized'],
    ['01', null],
    ['0180', 'improperly sized'],
    ['017f', 'too large'],
    ['010010', null],
    ['010011', 'too large'],
    ['01000000', null],
  ])('part of a header %s, at the first look: %s', (bytes, fault) => {
    expect(headerFault(bytesOf(bytes), 0, bytes.length / 2, LARGEST_PACKET.HEAD)).toBe(fault);
  });

  test('the largest packet is a parameter of the revision', () => {
    const packet = encodePacket(new Uint8Array(4097));
    expect(new Receiver(packet, LARGEST_PACKET['2011']).arrive(packet.length).fault).toBe('too large');
    expect(receive(packet).fault).toBeNull();
  });
});
