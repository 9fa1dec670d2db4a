/** Where a helper and the search meet: places in an array that both share. */
export const STATE = 0;
export const FROM = 1;
export const TO = 2;
export const WITH_FAULT = 3;
/** How far the helper came: less than `TO` where its output was full. */
export const UPTO = 4;
export const VERSION = 5;
/** The nodes and leaves that were finished when the chunk was handed over. */
export const NODES = 6;
export const LEAVES = 7;
/** Counts up while a helper is at work. */
export const PULSE = 8;
/** From here on: per breath how much has been put out by its end, and the steps that change something. */
export const ROOM = 9;
export const MARKS = 10;
export const BREATHS = 4;
export const SLOT_LENGTH = MARKS + 2 * BREATHS;

export const IDLE = 0;
export const TASK = 1;
export const DONE = 2;
export const DEAD = 3;
export const END = 4;

/** The output: two numbers an entry. */
export const OUT_LENGTH = 2 ** 18;

/** What a helper knows of a search whose states are one word: the step tree, the states, and the bitmap of those that are there. */
export interface View {
  readonly data: Int32Array;
  readonly bits: Int32Array;
  /** The lowest bit of a word that tells states apart. */
  readonly from: number;
  readonly nodes: Int32Array;
  readonly keep: Int32Array;
  readonly set: Int32Array;
  readonly hits: Int32Array;
  /** By a leaf's hits: 1 if there is nothing new about them. */
  readonly settled: Int32Array;
  /** Per field: where it is. */
  readonly shift: Uint8Array;
  readonly mask: Uint32Array;
  readonly firstGroup: number;
  /** Per group, without and with a fault: the rows by the value of the group; 0 for one that is not there yet. */
  readonly rows: readonly Int32Array[];
  /** The field values from which on a node's trees lie in pages of as many. */
  readonly page: number;
}

/** An entry of the output that says that the search must take a choice itself is `~state`, and where its tree is; a whole row is below 0. */
const rowMark = (group: number): number => -1 - group;

/**
 * Expands the states of one breath: puts out, in order, each successor that is not known to be there with the state that it comes from,
 * and each choice or row that is not known to the helper yet.
 *
 * What it reads may be older than what the search knows by then, never wrong: it knows nothing of the nodes and leaves beyond those that
 * were finished when it began, and a bit that is set is that of a state which was found before in the order of the search.
 *
 * @returns how much has been put out, and how many steps change something; -1 if there may be no room
 */
export function expandBreath(
  view: View,
  {
    from,
    to,
    withFault,
    nodeLimit,
    leafLimit,
  }: { from: number; to: number; withFault: number; nodeLimit: number; leafLimit: number },
  out: Int32Array,
  start: number,
  room: number,
): { readonly at: number; readonly transitions: number } | null {
  const { bits, data, firstGroup, hits, keep, mask, nodes, page, rows, set, settled, shift } = view;
  const groups = rows.length >> 1;
  const low = view.from;
  let at = start;
  let transitions = 0;
  for (let state = from; state < to; state++) {
    if (at + room > out.length) return null;
    const word = data[state] as number;
    for (let group = 0; group < groups; group++) {
      const value = (word >>> (shift[firstGroup + group] as number)) & (mask[firstGroup + group] as number);
      const row = (rows[2 * group + withFault] as Int32Array)[value] as number;
      if (row === 0 || row >= nodeLimit) {
        out[at] = rowMark(group);
        out[at + 1] = ~state;
        at += 2;
        continue;
      }
      const end = row + 2 * (nodes[row] as number);
      for (let entry = row + 1; entry < end; entry += 2) {
        let node = nodes[entry + 1] as number;
        while (node > 0 && node < nodeLimit) {
          const field = nodes[node] as number;
          const limit = mask[field] as number;
          const one = (word >>> (shift[field] as number)) & limit;
          if (limit < page) node = nodes[node + 1 + one] as number;
          else {
            const below = nodes[node + 1 + ((one / page) | 0)] as number;
            node = below === 0 || below >= nodeLimit ? 0 : (nodes[below + (one % page)] as number);
          }
        }
        const leaf = -1 - node;
        if (node >= 0 || leaf >= leafLimit) {
          out[at] = entry;
          out[at + 1] = ~state;
          at += 2;
          continue;
        }
        if (leaf === 0) continue;
        const hit = hits[leaf] as number;
        if (hit !== 0 && settled[hit] === 0) {
          out[at] = entry;
          out[at + 1] = ~state;
          at += 2;
          continue;
        }
        const next = (word & (keep[leaf] as number)) | (set[leaf] as number);
        if (next === word) continue;
        transitions += 1;
        const bit = next >>> low;
        if (((bits[bit >>> 5] as number) & (1 << (bit & 31))) !== 0) continue;
        out[at] = next;
        out[at + 1] = state;
        at += 2;
      }
    }
  }
  return { at, transitions };
}
