import { parseHeader } from './header.ts';

const ZERO = 0x30;
const NINE = 0x39;
const BLANK = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
/** Longer than any header. */
const LONGEST = 64;

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;

/**
 * The form of a log's time stamps, learned from the lines themselves, so that where a message begins is found by looking
 * at bytes: a log's stamps are all of one form, and are parsed only where a line matters.
 */
export class StampForm {
  /** The bytes of a stamp, 0 for a digit. */
  #form: Uint8Array | null = null;

  /** Where the message begins behind stamp and fields; -1 if the line has no header. */
  messageStart(bytes: Buffer, start: number, end: number): number {
    if (!this.#fits(bytes, start, end) && !this.#learn(bytes, start, end)) return -1;
    return afterFields(bytes, start + (this.#form as Uint8Array).length, end);
  }

  #fits(bytes: Buffer, start: number, end: number): boolean {
    const form = this.#form;
    if (!form || end - start < form.length) return false;
    for (let i = 0; i < form.length; i++) {
      const byte = bytes[start + i] as number;
      if (form[i] === 0 ? !isDigit(byte) : byte !== form[i]) return false;
    }
    return true;
  }

  #learn(bytes: Buffer, start: number, end: number): boolean {
    const text = bytes.toString('latin1', start, Math.min(end, start + LONGEST));
    const header = parseHeader(text);
    if (!header) return false;
    this.#form = Uint8Array.from(bytes.subarray(start, start + header.length), (byte) => (isDigit(byte) ? 0 : byte));
    return true;
  }
}

/** Skips the fields in brackets: `(pid:12) (D_ALWAYS) `. A message may begin with a bracket too, but not before a letter. */
function afterFields(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at + 1 < end && bytes[at] === OPEN && !isDigit(bytes[at + 1] as number)) {
    const close = bytes.indexOf(CLOSE, at);
    if (close < 0 || close + 1 >= end || bytes[close + 1] !== BLANK) break;
    at = close + 2;
  }
  return at;
}
