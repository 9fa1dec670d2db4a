import { setImmediate } from 'node:timers/promises';

/** After so many parts what was written is let go: a pipe's texts are kept until then. */
const TOGETHER = 32;

/** Writes parts one after the other, with an empty line between them. */
export async function writeParts(parts: Iterable<string>): Promise<void> {
  let count = 0;
  for (const part of parts) {
    console.log(count === 0 ? part : `\n${part}`);
    count += 1;
    if (count % TOGETHER === 0) await setImmediate();
  }
}
