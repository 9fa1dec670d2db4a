import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { InputError } from '../../../files/input.ts';
import { hostsOf } from '../address.ts';
import { parseHeader } from './header.ts';
import { firstStamp, inOrder } from './order.ts';
import { type Source, STDIN } from './source.ts';

/** The files of one daemon. */
interface Group {
  readonly label: string;
  readonly sources: readonly Source[];
}

/** What a file of a log that was rotated, kept by date, or compressed has behind the log's name. */
const ENDING = /(?:\.(?:old|gz|\d{1,3}|\d{8}T\d{6})|-\d{8}(?:T\d{6})?)+$/;
/** The end of a file, as far as it is looked at for its last time. */
const TAIL = 1 << 14;

/**
 * Which files are one daemon's log. Files of one folder whose names differ in a rotation's ending are; of the same name in
 * different folders, they are not, nor are those that name different hosts. Any others are one daemon's if they follow each
 * other in time, and several daemons' if they are of the same time.
 *
 * @throws {InputError} if a log's lines are newest first
 */
export function groupsOf(sources: readonly Source[], year?: number): Group[] {
  const groups: Source[][] = [];
  for (const source of inOrder(sources, year)) {
    requireOldestFirst(source, year);
    const group = groups.find((known) => known.every((other) => mayBeOne(other, source, year)));
    if (group) group.push(source);
    else groups.push([source]);
  }
  return groups.map((group) => ({ label: labelOf(group), sources: group }));
}

const labelOf = (group: readonly Source[]): string =>
  group.map(({ file }) => file).toSorted((a, b) => a.length - b.length)[0] ?? '';

const nameOf = ({ file }: Source): string => basename(file).replace(ENDING, '');

function mayBeOne(a: Source, b: Source, year: number | undefined): boolean {
  if (a.file === STDIN || b.file === STDIN) return true;
  const isSameName = nameOf(a) === nameOf(b);
  const isSameFolder = dirname(a.file) === dirname(b.file);
  if (isSameName && isSameFolder) return true;
  const [hostA, hostB] = [hostsIn(a), hostsIn(b)];
  if (hostA.length > 0 && hostB.length > 0 && !hostA.some((host) => hostB.includes(host))) return false;
  if (isSameName && basename(a.file) === basename(b.file)) return false;
  return !overlap(a, b, year);
}

/** The addresses that a daemon says it listens at, among a file's first bytes. */
function hostsIn({ first }: Source): string[] {
  const said = /DaemonCore: command socket at (<[^>\n]{1,2000}>)/.exec(first.toString('latin1'));
  return hostsOf(said?.[1]);
}

/** Whether two files are of the same time, as far as that can be seen. */
function overlap(a: Source, b: Source, year: number | undefined): boolean {
  const [fromA, toA] = [firstStamp(a, year), lastStamp(a, year)];
  const [fromB, toB] = [firstStamp(b, year), lastStamp(b, year)];
  if (fromA === null || toA === null || fromB === null || toB === null) return false;
  return fromA < toB && fromB < toA;
}

/** The last time in a file that is not compressed; null if it cannot be seen. */
function lastStamp(source: Source, year: number | undefined): number | null {
  const known = LAST_STAMPS.get(source);
  if (known !== undefined) return known;
  const last = stampsIn(tailOf(source.file), year).at(-1) ?? null;
  LAST_STAMPS.set(source, last);
  return last;
}

const LAST_STAMPS = new WeakMap<Source, number | null>();

const stampsIn = (text: string, year: number | undefined): number[] =>
  text.split('\n').flatMap((line) => parseHeader(line, year)?.stamp.ms ?? []);

/** @throws {InputError} if a log's first lines go back in time, one after the other */
function requireOldestFirst({ file, first }: Source, year: number | undefined): void {
  const stamps = stampsIn(first.toString('latin1', 0, TAIL), year);
  const steps = stamps.slice(1).map((ms, i) => ms - (stamps[i] as number));
  const back = steps.filter((step) => step < 0).length;
  if (back < FEW || steps.some((step) => step > 0)) return;
  throw new InputError(`${file}: its lines are newest first; oldest first was expected (tac turns them round)`);
}

/** So many steps back and none forward are an order, and no clock that was set. */
const FEW = 3;

/** A pipe can be read only once. */
function tailOf(file: string): string {
  const stat = statSync(file);
  if (!stat.isFile()) return '';
  const { size } = stat;
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(TAIL, size));
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('latin1');
  } finally {
    closeSync(descriptor);
  }
}
