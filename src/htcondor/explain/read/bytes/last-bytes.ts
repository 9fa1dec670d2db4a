import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** The end of a file, as far as it is looked at for its last time. */
export const TAIL = 1 << 14;
/** So much of a pipe is kept in memory to find its end. */
const AHEAD = 1 << 25;

/** The last bytes of a regular file, as they are on the disk. */
export function tailOf(file: string): Buffer {
  const { size } = statSync(file);
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(TAIL, size));
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** The last bytes of what is read chunk by chunk. */
export async function lastOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  let last: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) last = Buffer.concat([last, chunk]).subarray(-TAIL);
  return last;
}

/** What can be read only once, and of which the end is to be known before the rest is read. */
export class Ahead {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #kept: Buffer[];
  #length = 0;
  #isAtEnd = false;

  /** @param first what has been read already */
  constructor(first: Buffer, chunks: AsyncIterator<Buffer>) {
    this.#kept = [first];
    this.#chunks = chunks;
  }

  /** The last bytes; null if there is more than is kept. */
  async last(): Promise<Buffer | null> {
    while (!this.#isAtEnd && this.#length <= AHEAD) {
      const { value, done } = await this.#chunks.next();
      this.#isAtEnd = done === true;
      if (done) break;
      this.#kept.push(Buffer.from(value));
      this.#length += value.length;
    }
    return this.#isAtEnd ? Buffer.concat(this.#kept.slice(-2)).subarray(-TAIL) : null;
  }

  /** All chunks; can be asked for once. */
  async *all(): AsyncGenerator<Buffer> {
    for (let chunk = this.#kept.shift(); chunk; chunk = this.#kept.shift()) yield chunk;
    for (;;) {
      const { value, done } = await this.#chunks.next();
      if (done) return;
      yield value;
    }
  }
}
