import { closeSync, fstatSync, open, read as readBytes, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { escaped, InputError } from '../../../files/input.ts';
import { decoded } from './bytes/encoding.ts';
import { FileBytes } from './bytes/file-bytes.ts';
import { Ahead, lastOf, tailOf } from './bytes/last-bytes.ts';
import { headerIn, type Layout, learnLayout, probedLines } from './layout.ts';
import { oldestFirst } from './newest-first.ts';
import { type Source, STDIN } from './source.ts';
import type { TimeFormat } from './time-format.ts';

const openFile = promisify(open);
const readFrom = promisify(readBytes);

const CHUNK = 1 << 18;
/** So long a pipe may have no writer before it is said that it is waited for. */
const SILENT_MS = 1000;
/** As far as this a file is looked at to see what it is. */
const PROBE = 1 << 16;

/**
 * @param format the form of its time stamps, if it is given
 * @throws {InputError} if the file cannot be read, is empty or is no text
 */
export async function openSource(file: string, format: TimeFormat | null = null): Promise<Source> {
  return oldestFirst(await openAsItIs(file, format));
}

/** The same, but what is newest first is left so. */
export async function openAsItIs(file: string, format: TimeFormat | null = null): Promise<Source> {
  const size = file === STDIN ? 0 : sizeOf(file);
  let again: FileBytes | null = null;
  const changed = () => {
    again = null;
  };
  const opened = (found: FileBytes) => {
    again = found;
  };
  const bytes = file === STDIN ? process.stdin : bytesOf(file, opened);
  let read = 0;
  const counted = explained(file, bytes, (chunk) => {
    read += chunk.length;
  });
  const chunks = explained(file, decoded(await decompressed(counted, changed), changed))[Symbol.asyncIterator]();
  const { value: first, done } = await chunks.next();
  if (done) throw new InputError(`${file}: is empty`);
  const ahead = new Ahead(Buffer.from(first), chunks);
  const probe = Buffer.from(first.subarray(0, PROBE));
  const layout = learnLayout(probe, format);
  if (isBinary(probe, layout)) throw new InputError(`${file}: is ${kindOfBinary(probe)}; a daemon's log was expected`);
  return {
    file,
    size,
    first: probe,
    layout,
    chunks: () => ahead.all(),
    last: async () => {
      if (again) return tailOf(file);
      return isRegular(file) ? lastOf((await openAsItIs(file, format)).chunks()) : ahead.last();
    },
    lines: null,
    read: () => read,
    again: () => again,
    close: async () => void (await chunks.return?.(undefined)),
  };
}

/** A crash may leave zeros in a log that is one all the same. */
const isBinary = (probe: Buffer, layout: Layout): boolean =>
  (probe.includes(0) || PACKED.some(([magic]) => probe.toString('latin1', 0, magic.length) === magic)) &&
  !probedLines(probe, layout).some((line) => headerIn(line.replaceAll('\0', ''), layout) !== null);

/** How files begin that a log may have been packed into. */
const PACKED = [
  ['\xfd7zXZ', 'compressed with xz, and only gzip can be read'],
  ['\x28\xb5\x2f\xfd', 'compressed with zstd, and only gzip can be read'],
  ['BZh', 'compressed with bzip2, and only gzip can be read'],
  ['PK\x03\x04', 'a zip archive'],
] as const;

const kindOfBinary = (probe: Buffer): string =>
  PACKED.find(([magic]) => probe.toString('latin1', 0, magic.length) === magic)?.[1] ?? 'binary';

/** The bytes of a file, each chunk in the same memory: it holds until the next one is asked for. */
async function* bytesOf(file: string, onOpen: (bytes: FileBytes) => void): AsyncGenerator<Buffer> {
  const waits = setTimeout(
    () => console.error(`claimcheck: ${escaped(file)}: waiting for somebody to write to it`),
    SILENT_MS,
  );
  // A number, and no handle that would complain on standard error if a log is refused after its first bytes.
  const descriptor = await openFile(file, 'r').finally(() => clearTimeout(waits));
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFile()) onOpen(new FileBytes(file, stats));
    const memory = Buffer.allocUnsafeSlow(CHUNK);
    for (;;) {
      const { bytesRead } = await readFrom(descriptor, memory, 0, CHUNK, null);
      if (bytesRead === 0) return;
      yield memory.subarray(0, bytesRead);
    }
  } finally {
    closeSync(descriptor);
  }
}

const isRegular = (file: string): boolean => file !== STDIN && statSync(file).isFile();

/** @throws {InputError} if there is no such file */
export function sizeOf(file: string): number {
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
async function decompressed(chunks: AsyncGenerator<Buffer>, onChange: () => void): Promise<AsyncIterable<Buffer>> {
  const { value, done } = await chunks.next();
  if (done) return Readable.from([]);
  const first = Buffer.from(value);
  const all = prefixed(first, chunks);
  if (first[0] !== 0x1f || first[1] !== 0x8b) return all;
  onChange();
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const bytes = Readable.from(copied(all));
  bytes.on('error', (error) => gunzip.destroy(error));
  return bytes.pipe(gunzip);
}

/** Chunks that a stream may keep. */
async function* copied(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

async function* prefixed(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (;;) {
    const { value, done } = await rest.next();
    if (done) return;
    yield value;
  }
}
