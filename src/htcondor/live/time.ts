/** Whole microseconds since 1970, and what is to happen at a moment: the clock of a server or a client, which a test may let run by itself. */
export interface Time {
  now(): number;
  /** Calls once at a moment, or soon if that is over; what it returns takes that back. */
  at(moment: number, happens: () => void): () => void;
  /** Calls when the kernel has been asked once more for what has arrived, so that a FIN counts with the bytes before it. */
  soon(happens: () => void): void;
}

const MICROSECONDS = 1000;
/** setTimeout() takes no more. */
const LONGEST = 2 ** 31 - 1;

export const REAL_TIME: Time = {
  now: () => Math.round((performance.timeOrigin + performance.now()) * MICROSECONDS),
  at(moment, happens) {
    const wait = Math.max(0, Math.ceil((moment - REAL_TIME.now()) / MICROSECONDS));
    const timer = setTimeout(happens, Math.min(wait, LONGEST));
    return () => clearTimeout(timer);
  },
  soon: (happens) => void setImmediate(() => setImmediate(happens)),
};
