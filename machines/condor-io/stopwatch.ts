/**
 * time() as a daemon asks for it, and how long something has lasted: both in ticks of a clock that ticks several times a
 * second. time() counts whole seconds, so what is measured by it depends on where in its second something begins.
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

export const ticked = ({ perSecond, phase, elapsed }: Stopwatch): Stopwatch => ({
  perSecond,
  phase: (phase + 1) % perSecond,
  elapsed: elapsed === null ? null : elapsed + 1,
});

export const started = (watch: Stopwatch): Stopwatch => ({ ...watch, elapsed: 0 });

export const stopped = (watch: Stopwatch): Stopwatch => ({ ...watch, elapsed: null });

/** How often time() has gone on by one since it was started. */
export const secondsByTime = ({ perSecond, phase, elapsed }: Stopwatch): number =>
  elapsed === null ? 0 : Math.floor((elapsed + perSecond - 1 - phase) / perSecond);

/** Whether so many seconds have gone by in full since it was started. */
export const haveElapsed = ({ perSecond, elapsed }: Stopwatch, seconds: number): boolean =>
  elapsed !== null && elapsed >= seconds * perSecond;
