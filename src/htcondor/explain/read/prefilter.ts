const COLON = 0x3a;
const BLANK = 0x20;
const OPEN = 0x5b;
const CLOSE = 0x5d;
/** Longer than the name of any resource. */
const LONGEST_NAME = 40;
/** Longer than any job behind it: `[60.1]`. */
const LONGEST_JOB = 26;

/** What a byte may be in the name of a resource: 1 a letter or an underscore, 2 a digit. */
const NAME_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  if (/[A-Za-z_]/.test(char)) return 1;
  return /\d/.test(char) ? 2 : 0;
});

/**
 * Tells by a few bytes whether a line can matter, so that only such lines are decoded: whether its message, behind the
 * resource (`slot1: `) that it may begin with, begins as one of those does that are recognised.
 */
export class Prefilter {
  /** By the first two bytes. */
  readonly #byStart: (readonly Buffer[] | undefined)[] = [];

  constructor(starts: Iterable<string>) {
    for (const start of starts) {
      const bytes = Buffer.from(start);
      const key = keyOf(bytes, 0);
      this.#byStart[key] = [...(this.#byStart[key] ?? []), bytes];
    }
  }

  mayMatter(bytes: Buffer, start: number, end: number): boolean {
    return this.#matches(bytes, start, end) || this.#matches(bytes, afterResource(bytes, start, end), end);
  }

  #matches(bytes: Buffer, start: number, end: number): boolean {
    if (end - start < 2) return false;
    const candidates = this.#byStart[keyOf(bytes, start)];
    return candidates !== undefined && candidates.some((wanted) => beginsWith(bytes, start, end, wanted));
  }
}

const keyOf = (bytes: Buffer, at: number): number => ((bytes[at] as number) << 8) | (bytes[at + 1] as number);

function beginsWith(bytes: Buffer, start: number, end: number, wanted: Buffer): boolean {
  if (end - start < wanted.length) return false;
  for (let i = 2; i < wanted.length; i++) if (bytes[start + i] !== wanted[i]) return false;
  return true;
}

/** Where the message goes on behind `slot1_2: `, or `slot1_2[60.1]: `; the end if there is no such name. */
function afterResource(bytes: Buffer, start: number, end: number): number {
  const last = Math.min(end, start + LONGEST_NAME) - 1;
  let at = start;
  while (at < last && NAME_BYTES[bytes[at] as number] !== 0) at += 1;
  const isName = at > start && NAME_BYTES[bytes[at - 1] as number] === 2;
  if (bytes[at] === OPEN) at = afterJob(bytes, at, end);
  return isName && at + 1 < end && bytes[at] === COLON && bytes[at + 1] === BLANK ? at + 2 : end;
}

/** Behind the bracket that closes; the end if none does soon. */
function afterJob(bytes: Buffer, start: number, end: number): number {
  const last = Math.min(end, start + LONGEST_JOB);
  let at = start;
  while (at < last && bytes[at] !== CLOSE) at += 1;
  return at < last ? at + 1 : end;
}
