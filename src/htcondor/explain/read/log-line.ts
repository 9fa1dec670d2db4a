import type { Line, Moment } from '../line.ts';
import { redact } from '../redact.ts';
import { shortened, visible } from '../shown.ts';
import type { FileBytes } from './bytes/file-bytes.ts';
import { momentText, type Stamp } from './stamp.ts';

/** What the lines of a file have in common as long as its clock goes on evenly. */
export interface Era extends Omit<Stamp, 'ms'> {
  readonly file: string;
  /** How much later the clock is than its stamps say. */
  readonly shift: number;
  /** How many lines the file has if it is newest first; null if it is not. */
  readonly turned: number | null;
  /** How often its clock had been set back before. */
  readonly corrections: number;
  /** Some moment of it: the lines count from there, for a small number takes less memory. */
  readonly base: number;
  /** The file itself; null if its lines cannot be found in it again by their place. */
  readonly bytes: FileBytes | null;
}

/** Where a line's text stands in its file, in bytes. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** A line of which as little is kept as can be: there may be millions. Its text is read again when it is shown. */
export class LogLine implements Line {
  readonly order: number;
  readonly #era: Era;
  /** Seconds since the era's base: most are whole numbers, which take no memory of their own. */
  readonly #seconds: number;
  /** Its text; or where this stands, and how long it is. */
  readonly #where: string | number;
  readonly #length: number;

  constructor(era: Era, order: number, ms: number, where: string | Span) {
    this.order = order;
    this.#era = era;
    this.#seconds = (ms - era.base) / SECOND;
    this.#where = typeof where === 'string' ? where : where.offset;
    this.#length = typeof where === 'string' ? 0 : where.length;
  }

  get file(): string {
    return this.#era.file;
  }

  get line(): number {
    const { turned } = this.#era;
    return turned === null ? this.order : turned + 1 - this.order;
  }

  get at(): Moment {
    return new LineMoment(this.#era.base + Math.round(this.#seconds * SECOND), this.#era);
  }

  get text(): string {
    if (typeof this.#where === 'string') return this.#where;
    const bytes = this.#era.bytes?.at(this.#where, this.#length);
    return bytes ? shownText(bytes.toString('utf8')) : GONE;
  }
}

const SECOND = 1000;
const GONE = '(this line cannot be shown: its file has been replaced since it was read)';

/** A line of a log as it is shown, secrets taken out. */
export const shownText = (text: string): string => shortened(visible(redact(text)).trimEnd());

/** A moment that is put into words only where it is shown. */
export class LineMoment implements Moment {
  readonly ms: number;
  readonly #era: Era;

  constructor(ms: number, era: Era) {
    this.ms = ms;
    this.#era = era;
  }

  get corrections(): number {
    return this.#era.corrections;
  }

  get text(): string {
    return momentText({ ...this.#era, ms: this.ms - this.#era.shift });
  }
}
