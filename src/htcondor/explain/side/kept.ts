import type { Fact } from '../line.ts';

/** Texts that were asked for lately. */
const recent = new Map<string, string>();
const MOST = 4096;

/** A part of a line, cut loose from it, so that the line itself is not kept in memory; the same text is kept once. */
export function own(text: string): string {
  const known = recent.get(text);
  if (known !== undefined) return known;
  if (recent.size >= MOST) recent.clear();
  const copy = Buffer.from(text).toString();
  recent.set(copy, copy);
  return copy;
}

/** A copy of a text that may be missing. */
export const ownOrNull = (text: string | null | undefined): string | null => (text == null ? null : own(text));

/** What the lines of an ALIVE name that is asked for when it is over. */
const ASKED = ['bytes', 'reply', 'reason'] as const;
const NOTHING: Fact['params'] = {};

/** A list with one more item. Most have only one, and JavaScript makes room for many at the second. */
export function added<T>(list: T[], item: T): T[] {
  if (list.length === 0) return [item];
  list.push(item);
  return list;
}

/** A line of an ALIVE that is over, without what nobody asks for any more: there may be millions. */
export function kept<Name extends string>({ line, name, slot, params }: Fact<Name>): Fact<Name> {
  return { line, name, slot: ownOrNull(slot), params: keptParams(params) };
}

/** Most are alike. */
const alike = new Map<string, Fact['params']>();

function keptParams(params: Fact['params']): Fact['params'] {
  const asked = ASKED.flatMap((key) => (params[key] === undefined ? [] : [[key, own(params[key])] as const]));
  if (asked.length === 0) return NOTHING;
  const key = asked.join();
  const known = alike.get(key);
  if (known) return known;
  if (alike.size >= MOST) alike.clear();
  const made: Fact['params'] = Object.fromEntries(asked);
  alike.set(key, made);
  return made;
}
