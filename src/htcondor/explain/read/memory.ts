import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the process small: V8 lets garbage grow to several times of what is in use, and gives young objects three times 16 MB.
 * Collecting more often takes a few percent of the time, and a third less memory. Both flags are looked at whenever V8 decides
 * how far to grow, so that they may be set at any time.
 */
export function keepSmall(): void {
  setFlagsFromString('--heap-growing-percent=30');
  setFlagsFromString('--semi-space-growth-factor=1');
}
