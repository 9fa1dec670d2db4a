import { TextDecoder } from 'node:util';

/** UTF-16 begins with its mark, or has a zero in every other byte of a text in English. */
type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

const PROBE = 1 << 10;
const MOSTLY = 0.8;
const MARK = { 'utf-8': [0xef, 0xbb, 0xbf], 'utf-16le': [0xff, 0xfe], 'utf-16be': [0xfe, 0xff] } as const;

/**
 * The chunks of a text in UTF-8, without a mark at its beginning, blanks that only look like blanks made blanks.
 *
 * @param onChange called before the first chunk of which the bytes are not as they were
 */
export async function* decoded(chunks: AsyncIterable<Buffer>, onChange: () => void): AsyncGenerator<Buffer> {
  const blanks = new Blanks(onChange);
  let hasReturnsOnly = false;
  let decoder: TextDecoder | null = null;
  let isFirst = true;
  for await (const chunk of chunks) {
    const encoding = isFirst ? encodingOf(chunk) : 'utf-8';
    if (encoding !== 'utf-8') decoder = new TextDecoder(encoding);
    const text = decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk;
    const hasMark = isFirst && begins(text, MARK['utf-8']);
    if (decoder || hasMark) onChange();
    if (isFirst) hasReturnsOnly = text.includes(RETURN) && !text.includes(NEWLINE);
    if (hasReturnsOnly) replaceAll(text, RETURN, NEWLINE);
    yield blanks.push(hasMark ? text.subarray(MARK['utf-8'].length) : text);
    isFirst = false;
  }
  yield blanks.rest();
}

const [NEWLINE, RETURN] = [0x0a, 0x0d];

/** Lines may end as they did on the first Macintosh. */
function replaceAll(bytes: Buffer, byte: number, by: number): void {
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) bytes[at] = by;
}

function encodingOf(chunk: Buffer): Encoding {
  if (begins(chunk, MARK['utf-16le'])) return 'utf-16le';
  if (begins(chunk, MARK['utf-16be'])) return 'utf-16be';
  const probe = chunk.subarray(0, PROBE);
  const zeros = [0, 0];
  for (const [at, byte] of probe.entries()) if (byte === 0) (zeros[at % 2] as number) += 1;
  const [even, odd] = zeros as [number, number];
  const enough = (MOSTLY * probe.length) / 2;
  if (even === 0 && odd >= enough) return 'utf-16le';
  return odd === 0 && even >= enough ? 'utf-16be' : 'utf-8';
}

const begins = (bytes: Buffer, mark: readonly number[]): boolean => mark.every((byte, at) => bytes[at] === byte);

/** The no-break space: in UTF-8, and its second byte, which is the whole of it in Latin-1. */
const NO_BREAK = 0xa0;
/** Spaces of other widths begin like this. */
const SPACES = Buffer.from([0xe2, 0x80]);
/** As bytes: NBSP, U+2000 to U+200A, U+202F; and NBSP in Latin-1, which is no part of another character. */
const BLANKS = /\xc2\xa0|\xe2\x80[\x80-\x8a\xaf]|(?<![\x80-\xff])\xa0/g;

const COLOURS = Buffer.from('\u001b[');
/** How grep and pagers mark what they have found, the names of files, and times. */
// oxlint-disable-next-line no-control-regex
const MARKS = /\x1b\[[\d;]{0,20}m|\x1b\[K/g;
/** What may become a mark with the next chunk. */
// oxlint-disable-next-line no-control-regex
const BEGUN_MARK = /\x1b(?:\[[\d;]{0,20})?$/;
const LONGEST_MARK = 24;

/** Makes a blank of every space that only looks like one; mail and web pages write them. */
class Blanks {
  #rest = Buffer.alloc(0);
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  push(chunk: Buffer): Buffer {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const kept = unfinished(bytes);
    this.#rest = kept === 0 ? Buffer.alloc(0) : Buffer.from(bytes.subarray(bytes.length - kept));
    const whole = kept === 0 ? bytes : bytes.subarray(0, bytes.length - kept);
    const hasMarks = whole.includes(COLOURS);
    if (!hasMarks && !whole.includes(NO_BREAK) && !whole.includes(SPACES)) return whole;
    const text = whole.toString('latin1').replace(BLANKS, ' ');
    this.#onChange();
    return Buffer.from(hasMarks ? text.replace(MARKS, '') : text, 'latin1');
  }

  rest(): Buffer {
    return this.#rest;
  }
}

/** How many bytes at the end may begin such a space, or a mark. */
function unfinished(bytes: Buffer): number {
  const mark = BEGUN_MARK.exec(bytes.toString('latin1', Math.max(0, bytes.length - LONGEST_MARK)));
  if (mark) return mark[0].length;
  const last = bytes.at(-1);
  if (last === 0xc2 || last === 0xe2) return 1;
  return last === 0x80 && bytes.at(-2) === 0xe2 ? 2 : 0;
}
