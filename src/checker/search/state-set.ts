import { grown, isShared, shared } from '../typed-array.ts';

/** Packed states, numbered in the order in which they were found. */
export interface StateSet {
  readonly engine: 'bitmap' | 'table';
  /** What it takes by now. */
  readonly bytes: number;
  /** State n is at n times the words of a state. */
  readonly data: Int32Array;
  readonly size: number;
  /** Adds a state; its number, or -1 if it was there. */
  add(state: Int32Array): number;
  /** No state will be added any more. */
  close(): void;
  /** The number of a state that is there. */
  indexOf(state: Int32Array): number;
}

/** A bitmap of up to so many bits is kept for the next search, with all of them 0: what takes many megabytes is dear to make. */
const KEPT_BITS = 2 ** 30;
let kept = new Int32Array(0);

/** States of one word: a bit for each that there might be says whether it is there. */
export class StateBitmap implements StateSet {
  readonly engine = 'bitmap';
  data = new Int32Array(1 << 12);
  size = 0;
  /** The lowest bit of a word that tells states apart. */
  readonly from: number;
  readonly #bitmapBytes: number;
  #bits: Int32Array<ArrayBuffer>;
  #index: StateIndex | null = null;

  /**
   * @param from the lowest bit of a word that tells states apart
   * @param width how many bits do
   */
  constructor(from: number, width: number) {
    this.from = from;
    const words = Math.max(1, 2 ** (width - 5));
    this.#bitmapBytes = 4 * words;
    this.#bits = kept.length < words ? new Int32Array(words) : kept;
    kept = new Int32Array(0);
  }

  close(): void {
    if (isShared(this.#bits) || this.#bits.length * 32 > KEPT_BITS || this.#bits.length < kept.length) return;
    for (let i = 0; i < this.size; i++) this.#bits[((this.data[i] as number) >>> this.from) >>> 5] = 0;
    kept = this.#bits;
    this.#bits = new Int32Array(0);
  }

  /** The bitmap. */
  get bits(): Int32Array {
    return this.#bits;
  }

  /** Lets other threads read along. */
  share(): void {
    this.data = shared(this.data);
    this.#bits = shared(this.#bits);
  }

  add(state: Int32Array): number {
    const word = state[0] as number;
    const bit = word >>> this.from;
    const known = this.#bits[bit >>> 5] as number;
    const mask = 1 << (bit & 31);
    if ((known & mask) !== 0) return -1;
    this.#bits[bit >>> 5] = known | mask;
    if (this.size === this.data.length) this.data = grown(this.data);
    this.data[this.size] = word;
    this.size += 1;
    return this.size - 1;
  }

  indexOf(state: Int32Array): number {
    return (this.#index ??= new StateIndex(this.data, this.size, 1)).of(state);
  }

  get bytes(): number {
    return this.#bitmapBytes + this.data.byteLength;
  }
}

/** The table has more slots when so much of it is taken. */
const FULL = 0.6;

/**
 * States of any length, found by an open-addressing hash table. A slot holds a state's number plus 1, 0 if it is empty, and in the bits above
 * those of the state's hash: so another state is hardly ever looked at in vain.
 */
export class StateTable implements StateSet {
  readonly engine = 'table';
  readonly #words: number;
  data: Int32Array;
  size = 0;
  #slots = new Int32Array(1 << 12);
  #index: StateIndex | null = null;

  constructor(words: number) {
    this.#words = words;
    this.data = new Int32Array(words << 10);
  }

  add(state: Int32Array): number {
    const words = this.#words;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const code = hash(state, 0, words);
    let slot = code & mask;
    for (let entry = slots[slot] as number; entry !== 0; entry = slots[slot] as number) {
      if (((entry ^ code) & ~mask) === 0 && equals(this.data, ((entry & mask) - 1) * words, state, words)) return -1;
      slot = (slot + 1) & mask;
    }
    slots[slot] = (code & ~mask) | (this.size + 1);
    return this.#append(state);
  }

  close(): void {}

  #append(state: Int32Array): number {
    const words = this.#words;
    const base = this.size * words;
    if (base + words > this.data.length) this.data = grown(this.data);
    for (let i = 0; i < words; i++) this.data[base + i] = state[i] as number;
    this.size += 1;
    if (this.size > FULL * this.#slots.length) this.#rehash();
    return this.size - 1;
  }

  #rehash(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      const code = hash(this.data, id * this.#words, this.#words);
      let slot = code & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (code & ~mask) | (id + 1);
    }
    this.#slots = slots;
  }

  indexOf(state: Int32Array): number {
    return (this.#index ??= new StateIndex(this.data, this.size, this.#words)).of(state);
  }

  get bytes(): number {
    return this.#slots.byteLength + this.data.byteLength;
  }
}

/** The numbers of states that are all there: made when the search is over, and only if somebody asks. */
class StateIndex {
  readonly #data: Int32Array;
  readonly #words: number;
  /** A state's number, plus 1; 0 for none. */
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(data: Int32Array, size: number, words: number) {
    this.#data = data;
    this.#words = words;
    this.#mask = 2 ** Math.ceil(Math.log2(size * 2)) - 1;
    this.#slots = new Int32Array(this.#mask + 1);
    for (let id = 0; id < size; id++) {
      let slot = hash(data, id * words, words) & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = id + 1;
    }
  }

  of(state: Int32Array): number {
    let slot = hash(state, 0, this.#words) & this.#mask;
    for (let id = this.#slots[slot] as number; id !== 0; id = this.#slots[slot] as number) {
      if (equals(this.#data, (id - 1) * this.#words, state, this.#words)) return id - 1;
      slot = (slot + 1) & this.#mask;
    }
    return -1;
  }
}

function equals(slots: Int32Array, at: number, state: Int32Array, words: number): boolean {
  for (let i = 0; i < words; i++) if (slots[at + i] !== state[i]) return false;
  return true;
}

/** Murmur3's mixing: neighbouring states differ in few bits, and must not land in neighbouring slots. */
function hash(data: Int32Array, base: number, words: number): number {
  let h = 0;
  for (let i = 0; i < words; i++) {
    h = Math.imul(h ^ (data[base + i] as number), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h;
}
