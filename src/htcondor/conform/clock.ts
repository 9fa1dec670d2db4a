import { ModelError } from '../../checker/errors.ts';
import { SECOND } from './schedule.ts';

/**
 * How many ticks condor_read()'s clock has in a second. The machine only compares times with whole seconds, so only the order
 * of moments within their seconds matters (the regions of a timed automaton). A run numbers its moments in that order and
 * gives each number a tick. Thus runs at any microseconds share the few states of few ticks.
 */
export const TICKS_PER_SECOND = 2 ** 16;

/**
 * A daemon's time(), which counts whole seconds: `phase` is where in its second the run begins. The run is the same
 * for every phase from there up to `sameUntil`, at which one of the comparisons made would come out otherwise.
 */
export class Clock {
  sameUntil = SECOND;
  readonly #phase: number;
  /** Where in a second of the run something may happen, or time() goes on, in order. */
  readonly #places: readonly number[];
  /** How many ticks the wall clock's second is old when the run begins. */
  readonly #age: number;

  /** @param moments at which a read may begin, or something may arrive for it; the same holds whole seconds later */
  constructor(phase: number, moments: readonly number[]) {
    const turn = (SECOND - phase) % SECOND;
    this.#phase = phase;
    const places = new Set([0, turn, ...moments.map((moment) => moment % SECOND)]);
    this.#places = [...places].toSorted((a, b) => a - b);
    this.#age = (TICKS_PER_SECOND - this.#places.indexOf(turn)) % TICKS_PER_SECOND;
  }

  /** How many ticks after the last turn of a second before the run a moment is. */
  ticks(moment: number): number {
    const place = this.#places.indexOf(moment % SECOND);
    if (place < 0) throw new ModelError(`nothing was to happen after ${moment} microseconds`);
    return this.#age + Math.floor(moment / SECOND) * TICKS_PER_SECOND + place;
  }

  /** The moment that is so many ticks after that turn. */
  moment(ticks: number): number {
    const since = ticks - this.#age;
    const place = this.#places[since % TICKS_PER_SECOND];
    if (place === undefined) throw new ModelError(`nothing was to happen after ${since} ticks`);
    return Math.floor(since / TICKS_PER_SECOND) * SECOND + place;
  }

  /** How many times time() goes on by one between two moments. */
  secondsBetween(earlier: number, later: number): number {
    return earlier === later ? 0 : this.#time(later) - this.#time(earlier);
  }

  #time(moment: number): number {
    const since = this.#phase + moment;
    this.sameUntil = Math.min(this.sameUntil, this.#phase + SECOND - (since % SECOND));
    return Math.floor(since / SECOND);
  }
}
