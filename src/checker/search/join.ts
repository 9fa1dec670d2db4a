import { NEEDS, type Part, TARGET } from './parts.ts';
import { grown } from '../typed-array.ts';

/** Two parts as one: the pairs of their states that can be reached together, and the steps between them. */
export function join(one: Part, other: Part): Part | null {
  return one.states * other.states > TARGET ? null : new Join(one, other).run();
}

class Join {
  readonly #one: Part;
  readonly #other: Part;
  /** Per pair: the number that it has been given, plus 1. */
  readonly #numbers: Int32Array;
  readonly #pairs: number[] = [0];
  readonly #first: number[] = [0];
  readonly #hitLists: (readonly number[])[];
  #steps = new Int32Array(1 << 12);
  #hits = new Int32Array(1 << 12);
  readonly #moves: number[] = [];
  #count = 0;

  constructor(one: Part, other: Part) {
    this.#one = one;
    this.#other = other;
    this.#numbers = new Int32Array(one.states * other.states);
    this.#numbers[0] = 1;
    this.#hitLists = [...one.hitLists, ...other.hitLists];
  }

  run(): Part {
    const { states } = this.#other;
    for (let n = 0; n < this.#pairs.length; n++) {
      const pair = this.#pairs[n] as number;
      const [mine, its] = [Math.trunc(pair / states), pair % states];
      this.#expand(this.#one, mine, this.#other.busy[its] as number, 0, (target) => target * states + its);
      const shift = this.#one.hitLists.length;
      this.#expand(this.#other, its, this.#one.busy[mine] as number, shift, (target) => mine * states + target);
      this.#first.push(this.#count);
    }
    return this.#result();
  }

  #expand(part: Part, state: number, blocked: number, shift: number, pairOf: (target: number) => number): void {
    for (let at = part.first[state] as number; at < (part.first[state + 1] as number); at++) {
      const step = part.steps[at] as number;
      if (((step >>> NEEDS) & blocked) !== 0) continue;
      const hits = part.hits[at] as number;
      const moves = part.moves[at] as number;
      this.#add(this.#numberOf(pairOf(step & TARGET)) | (step & ~TARGET), hits === 0 ? 0 : hits + shift, moves);
    }
  }

  #numberOf(pair: number): number {
    if (this.#numbers[pair] === 0) this.#numbers[pair] = this.#pairs.push(pair);
    return (this.#numbers[pair] as number) - 1;
  }

  #add(step: number, hits: number, moves: number): void {
    this.#moves.push(moves);
    if (this.#count === this.#steps.length) [this.#steps, this.#hits] = [grown(this.#steps), grown(this.#hits)];
    this.#steps[this.#count] = step;
    this.#hits[this.#count] = hits;
    this.#count += 1;
  }

  #result(): Part {
    const [one, other] = [this.#one, this.#other];
    const { states } = other;
    const pairs = Int32Array.from(this.#pairs);
    return {
      states: pairs.length,
      first: Int32Array.from(this.#first),
      steps: this.#steps.slice(0, this.#count),
      moves: Uint8Array.from(this.#moves),
      hits: this.#hits.slice(0, this.#count),
      hitLists: this.#hitLists,
      busy: Int32Array.from(
        pairs,
        (pair) => (one.busy[Math.trunc(pair / states)] as number) | (other.busy[pair % states] as number),
      ),
      concerned: one.concerned.map((isOne, check) => isOne || (other.concerned[check] ?? false)),
      local: (state, component) => {
        const pair = pairs[state] as number;
        return one.local(Math.trunc(pair / states), component) ?? other.local(pair % states, component);
      },
      runs: one.runs.map((run, check) => run ?? other.runs[check] ?? null),
    };
  }
}
