import type { Header } from './header.ts';
import { continued, joint, type Wrap } from './wrap.ts';

/** No line that matters has been wrapped into more than this. */
const MOST_PARTS = 40;

/** Joins the lines of a wrapped log: what has no header goes on with the line before. */
export class Unwrapper {
  readonly #wrap: Wrap;
  readonly #headerOf: (line: string) => Header | null;
  readonly #onLine: (bytes: Buffer, number: number) => void;
  #whole: { text: string; last: string; readonly header: Header; readonly number: number; parts: number } | null = null;

  /** @param onLine called with each whole line, and the number of its first part */
  constructor(wrap: Wrap, headerOf: (line: string) => Header | null, onLine: (bytes: Buffer, number: number) => void) {
    this.#wrap = wrap;
    this.#headerOf = headerOf;
    this.#onLine = onLine;
  }

  push(bytes: Buffer, start: number, end: number, number: number): void {
    const line = bytes.toString('latin1', start, end);
    const header = this.#headerOf(line);
    if (!header && this.#goOn(line)) return;
    this.flush();
    if (header) this.#whole = { text: line, last: line, header, number, parts: 1 };
  }

  /** Hands over the last line. */
  flush(): void {
    const whole = this.#whole;
    this.#whole = null;
    if (whole) this.#onLine(Buffer.from(whole.text, 'latin1'), whole.number);
  }

  #goOn(line: string): boolean {
    const whole = this.#whole;
    if (!whole || whole.parts === MOST_PARTS || line.trim() === '') return false;
    const next = continued(line, whole.text, whole.header);
    const between = joint(this.#wrap, whole.text, whole.last, next);
    if (between === null) return false;
    whole.text += between + (between === ' ' ? next.trimStart() : next);
    whole.last = line;
    whole.parts += 1;
    return true;
  }
}
