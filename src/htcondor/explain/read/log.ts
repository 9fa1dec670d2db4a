import type { CommonName } from '../grammar/cedar.ts';
import type { Grammar, Recognised } from '../grammar/recogniser.ts';
import type { Fact, Line, Moment } from '../line.ts';
import { redact } from '../redact.ts';
import { shortened, visible } from '../shown.ts';
import { Clock, type Jump } from './clock.ts';
import { type Header, messageOf, parseHeader } from './header.ts';
import { LogLines } from './log-lines.ts';
import { Prefilter } from './prefilter.ts';
import type { Source } from './source.ts';
import type { StampForm } from './stamp-form.ts';
import type { TimeFormat } from './time-format.ts';

/** What reading a log has shown, beside its facts. */
export interface Reading<Name extends string> {
  readonly first: Moment;
  readonly last: Moment;
  /** The kinds of line that the log has. */
  readonly seen: ReadonlySet<Name>;
  /** The daemons whose banner it has (`startd`). */
  readonly daemons: ReadonlySet<string>;
  readonly jumps: readonly (Jump & { readonly line: Pick<Line, 'file' | 'line'> })[];
}

/** What matters in a line stands within so many bytes. */
const LONGEST = 1 << 13;
/** More jumps of a clock than this are no news. */
const MOST_JUMPS = 20;

/**
 * Reads one daemon's log from its files, oldest first, in constant memory: lines that cannot matter are passed over by their
 * first bytes.
 */
export class LogReader<Name extends string> {
  readonly #grammar: Grammar<Name>;
  readonly #take: (fact: Fact<Name>) => void;
  readonly #year: number | undefined;
  readonly #prefilter: Prefilter;
  readonly #clock = new Clock();
  readonly #seen = new Set<Name>();
  readonly #daemons = new Set<string>();
  readonly #jumps: (Jump & { line: Pick<Line, 'file' | 'line'> })[] = [];
  #first: Moment | null = null;
  /** The last line with a header, and its text once its chunk is over. */
  #lastLine: { readonly bytes: Buffer; readonly start: number; readonly end: number } | null = null;
  #lastText = '';
  #formats: readonly TimeFormat[] = [];
  readonly #lines = new LogLines((bytes, form, end) => this.#onLine(bytes, form, end));

  /** @param year the year of stamps that name none */
  constructor(grammar: Grammar<Name>, take: (fact: Fact<Name>) => void, year?: number) {
    this.#grammar = grammar;
    this.#take = take;
    this.#year = year;
    this.#prefilter = new Prefilter(grammar.recognisers.map(({ starts }) => starts));
  }

  /** @throws {InputError} if a file has no line with a time stamp */
  async read(sources: readonly Source[], onChunk: () => void = () => {}): Promise<Reading<Name>> {
    await this.#lines.read(sources, () => {
      this.#keepLast();
      onChunk();
    });
    this.#keepLast();
    const last = this.#momentOf(this.#lastText) ?? (this.#first as Moment);
    return {
      first: this.#first as Moment,
      last,
      seen: this.#seen,
      daemons: this.#daemons,
      jumps: this.#jumps,
    };
  }

  /** A chunk's memory is used again. */
  #keepLast(): void {
    const line = this.#lastLine;
    this.#lastLine = null;
    if (line) this.#lastText = line.bytes.toString('utf8', line.start, Math.min(line.end, line.start + LONGEST));
  }

  #onLine(bytes: Buffer, { stamp, message, formats }: StampForm, end: number): void {
    this.#lastLine = { bytes, start: stamp, end };
    this.#formats = formats;
    this.#first ??= this.#momentOf(bytes.toString('utf8', stamp, end));
    if (!this.#prefilter.mayMatter(bytes, message, end)) return;
    this.#recognise(bytes.toString('utf8', stamp, Math.min(end, stamp + LONGEST)));
  }

  #recognise(whole: string): void {
    const text = visible(redact(whole));
    const header = parseHeader(text, this.#year, 0, this.#formats);
    const found = header && this.#found(messageOf(text, header));
    if (!found) return;
    const { name } = found.kind;
    this.#seen.add(name);
    if ((name as CommonName) === 'banner' && found.params['daemon']) this.#daemons.add(found.params['daemon']);
    const { file, line: number } = this.#lines;
    const line: Line = { file, line: number, text: shortened(text.trimEnd()), at: this.#moment(header) };
    this.#take({ line, name, slot: found.slot, params: found.params });
  }

  /** Blanks at a line's end are a collector's, but for those that HTCondor writes itself. */
  #found(message: string): Recognised<Name> | null {
    const trimmed = message.trimEnd();
    return this.#grammar.recognise(trimmed) ?? (trimmed === message ? null : this.#grammar.recognise(message));
  }

  #momentOf(text: string): Moment | null {
    const header = parseHeader(text, this.#year, 0, this.#formats);
    return header && this.#moment(header);
  }

  #moment({ stamp }: Header): Moment {
    const { at, jump } = this.#clock.moment(stamp);
    if (jump && this.#jumps.length < MOST_JUMPS) {
      this.#jumps.push({ ...jump, line: { file: this.#lines.file, line: this.#lines.line } });
    }
    return at;
  }
}
