import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';

/** So much is read at a time: the lines that show one thing stand near each other. */
const WINDOW = 1 << 14;

/** A regular file of which bytes can be read again, as long as it is the same file. */
export class FileBytes {
  readonly #file: string;
  readonly #stats: Pick<Stats, 'dev' | 'ino'>;
  #window: Buffer = Buffer.alloc(0);
  #from = 0;

  /** @param stats what the file was when it was read first */
  constructor(file: string, stats: Pick<Stats, 'dev' | 'ino'>) {
    this.#file = file;
    this.#stats = stats;
  }

  /** The bytes at a place; null if the file has been replaced or cut since then. */
  at(offset: number, length: number): Buffer | null {
    if (!this.#has(offset, length)) this.#load(offset, Math.max(length, WINDOW));
    const start = offset - this.#from;
    return this.#has(offset, length) ? this.#window.subarray(start, start + length) : null;
  }

  #has(offset: number, length: number): boolean {
    return offset >= this.#from && offset + length <= this.#from + this.#window.length;
  }

  /** A daemon calls its log `.old` when it is full. */
  #load(offset: number, length: number): void {
    this.#window =
      read(this.#file, this.#stats, offset, length) ??
      read(`${this.#file}.old`, this.#stats, offset, length) ??
      Buffer.alloc(0);
    this.#from = offset;
  }
}

function read(file: string, { dev, ino }: Pick<Stats, 'dev' | 'ino'>, offset: number, length: number): Buffer | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return null;
  }
  try {
    const now = fstatSync(descriptor);
    if (now.dev !== dev || now.ino !== ino) return null;
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset));
  } finally {
    closeSync(descriptor);
  }
}
