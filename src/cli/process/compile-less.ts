import { setFlagsFromString } from 'node:v8';

/** By the major version of V8, what makes it wait; another version may complain of a flag that it does not know. */
const FLAGS: Readonly<Record<string, string>> = {
  // Node.js 20
  11: '--interrupt-budget=1000000',
  // Node.js 22
  12: '--invocation-count-for-turbofan=45000',
  // Node.js 24
  13: '--invocation-count-for-turbofan=45000',
};

/**
 * V8 compiles a function for speed once it has run for a while. Most commands end soon after: what they compile costs more than it gains,
 * a third of their processor time with Node.js 20, a seventh with later ones. So it is to wait about fifteen times as long, in all threads;
 * of a long search that is a few milliseconds.
 */
export function compileLess(): void {
  const [major = ''] = process.versions.v8.split('.');
  const flag = FLAGS[major];
  if (flag !== undefined) setFlagsFromString(flag);
}
