/**
 * How a product state is packed: one bit field per component and observer, none across a word boundary.
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
    const free: number[] = [];
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

/** The bits that tell `count` values apart. */
export function bitsFor(count: number): number {
  return Math.max(1, Math.ceil(Math.log2(count)));
}
