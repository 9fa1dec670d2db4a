/**
 * time() as a daemon asks for it, and how long something has lasted: both in ticks of a clock that ticks several times a
 * second. time() counts whole seconds, so what is measured by it depends on where in its second something begins.
 *
 * Ticks need not be equally long: only the order of moments within their seconds matters.
 */
export interface Stopwatch {
  /** How many ticks make a second. */
  readonly perSecond: number;
  /** How many ticks the second is old. */
  readonly phase: number;
  /** How many ticks ago it was started; null while it is stopped. */
  readonly elapsed: number | null;
}

/** A stopwatch that has not been started, at the beginning of a second. */
export const stopwatch = (perSecond: number): Stopwatch => ({ perSecond, phase: 0, elapsed: null });

export const ticked = ({ perSecond, phase, elapsed }: Stopwatch, ticks = 1): Stopwatch => ({
  perSecond,
  phase: (phase + ticks) % perSecond,
  elapsed: elapsed === null ? null : elapsed + ticks,
});

export const started = (watch: Stopwatch): Stopwatch => ({ ...watch, elapsed: 0 });

export const stopped = (watch: Stopwatch): Stopwatch => ({ ...watch, elapsed: null });

/** How often time() has gone on by one since it was started. */
export const secondsByTime = ({ perSecond, phase, elapsed }: Stopwatch): number =>
  elapsed === null ? 0 : Math.floor((elapsed + perSecond - 1 - phase) / perSecond);

/** In how many ticks so many seconds will have gone by in full since it was started; null while it is stopped. */
export const ticksUntil = ({ perSecond, elapsed }: Stopwatch, seconds: number): number | null =>
  elapsed === null ? null : seconds * perSecond - elapsed;

/** Whether so many seconds have gone by in full since it was started. */
export const haveElapsed = (watch: Stopwatch, seconds: number): boolean => {
  const left = ticksUntil(watch, seconds);
  return left !== null && left <= 0;
};
