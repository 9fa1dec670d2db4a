import { setFlagsFromString } from 'node:v8';

/**
 * V8 compiles a function for speed once it has run for a while. Most commands end soon after: what they compile costs more than it gains,
 * a third of their processor time. So it is to wait about fifteen times as long, in all threads; of a long search that is a few milliseconds.
 */
export function compileLess(): void {
  setFlagsFromString('--interrupt-budget=1000000');
}
