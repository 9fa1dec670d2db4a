import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { decoded } from './bytes/encoding.ts';
import { TAIL } from './bytes/last-bytes.ts';
import { headerIn, type Layout, probedLines } from './layout.ts';
import type { Source } from './source.ts';

const NEWLINE = 0x0a;
const BLOCK = 1 << 18;
/** No line that matters is longer: of one that is, the beginning is kept. */
const LONGEST = 1 << 17;
/** So much is turned round in memory where it cannot be read from its end. */
const MOST = 1 << 26;
/** So many steps back and none forward are an order, and no clock that was set. */
const FEW = 3;

/** Whether the times of some lines go back, one after the other. */
export function runsBackwards(bytes: Buffer, layout: Layout, year?: number): boolean {
  const steps = stepsIn(bytes, layout, year);
  return steps.filter((step) => step < 0).length >= FEW && goesBack(steps);
}

function stepsIn(bytes: Buffer, layout: Layout, year?: number): number[] {
  const stamps = probedLines(bytes, layout).flatMap((line) => headerIn(line, layout, year)?.stamp.ms ?? []);
  return stamps.slice(1).map((ms, i) => ms - (stamps[i] as number));
}

const goesBack = (steps: readonly number[]): boolean => steps.every((step) => step <= 0);

/** The end of a log may begin within a line. */
const endsBackwards = (end: Buffer, layout: Layout): boolean =>
  goesBack(stepsIn(end.length < TAIL ? end : end.subarray(end.indexOf(NEWLINE) + 1), layout));

/** The lines of a log that is newest first, from its last one on, each with its number; the log itself if it is none that can be turned. */
export async function oldestFirst(source: Source): Promise<Source> {
  const { layout, file } = source;
  // The parts of a wrapped line are in their order, or not: that cannot be seen.
  if (layout.wrap !== null || !runsBackwards(source.first.subarray(0, TAIL), layout)) return source;
  if (source.again() === null) return fromMemory(source);
  const last = await source.last();
  if (last && !endsBackwards(last, layout)) return source;
  const first = await beginningOf(
    decoded(backwards(file), () => {}),
    source.first.length,
  );
  await source.close();
  return {
    ...source,
    first,
    lines: countLines(file),
    chunks: () => decoded(backwards(file), () => {}),
    last: () => Promise.resolve(turned(source.first.subarray(0, TAIL))),
    read: () => source.size,
    again: () => null,
    close: () => Promise.resolve(),
  };
}

/** What is compressed, or comes through a pipe. */
async function fromMemory(source: Source): Promise<Source> {
  const kept: Buffer[] = [];
  let size = 0;
  const chunks = source.chunks()[Symbol.asyncIterator]();
  const rest = async function* () {
    yield* kept;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  };
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    kept.push(Buffer.from(next.value));
    size += next.value.length;
    if (size > MOST) return { ...source, chunks: rest };
  }
  const whole = Buffer.concat(kept);
  if (!endsBackwards(whole.subarray(-TAIL), source.layout)) return { ...source, chunks: rest };
  const all = turned(whole);
  return {
    ...source,
    first: all.subarray(0, source.first.length),
    lines: linesIn(whole) + (whole.at(-1) === NEWLINE ? 0 : 1),
    chunks: () => asyncOf(all),
    last: () => Promise.resolve(all.subarray(-TAIL)),
  };
}

// biome-ignore lint/suspicious/useAwait: what reads chunks awaits them.
async function* asyncOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += BLOCK) yield bytes.subarray(at, at + BLOCK);
}

/** Lines in the other order, each with its end. */
function turned(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  const line = Buffer.from('\n');
  let end = bytes.at(-1) === NEWLINE ? bytes.length - 1 : bytes.length;
  while (end >= 0) {
    const start = end === 0 ? 0 : bytes.lastIndexOf(NEWLINE, end - 1) + 1;
    parts.push(bytes.subarray(start, end), line);
    end = start - 1;
  }
  return Buffer.concat(parts);
}

/** A file's lines from its last one on, in constant memory. */
// biome-ignore lint/suspicious/useAwait: what reads chunks awaits them.
async function* backwards(file: string): AsyncGenerator<Buffer> {
  const descriptor = openSync(file, 'r');
  try {
    let to = fstatSync(descriptor).size;
    let rest: Buffer = Buffer.alloc(0);
    while (to > 0) {
      const block = Buffer.alloc(Math.min(BLOCK, to));
      to -= block.length;
      readSync(descriptor, block, 0, block.length, to);
      const whole = Buffer.concat([block, rest]);
      const cut = to === 0 ? 0 : whole.indexOf(NEWLINE) + 1;
      if (cut < whole.length && (cut > 0 || to === 0)) yield turned(whole.subarray(cut));
      rest = cut > 0 ? whole.subarray(0, cut) : to === 0 ? whole : whole.subarray(0, LONGEST);
    }
  } finally {
    closeSync(descriptor);
  }
}

async function beginningOf(chunks: AsyncIterable<Buffer>, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    parts.push(Buffer.from(chunk));
    size += chunk.length;
    if (size >= length) break;
  }
  return Buffer.concat(parts).subarray(0, length);
}

function linesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}

function countLines(file: string): number {
  const descriptor = openSync(file, 'r');
  try {
    const block = Buffer.alloc(BLOCK);
    let [count, last] = [0, NEWLINE];
    for (let read = readSync(descriptor, block); read > 0; read = readSync(descriptor, block)) {
      count += linesIn(block.subarray(0, read));
      last = block[read - 1] as number;
    }
    return last === NEWLINE ? count : count + 1;
  } finally {
    closeSync(descriptor);
  }
}
