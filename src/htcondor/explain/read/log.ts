import { InputError } from '../../../files/input.ts';
import type { CommonName } from '../grammar/cedar.ts';
import type { Grammar } from '../grammar/recogniser.ts';
import type { Fact, Line, Moment } from '../line.ts';
import { redact } from '../redact.ts';
import { Clock, type Jump } from './clock.ts';
import { type Header, messageOf, parseHeader } from './header.ts';
import { Prefilter } from './prefilter.ts';
import type { Source } from './source.ts';
import { LineSplitter } from './splitter.ts';
import { StampForm } from './stamp-form.ts';

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
  readonly #form = new StampForm();
  readonly #clock = new Clock();
  readonly #seen = new Set<Name>();
  readonly #daemons = new Set<string>();
  readonly #jumps: (Jump & { line: Pick<Line, 'file' | 'line'> })[] = [];
  #first: Moment | null = null;
  /** The last line with a header: where its text is. */
  #lastText: (() => string) | null = null;
  #file = '';
  #line = 0;
  /** Lines of this file that have a header. */
  #headers = 0;

  /** @param year the year of stamps that name none */
  constructor(grammar: Grammar<Name>, take: (fact: Fact<Name>) => void, year?: number) {
    this.#grammar = grammar;
    this.#take = take;
    this.#year = year;
    this.#prefilter = new Prefilter(grammar.recognisers.map(({ starts }) => starts));
  }

  /** @throws {InputError} if a file has no line with a time stamp */
  async read(sources: readonly Source[], onChunk: () => void = () => {}): Promise<Reading<Name>> {
    let rest: Rest | null = null;
    for (const source of sources) rest = await this.#readFile(source, rest, onChunk);
    if (rest) this.#emitRest(rest);
    const last = this.#momentOf(this.#lastText?.() ?? '') ?? (this.#first as Moment);
    return {
      first: this.#first as Moment,
      last,
      seen: this.#seen,
      daemons: this.#daemons,
      jumps: this.#jumps,
    };
  }

  /** A line that is cut at a file's end goes on in the next file, unless that one begins a line of its own. */
  async #readFile(source: Source, before: Rest | null, onChunk: () => void): Promise<Rest> {
    this.#file = source.file;
    this.#line = 0;
    this.#headers = 0;
    let cut = before;
    const splitter = new LineSplitter((bytes, start, end) => {
      this.#line += 1;
      if (cut === null) return this.#onLine(bytes, start, end);
      const rest = cut;
      cut = null;
      this.#afterCut(rest, bytes.subarray(start, end));
    });
    for await (const chunk of source.chunks()) {
      splitter.push(chunk);
      onChunk();
    }
    const bytes = splitter.takeRest();
    if (this.#headers === 0 && parseHeader(bytes.toString('latin1')) === null) throw notALog(source.file);
    return { bytes, file: source.file, line: this.#line + 1 };
  }

  #afterCut(cut: Rest, bytes: Buffer): void {
    const isLineOfItsOwn = cut.bytes.length === 0 || this.#form.messageStart(bytes, 0, bytes.length) >= 0;
    if (isLineOfItsOwn) {
      this.#emitRest(cut);
      this.#onLine(bytes, 0, bytes.length);
    } else {
      this.#emitRest({ ...cut, bytes: Buffer.concat([cut.bytes, bytes]) });
    }
  }

  #emitRest({ bytes, file, line }: Rest): void {
    const here = { file: this.#file, line: this.#line };
    this.#file = file;
    this.#line = line;
    this.#onLine(bytes, 0, bytes.length);
    this.#file = here.file;
    this.#line = here.line;
  }

  #onLine(bytes: Buffer, start: number, end: number): void {
    const message = this.#form.messageStart(bytes, start, end);
    if (message < 0) return;
    this.#headers += 1;
    this.#lastText = () => bytes.toString('utf8', start, end);
    this.#first ??= this.#momentOf(this.#lastText());
    if (this.#prefilter.mayMatter(bytes, message, end)) this.#recognise(bytes.toString('utf8', start, end));
  }

  #recognise(whole: string): void {
    const text = redact(whole);
    const header = parseHeader(text, this.#year);
    const found = header && this.#grammar.recognise(messageOf(text, header));
    if (!found) return;
    const { name } = found.kind;
    this.#seen.add(name);
    if ((name as CommonName) === 'banner' && found.params['daemon']) this.#daemons.add(found.params['daemon']);
    const line: Line = { file: this.#file, line: this.#line, text, at: this.#moment(header) };
    this.#take({ line, name, slot: found.slot, params: found.params });
  }

  #momentOf(text: string): Moment | null {
    const header = parseHeader(text, this.#year);
    return header && this.#moment(header);
  }

  #moment({ stamp }: Header): Moment {
    const { at, jump } = this.#clock.moment(stamp);
    if (jump && this.#jumps.length < MOST_JUMPS) {
      this.#jumps.push({ ...jump, line: { file: this.#file, line: this.#line } });
    }
    return at;
  }
}

/** What is left of a file behind its last line's end. */
interface Rest {
  readonly bytes: Buffer;
  readonly file: string;
  readonly line: number;
}

const notALog = (file: string): InputError =>
  new InputError(`${file}: no line begins with a time as HTCondor writes it; a daemon's log was expected`);
