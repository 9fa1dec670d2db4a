import { LONGEST_PREFIX, messageStart, parseHeader } from './header.ts';
import { headerIn, type Layout } from './layout.ts';
import { KNOWN_FORMATS } from './time-format.ts';

const ZERO = 0x30;
const NINE = 0x39;
const BLANK = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
/** Longer than any header. */
const LONGEST = 64;
/** A list of categories (`D_PROTOCOL:2|D_FAILURE`) is no longer. */
const LONGEST_FIELD = 256;

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;

/**
 * The form of a log's time stamps, learned from the lines themselves, so that where a message begins is found by looking
 * at bytes: a log's stamps are all of one form, most stand at the same place, and are parsed only where a line matters.
 */
export class StampForm {
  readonly #layout: Layout;
  /** The bytes of a stamp, 0 for a digit. */
  #form: Uint8Array = new Uint8Array();
  /** How many bytes stood before the last stamp. */
  #offset = 0;
  /** Where the line that was found last has its stamp, and its message. */
  stamp = 0;
  message = 0;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** How many bytes a stamp has. */
  get length(): number {
    return this.#form.length;
  }

  /** Finds stamp and message of a line; whether it has a header. */
  find(bytes: Buffer, start: number, end: number): boolean {
    if (!this.#fits(bytes, start + this.#offset, end) && !this.#learn(bytes, start, end)) return false;
    this.stamp = start + this.#offset;
    const behind = this.stamp + this.#form.length;
    this.message = this.#layout.isSyslog ? this.#behindSyslog(bytes, behind, end) : afterFields(bytes, behind, end);
    return true;
  }

  #behindSyslog(bytes: Buffer, behind: number, end: number): number {
    const text = bytes.toString('latin1', this.stamp, Math.min(end, behind + LONGEST_PREFIX));
    const header = parseHeader(text, undefined, 0, this.formats);
    return header ? this.stamp + messageStart(text, header) : behind;
  }

  #fits(bytes: Buffer, at: number, end: number): boolean {
    const form = this.#form;
    if (form.length === 0 || end - at < form.length) return false;
    // A stamp with a month of one digit is no end of one with two.
    if (this.#offset > 0 && isDigit(bytes[at - 1] as number)) return false;
    for (let i = 0; i < form.length; i++) {
      const byte = bytes[at + i] as number;
      if (form[i] === 0 ? !isDigit(byte) : byte !== form[i]) return false;
    }
    return true;
  }

  #learn(bytes: Buffer, start: number, end: number): boolean {
    const longest = this.#layout.prefix === 'none' ? LONGEST : LONGEST_PREFIX + LONGEST;
    const text = bytes.toString('latin1', start, Math.min(end, start + longest));
    const first = parseHeader(text, undefined, 0, this.formats);
    const own = first && this.#layout.skip === 0 ? first : headerIn(text, this.#layout);
    if (!own) return false;
    this.#offset = own.start;
    this.#form = Uint8Array.from(bytes.subarray(start + own.start, start + own.end), (byte) =>
      isDigit(byte) ? 0 : byte,
    );
    return true;
  }

  /** At the beginning of a line any form will do: a log's form changes with its daemon's configuration. */
  get formats(): Layout['formats'] {
    return this.#layout.isGiven ? this.#layout.formats : KNOWN_FORMATS;
  }
}

/** Skips the fields in brackets: `(pid:12) (D_ALWAYS) `. A message may begin with a bracket too, but not before a letter. */
function afterFields(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at + 1 < end && bytes[at] === OPEN && !isDigit(bytes[at + 1] as number)) {
    const close = closing(bytes, at, end);
    if (close + 1 >= end || bytes[close + 1] !== BLANK) break;
    at = close + 2;
  }
  return at;
}

/** Where the next bracket closes, within this line. */
function closing(bytes: Buffer, start: number, end: number): number {
  const last = Math.min(end, start + LONGEST_FIELD);
  let at = start;
  while (at < last && bytes[at] !== CLOSE) at += 1;
  return at < last ? at : end;
}
