import type { Moment } from '../line.ts';

/** How many payloads had been waited for, and how many handlers were called, within a second. */
interface Second {
  ready: number;
  called: number;
}

const SECOND = 1000;
/** Older seconds are forgotten. */
const KEPT = 512;

/**
 * Which handlers were called because a payload had come that was waited for (27896). `Calling Handler
 * <DaemonCore::HandleReqPayloadReady>` names no connection, so that it is known of a handler only where it is true of every
 * handler called in the same second: lines of one second are not relied upon to be in order.
 */
export class PayloadReady {
  readonly #seconds = new Map<number, Second>();

  ready(at: Moment): void {
    this.#second(at).ready += 1;
  }

  /** The deadline has passed instead: no handler is called. */
  expired(at: Moment): void {
    this.#second(at).ready -= 1;
  }

  called(at: Moment): void {
    this.#second(at).called += 1;
  }

  /** Whether the handlers called at that time had waited for their payload; asked when its second is over. */
  allWaited(at: Moment): boolean {
    const { ready, called } = this.#second(at);
    return called > 0 && ready >= called;
  }

  #second({ ms }: Moment): Second {
    const key = Math.floor(ms / SECOND);
    const known = this.#seconds.get(key);
    if (known) return known;
    const second = { ready: 0, called: 0 };
    this.#seconds.set(key, second);
    const [oldest] = this.#seconds.keys();
    if (this.#seconds.size > KEPT && oldest !== undefined) this.#seconds.delete(oldest);
    return second;
  }
}
