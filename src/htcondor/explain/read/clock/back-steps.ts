import type { Stamp } from '../stamp.ts';

/** Where the time goes back from one line to the next. */
export interface BackStep {
  readonly before: Stamp;
  readonly after: Stamp;
  readonly line: { readonly file: string; readonly line: number };
}

/** A clock that goes back by less than this was set right. */
const WORTH = 600_000;
/** More of them are no news. */
const MOST = 20;

/**
 * Steps back of the time among lines that are not recognised. They count once a line follows that is recognised, and is of
 * an earlier time than stood before the step: a single line may have the time of something else.
 */
export class BackSteps {
  #steps: BackStep[] = [];

  add(step: BackStep): void {
    if (step.before.ms - step.after.ms >= WORTH && this.#steps.length < MOST) this.#steps.push(step);
  }

  /** Those that count for a line that is recognised; none of them is given again. */
  take(stamp: Stamp): readonly BackStep[] {
    if (this.#steps.length === 0) return this.#steps;
    const steps = this.#steps.filter(({ before }) => stamp.ms < before.ms);
    this.#steps = [];
    return steps;
  }
}

/** Whether the bytes at one place are less than those at another: of two times of one form, mostly the earlier one. */
export function isLess(a: Buffer, startA: number, b: Buffer, startB: number, length: number): boolean {
  for (let i = 0; i < length; i++) {
    const [one, other] = [a[startA + i] as number, b[startB + i] as number];
    if (one !== other) return one < other;
  }
  return false;
}
