import { type Arrival, type Schedule, SECOND } from '../schedule.ts';
import type { Client } from './record.ts';

const microseconds = (seconds: number): number => Math.round(seconds * SECOND);

/**
 * What one of these clients sends, as arrivals. TCP takes urgent data out of the stream: the last byte of an urgent write never
 * comes to a reader that does not ask for it, and no reader of CEDAR does.
 */
export function scheduleOf({ at: start, writes, end, patience }: Client): Schedule {
  const parts: Uint8Array[] = [];
  const arrivals: Arrival[] = [];
  let at = microseconds(start);
  let arrived = 0;
  const add = (arrival: Arrival) => {
    if (arrivals.at(-1)?.at === arrival.at) arrivals.pop();
    arrivals.push(arrival);
  };
  for (const [wait, hex, urgent] of writes) {
    at += microseconds(wait);
    const bytes = Buffer.from(hex, 'hex');
    const inBand = urgent ? bytes.subarray(0, -1) : bytes;
    if (inBand.length === 0) continue;
    parts.push(inBand);
    arrived += inBand.length;
    add({ at, arrived, ends: null });
  }
  const patienceEnds = end === 'hold' ? at + microseconds(patience) : Infinity;
  add(end === 'hold' ? { at: patienceEnds, arrived, ends: 'close' } : { at, arrived, ends: end });
  return { bytes: Uint8Array.from(Buffer.concat(parts)), arrivals, patienceEnds, end };
}
