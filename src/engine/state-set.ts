import { grown } from './typed-array.ts';

/** Packed states, numbered in the order in which they were found, in an open-addressing hash table on typed arrays. */
export class StateSet {
  readonly #words: number;
  /** State n is at n * words. */
  data: Int32Array;
  size = 0;
  #slots = new Int32Array(1 << 12);

  constructor(words: number) {
    this.#words = words;
    this.data = new Int32Array(words << 10);
  }

  /** Adds a state; its number, or -1 if it was there. */
  add(state: Int32Array): number {
    if (this.size * 2 >= this.#slots.length) this.#rehash();
    const mask = this.#slots.length - 1;
    let slot = hash(state, 0, this.#words) & mask;
    for (let id = this.#slots[slot] as number; id !== 0; id = this.#slots[slot] as number) {
      if (this.#equals(id - 1, state)) return -1;
      slot = (slot + 1) & mask;
    }
    const base = this.size * this.#words;
    if (base + this.#words > this.data.length) this.data = grown(this.data);
    for (let i = 0; i < this.#words; i++) this.data[base + i] = state[i] as number;
    this.size += 1;
    this.#slots[slot] = this.size;
    return this.size - 1;
  }

  /** The number of a state; -1 if it is not there. */
  find(state: Int32Array): number {
    const mask = this.#slots.length - 1;
    let slot = hash(state, 0, this.#words) & mask;
    for (let id = this.#slots[slot] as number; id !== 0; id = this.#slots[slot] as number) {
      if (this.#equals(id - 1, state)) return id - 1;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  #equals(id: number, state: Int32Array): boolean {
    const base = id * this.#words;
    for (let i = 0; i < this.#words; i++) if (this.data[base + i] !== state[i]) return false;
    return true;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = hash(this.data, id * this.#words, this.#words) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = id + 1;
    }
  }
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
