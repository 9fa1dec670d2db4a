/** Bit 0 of word 0 is set in every packed state, so that none of them looks like an empty slot of a hash table. */
export const PRESENT = 1;

/**
 * How a product state is packed: bit fields, none across a word boundary.
 *
 * Local states are found as the search goes, so a field can turn out too narrow: `FieldOverflow` then names it, and the
 * search starts over with a wider one (the tables keep what they have learned, so little is lost).
 */
export class Layout {
  readonly words: number;
  readonly word: Uint8Array;
  readonly shift: Uint8Array;
  readonly mask: Uint32Array;

  constructor(bits: readonly number[]) {
    this.word = new Uint8Array(bits.length);
    this.shift = new Uint8Array(bits.length);
    this.mask = new Uint32Array(bits.length);
    const free = [31];
    bits.forEach((width, field) => {
      let word = free.findIndex((room) => room >= width);
      if (word < 0) word = free.push(32) - 1;
      this.word[field] = word;
      this.shift[field] = 32 - (free[word] as number);
      this.mask[field] = 2 ** width - 1;
      free[word] = (free[word] as number) - width;
    });
    this.words = free.length;
  }

  /** The value of a field in the state at `base`. */
  get(field: number, data: Int32Array, base: number): number {
    const word = data[base + (this.word[field] as number)] as number;
    return (word >>> (this.shift[field] as number)) & (this.mask[field] as number);
  }

  /** @throws {FieldOverflow} if the value does not fit */
  check(field: number, value: number): void {
    if (value > (this.mask[field] as number)) throw new FieldOverflow(field);
  }
}

export class FieldOverflow extends Error {
  readonly field: number;

  constructor(field: number) {
    super(`field ${field} is too narrow`);
    this.field = field;
  }
}

/** The bits that tell `count` values apart; none for a single one. */
export function bitsFor(count: number): number {
  return Math.ceil(Math.log2(count));
}
