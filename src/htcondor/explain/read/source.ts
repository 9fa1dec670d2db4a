import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../../../files/input.ts';
import { decoded } from './encoding.ts';
import { type Layout, learnLayout } from './layout.ts';
import type { TimeFormat } from './time-format.ts';

const CHUNK = 1 << 20;
/** As far as this a file is looked at to see what it is. */
const PROBE = 1 << 13;

/** A file, or standard input, of which the first bytes are known already. */
export interface Source {
  readonly file: string;
  /** How many bytes there are to be read, as far as that is known. */
  readonly size: number;
  /** The first bytes, decompressed, in UTF-8. */
  readonly first: Buffer;
  readonly layout: Layout;
  /** All of it, as the first bytes are, the first bytes included. Can be asked for once. */
  readonly chunks: () => AsyncIterable<Buffer>;
  /** How many bytes have been read so far, of `size`. */
  readonly read: () => number;
}

/** The name under which standard input is given. */
export const STDIN = '-';

/**
 * @param format the form of its time stamps, if it is given
 * @throws {InputError} if the file cannot be read, is empty or is no text
 */
export async function openSource(file: string, format: TimeFormat | null = null): Promise<Source> {
  const size = file === STDIN ? 0 : sizeOf(file);
  const bytes = file === STDIN ? process.stdin : createReadStream(file, { highWaterMark: CHUNK });
  let read = 0;
  const counted = explained(file, bytes, (chunk) => {
    read += chunk.length;
  });
  const chunks = explained(file, decoded(await decompressed(counted)))[Symbol.asyncIterator]();
  const { value: first, done } = await chunks.next();
  if (done) throw new InputError(`${file}: is empty`);
  if (first.subarray(0, PROBE).includes(0)) throw new InputError(`${file}: is binary; a daemon's log was expected`);
  const layout = learnLayout(first, format);
  return { file, size, first, layout, chunks: () => prefixed(first, chunks), read: () => read };
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Node's error codes of a compressed stream that is cut or damaged. */
const BROKEN = /^Z_|^ERR_.*ZLIB/;

const unreadable = (file: string, error: unknown): InputError => {
  const { code } = error as NodeJS.ErrnoException;
  return new InputError(
    BROKEN.test(code ?? '') ? `${file}: is cut or damaged (gzip)` : `${file}: cannot be read (${code})`,
  );
};

/** The chunks of a stream that are not empty; whatever goes wrong names the file. */
async function* explained(
  file: string,
  stream: AsyncIterable<unknown>,
  seen: (chunk: Buffer) => void = () => {},
): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) {
      const bytes = chunk as Buffer;
      seen(bytes);
      if (bytes.length > 0) yield bytes;
    }
  } catch (error) {
    throw error instanceof InputError ? error : unreadable(file, error);
  }
}

/** Gunzips what begins as gzip does, whatever the file is called. */
async function decompressed(chunks: AsyncGenerator<Buffer>): Promise<AsyncIterable<Buffer>> {
  const { value: first, done } = await chunks.next();
  if (done) return Readable.from([]);
  const all = prefixed(first, chunks);
  if (first[0] !== 0x1f || first[1] !== 0x8b) return all;
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const bytes = Readable.from(all);
  bytes.on('error', (error) => gunzip.destroy(error));
  return bytes.pipe(gunzip);
}

async function* prefixed(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (;;) {
    const { value, done } = await rest.next();
    if (done) return;
    yield value;
  }
}
