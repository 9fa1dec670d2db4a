import type { FileBytes } from './bytes/file-bytes.ts';
import type { Layout } from './layout.ts';

/** A file, or standard input, of which the first bytes are known already. */
export interface Source {
  readonly file: string;
  /** How many bytes there are to be read, as far as that is known. */
  readonly size: number;
  /** The first bytes, decompressed, in UTF-8. */
  readonly first: Buffer;
  readonly layout: Layout;
  /** All of it, as the first bytes are, these included. Can be asked for once; a chunk holds until the next one is asked for. */
  readonly chunks: () => AsyncIterable<Buffer>;
  /** The last bytes, as the first ones are; null if they cannot be known before all is read. */
  readonly last: () => Promise<Buffer | null>;
  /** How many lines there are where they are read from the last one on, because the newest is the first; null if they are not. */
  readonly lines: number | null;
  /** How many bytes have been read so far, of `size`. */
  readonly read: () => number;
  /** The file, where its bytes are those of the chunks handed over so far; null where they were changed, or are gone. */
  readonly again: () => FileBytes | null;
  /** Gives it up before its end. */
  readonly close: () => Promise<void>;
}

/** The name under which standard input is given. */
export const STDIN = '-';
