/** Called with the bytes of a line, its end excluded. */
export type OnLine = (bytes: Buffer, start: number, end: number) => void;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
/** No line that matters is longer; of one that is, the rest is dropped, so that memory stays bounded. */
const LONGEST = 1 << 16;
const NOTHING = Buffer.alloc(0);

/** Cuts chunks of bytes into lines, without ever holding more than a chunk and a line. */
export class LineSplitter {
  /** How many bytes came before this chunk. */
  #before = 0;
  /** Where the line that was handed over last begins, counted from the first byte. */
  offset = 0;
  /** Whether this chunk has a zero: a crash may leave a run of them, and the next line begins behind it. */
  #hasZero = false;
  #rest = NOTHING;
  #restOffset = 0;
  readonly #onLine: OnLine;

  constructor(onLine: OnLine) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    this.#hasZero = chunk.includes(0) || this.#rest.includes(0);
    this.#cut(chunk);
    this.#before += chunk.length;
  }

  #cut(chunk: Buffer): void {
    let start = this.#finish(chunk);
    if (start < 0) return;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end < 0) break;
      this.#emit(chunk, start, end, this.#before + start);
      start = end + 1;
    }
    this.#restOffset = this.#before + start;
    this.#keep(chunk, start, chunk.length);
  }

  /** What there is behind the last line's end. */
  takeRest(): Buffer {
    const rest = this.#rest;
    this.#rest = NOTHING;
    return rest;
  }

  /** Ends the line begun in the chunk before; where the next one begins, or -1 if this chunk does not end it. */
  #finish(chunk: Buffer): number {
    if (this.#rest.length === 0) return 0;
    const end = chunk.indexOf(NEWLINE);
    this.#keep(chunk, 0, end < 0 ? chunk.length : end);
    if (end < 0) return -1;
    const line = this.takeRest();
    this.#emit(line, 0, line.length, this.#restOffset);
    return end + 1;
  }

  #keep(chunk: Buffer, start: number, end: number): void {
    const room = LONGEST - this.#rest.length;
    if (room > 0 && end > start)
      this.#rest = Buffer.concat([this.#rest, chunk.subarray(start, Math.min(end, start + room))]);
  }

  #emit(bytes: Buffer, start: number, end: number, offset: number): void {
    const zero = this.#hasZero ? bytes.subarray(start, end).lastIndexOf(0) + 1 : 0;
    this.#emitPart(bytes, start + zero, end, offset + zero);
  }

  #emitPart(bytes: Buffer, start: number, end: number, offset: number): void {
    this.offset = offset;
    const last = Math.min(end, start + LONGEST);
    this.#onLine(bytes, start, last > start && bytes[last - 1] === RETURN ? last - 1 : last);
  }
}
