/** How many words of 32 bits hold this many bits. */
export const wordsFor = (bits: number): number => (bits + 31) >>> 5;

/** How many bits of a word are set. */
export function popcount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The word with the bits whose numbers satisfy a condition. */
export function maskOf(bits: number, isIn: (bit: number) => boolean): Int32Array {
  const mask = new Int32Array(wordsFor(bits));
  for (let bit = 0; bit < bits; bit++) if (isIn(bit)) mask[bit >>> 5] = (mask[bit >>> 5] as number) | (1 << (bit & 31));
  return mask;
}

/** A square of 32 × 32 bits at work. */
const square = new Int32Array(32);

/** Writes a matrix of bits to `to`, rows and columns exchanged; each row begins with a new word. */
export function transpose(from: Int32Array, rows: number, columns: number, to: Int32Array): void {
  const width = wordsFor(columns);
  const height = wordsFor(rows);
  to.fill(0);
  for (let down = 0; down < height; down++) {
    for (let across = 0; across < width; across++) {
      let any = 0;
      for (let i = 0; i < 32; i++) {
        const row = down * 32 + i;
        const word = row < rows ? (from[row * width + across] as number) : 0;
        square[i] = word;
        any |= word;
      }
      if (any !== 0) turnTo(to, across, down, height, columns);
    }
  }
}

/** Writes the square, rows and columns exchanged, to its place. */
function turnTo(to: Int32Array, down: number, across: number, width: number, rows: number): void {
  turn();
  const end = Math.min(32, rows - down * 32);
  for (let i = 0; i < end; i++) to[(down * 32 + i) * width + across] = square[i] as number;
}

/** Exchanges rows and columns of the square: halves, then quarters, down to single bits. */
function turn(): void {
  let mask = 0x0000ffff;
  for (let size = 16; size !== 0; size >>>= 1, mask ^= mask << size) {
    for (let row = 0; row < 32; row = (row + size + 1) & ~size) {
      const other = row + size;
      const upper = square[row] as number;
      const lower = square[other] as number;
      const difference = ((upper >>> size) ^ lower) & mask;
      square[row] = upper ^ (difference << size);
      square[other] = lower ^ difference;
    }
  }
}
