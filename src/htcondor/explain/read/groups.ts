import { basename, dirname } from 'node:path';
import { InputError } from '../../../files/input.ts';
import { addressesOf, hostOf } from '../address.ts';
import { TAIL } from './bytes/last-bytes.ts';
import { headerIn, probedLines } from './layout.ts';
import { runsBackwards } from './newest-first.ts';
import { firstStamp, inOrder } from './order.ts';
import { type Source, STDIN } from './source.ts';

/** The files of one daemon. */
interface Group {
  readonly label: string;
  readonly sources: readonly Source[];
}

/** A file, and what tells whose it is. */
interface File {
  readonly source: Source;
  readonly folder: string;
  /** Its name without what a rotation has put behind it. */
  readonly name: string;
  /** Whether a rotation has put a number behind it; hosts may have numbers, too. */
  readonly isNumbered: boolean;
  /** Where the daemon says that it listens. */
  readonly addresses: readonly string[];
}

/** What a file of a log that was rotated, kept by date, or compressed has behind the log's name. */
const ENDING = /(?:\.(?:old|gz|\d{1,3}|\d{8}T\d{6})|-\d{8}(?:T\d{6})?)+$/;
const NUMBER = /\.\d{1,3}(?:\.gz)?$/;

/**
 * Which files are one daemon's log. Files of one folder whose names differ in a rotation's ending are, unless hosts are
 * numbered like that: then their addresses or times contradict. Files of the same name in different folders are not. Any
 * others are one daemon's if they follow each other in time, and none of their addresses contradicts; where the time is not
 * known they are not.
 *
 * @throws {InputError} if a log's lines are newest first
 */
export async function groupsOf(sources: readonly Source[], year?: number): Promise<Group[]> {
  const series: File[][] = [];
  for (const source of inOrder(sources, year)) {
    requireOldestFirst(source, year);
    await addTo(series, fileOf(source), (other, file) => areOneSeries(other, file, year));
  }
  const groups: File[][] = [];
  for (const files of series) {
    const group = await firstOf(groups, (known) => mayBeOne(known, files, year));
    if (group) group.push(...files);
    else groups.push(files);
  }
  return groups.map((files) => ({ label: labelOf(files), sources: files.map(({ source }) => source) }));
}

async function addTo(groups: File[][], file: File, fits: (other: File, file: File) => Promise<boolean>): Promise<void> {
  const group = await firstOf(groups, (known) => every(known, (other) => fits(other, file)));
  if (group) group.push(file);
  else groups.push([file]);
}

async function firstOf<T>(items: readonly T[], is: (item: T) => Promise<boolean>): Promise<T | undefined> {
  for (const item of items) if (await is(item)) return item;
  return undefined;
}

async function every<T>(items: readonly T[], is: (item: T) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (!(await is(item))) return false;
  return true;
}

const labelOf = (group: readonly File[]): string =>
  group.map(({ source }) => source.file).toSorted((a, b) => a.length - b.length)[0] ?? '';

const fileOf = (source: Source): File => ({
  source,
  folder: dirname(source.file),
  name: basename(source.file).replace(ENDING, ''),
  isNumbered: NUMBER.test(source.file),
  addresses: addressesIn(source),
});

/** The addresses at which a daemon says that it listens, among a file's first bytes. */
function addressesIn({ first }: Source): string[] {
  const said = first.toString('latin1').matchAll(/DaemonCore: command socket at (<[^>\n]{1,2000}>)/g);
  return [...said].flatMap(([, address]) => addressesOf(address));
}

/** Whether two files are pieces of one log by their names, which nothing contradicts. */
async function areOneSeries(a: File, b: File, year: number | undefined): Promise<boolean> {
  if (a.source.file === STDIN || a.folder !== b.folder || a.name !== b.name) return false;
  const [hosts, others] = [a.addresses.map(hostOf), b.addresses.map(hostOf)];
  if (haveCommon(hosts, others)) return true;
  const isNumbered = a.isNumbered || b.isNumbered;
  const areKnown = hosts.length > 0 && others.length > 0;
  if (isNumbered && areKnown) return false;
  return isNumbered || areKnown ? (await overlap(a, b, year)) !== true : true;
}

/** Whether files that differ in more than a rotation's ending may be one daemon's. */
async function mayBeOne(known: readonly File[], files: readonly File[], year: number | undefined): Promise<boolean> {
  const addressesOfAll = [known, files].map((all) => all.flatMap(({ addresses }) => addresses)) as [string[], string[]];
  const isSame = haveCommon(...addressesOfAll);
  if (!isSame && addressesOfAll.every((addresses) => addresses.length > 0)) return false;
  const pairs = known.flatMap((a) => files.map((b) => [a, b] as const));
  // Every host has the address of its own, and may have it at the same port.
  const isTelling = isSame && addressesOfAll[0].some((address) => !isLoopback(address));
  if (!isTelling && pairs.some(([a, b]) => a.name === b.name)) return false;
  if (pairs.some(([a, b]) => basename(a.source.file) === basename(b.source.file))) return false;
  return every(pairs, async ([a, b]) => (await overlap(a, b, year)) === false);
}

const haveCommon = (a: readonly string[], b: readonly string[]): boolean => a.some((item) => b.includes(item));

const isLoopback = (address: string): boolean => /^(?:127\.|\[::1\])/.test(address);

/** Whether two files are of the same time; null if that is not known. */
async function overlap({ source: a }: File, { source: b }: File, year: number | undefined): Promise<boolean | null> {
  const [fromA, fromB] = [firstStamp(a, year), firstStamp(b, year)];
  if (fromA === null || fromB === null) return null;
  const [toA, toB] = [await lastStamp(a, year), await lastStamp(b, year)];
  // What begins only after the other has ended needs no end of its own.
  if ((toA !== null && toA >= fromA && toA <= fromB) || (toB !== null && toB >= fromB && toB <= fromA)) return false;
  return toA === null || toB === null ? null : fromA < toB && fromB < toA;
}

const LAST_STAMPS = new WeakMap<Source, Promise<number | null>>();

/** The last time in a file; null if it cannot be seen. */
function lastStamp(source: Source, year: number | undefined): Promise<number | null> {
  const known = LAST_STAMPS.get(source) ?? findLastStamp(source, year);
  LAST_STAMPS.set(source, known);
  return known;
}

async function findLastStamp(source: Source, year: number | undefined): Promise<number | null> {
  const last = await source.last();
  const lines = last?.toString('latin1').split(/[\r\n]+/) ?? [];
  return stampsIn(Buffer.from(lines.slice(-MOST_LINES).join('\n'), 'latin1'), source, year).at(-1) ?? null;
}

/** So many of a file's last lines are looked at. */
const MOST_LINES = 200;

const stampsIn = (bytes: Buffer, { layout }: Source, year: number | undefined): number[] =>
  probedLines(bytes, layout).flatMap((line) => headerIn(line, layout, year)?.stamp.ms ?? []);

/** @throws {InputError} if a log's first lines go back in time, one after the other */
export function requireOldestFirst(source: Source, year?: number): void {
  if (!runsBackwards(source.first.subarray(0, TAIL), source.layout, year)) return;
  throw new InputError(
    `${source.file}: its first lines are newest first, and it cannot be turned round here: it is wrapped, too large to be kept in memory, or oldest first further on (tac turns it round)`,
  );
}
