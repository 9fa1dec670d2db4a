import { SECOND } from './schedule.ts';

/**
 * The schedd's time(), which counts whole seconds: `phase` is where in its second the run begins. The run is the same
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
    if (earlier === later) return false;
    return this.#time(earlier) !== this.#time(later);
  }

  #time(moment: number): number {
    const since = this.#phase + moment;
    this.sameUntil = Math.min(this.sameUntil, this.#phase + SECOND - (since % SECOND));
    return Math.floor(since / SECOND);
  }
}
