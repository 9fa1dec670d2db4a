import { encodeCommand, type WirePath, waitsForAnswer } from '../../../machines/condor-io/alive-message.ts';
import { concat } from '../../../machines/condor-io/cedar.ts';

/** Times are whole microseconds: the sums are exact. */
export const SECOND = 1_000_000;
/** `hold`: how long the client waits for the schedd to close. */
const PATIENCE = 3 * SECOND;

/** What the client does after its last bytes: close its half, reset the connection, or wait for the schedd to close. */
export const ENDINGS = ['fin', 'rst', 'hold'] as const;
export type Ending = (typeof ENDINGS)[number];

/** What the client does, as in the measured files. */
export interface ClientSchedule {
  readonly path: WirePath;
  /** Seconds of silence after the command. */
  readonly gap: number;
  /** Seconds to wait, and then bytes, in hex. */
  readonly writes: readonly (readonly [number, string])[];
  readonly end: Ending;
}

/** Something that reaches the schedd's host at one moment. */
export interface Arrival {
  readonly at: number;
  /** How many bytes have arrived by then. */
  readonly arrived: number;
  /** How the stream ends with them: a FIN after which the client still listens, an RST, or a close for good. */
  readonly ends: 'fin' | 'rst' | 'close' | null;
}

export interface Schedule {
  readonly bytes: Uint8Array;
  readonly arrivals: readonly Arrival[];
  /** When the client stops listening. */
  readonly patienceEnds: number;
  readonly end: Ending;
}

/**
 * The schedule as arrivals. What happens at one moment arrives at one moment, in one segment with the command if there
 * was no gap; only a client that awaits an answer cannot send its claim id in one with the command. With `apart` the
 * client's FIN is a call of its own, and leaves so much later than the last bytes that the schedd has dealt with them.
 */
export function toSchedule({ path, gap, writes, end }: ClientSchedule, apart = false): Schedule {
  const command = encodeCommand(path);
  const parts = [command];
  const arrivals: Arrival[] = [{ at: 0, arrived: command.length, ends: null }];
  let at = microseconds(gap);
  let arrived = command.length;
  const add = (arrival: Arrival, mayMerge: boolean) => {
    const last = arrivals.at(-1) as Arrival;
    const merges = mayMerge && last.at === arrival.at && (arrivals.length > 1 || !waitsForAnswer(path));
    if (merges) arrivals.pop();
    arrivals.push(arrival);
  };
  for (const [wait, hex] of writes) {
    at += microseconds(wait);
    if (hex === '') continue;
    const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
    parts.push(bytes);
    arrived += bytes.length;
    add({ at, arrived, ends: null }, true);
  }
  if (end === 'hold') add({ at: at + PATIENCE, arrived, ends: 'close' }, true);
  else add({ at, arrived, ends: end }, !apart || end === 'rst');
  return { bytes: concat(...parts), arrivals, patienceEnds: end === 'hold' ? at + PATIENCE : Infinity, end };
}

const microseconds = (seconds: number): number => Math.round(seconds * SECOND);
