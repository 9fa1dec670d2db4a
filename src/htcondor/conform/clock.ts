import { SECOND } from './schedule.ts';

/**
 * A daemon's time(), which counts whole seconds: `phase` is where in its second the run begins. The run is the same
 * for every phase from there up to `sameUntil`, at which one of the comparisons made would come out otherwise.
 */
export class Clock {
  sameUntil = SECOND;
  readonly #phase: number;

  constructor(phase: number) {
    this.#phase = phase;
  }

  /** Whether time() differs between two moments. */
  turnedBetween(earlier: number, later: number): boolean {
    return this.secondsBetween(earlier, later) !== 0;
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
