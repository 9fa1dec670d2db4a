import { InputError } from '../../../files/input.ts';
import { jsonMessage } from './json-lines.ts';
import { headerIn, type Layout } from './layout.ts';
import type { FileBytes } from './bytes/file-bytes.ts';
import type { Source } from './source.ts';
import { LineSplitter, type OnLine } from './bytes/splitter.ts';
import { StampForm } from './stamp-form.ts';
import { Unwrapper } from './unwrapper.ts';

/** Called with each line that has a header: where it begins and its message does is in `form`. */
export type OnLogLine = (bytes: Buffer, form: StampForm, end: number) => void;

/** What is left of a file behind its last line's end. */
interface Rest {
  readonly bytes: Buffer;
  readonly form: StampForm;
  readonly file: string;
  readonly line: number;
  readonly turned: number | null;
}

const BLANK = 0x20;
const QUOTE = 0x22;
const BAR = 0x7c;

/** Finds the lines of a log in its files, oldest first, however these hold them, in constant memory. */
export class LogLines {
  readonly #onLogLine: OnLogLine;
  #file = '';
  #line = 0;
  #turned: number | null = null;
  #offset = 0;
  #bytes: () => FileBytes | null = nowhere;
  #form = new StampForm(NO_LAYOUT);
  /** Lines of this file that have a header. */
  #headers = 0;

  constructor(onLogLine: OnLogLine) {
    this.#onLogLine = onLogLine;
  }

  /** Where the line stands that was handed over last. */
  get file(): string {
    return this.#file;
  }

  get line(): number {
    return this.#turned === null ? this.#line : this.#turned + 1 - this.#line;
  }

  /** How many lines the file has if it is read from its end; null if it is not. */
  get turned(): number | null {
    return this.#turned;
  }

  /** Its place among the lines of its file, oldest first. */
  get order(): number {
    return this.#line;
  }

  /** Where the first byte of the buffer that was handed over stands in the file. */
  get offset(): number {
    return this.#offset;
  }

  /** The file in which the line can be found again by its place; null if it cannot. */
  get bytes(): FileBytes | null {
    return this.#bytes();
  }

  /** @throws {InputError} if a file has no line with a time stamp */
  async read(sources: readonly Source[], onChunk: () => void = () => {}): Promise<void> {
    let rest: Rest | null = null;
    for (const source of sources) rest = await this.#readFile(source, rest, onChunk);
    if (rest) this.#emitRest(rest);
  }

  /** A line that is cut at a file's end goes on in the next file, unless that one begins a line of its own. */
  async #readFile(source: Source, before: Rest | null, onChunk: () => void): Promise<Rest> {
    this.#file = source.file;
    this.#line = 0;
    this.#turned = source.lines;
    this.#headers = 0;
    this.#form = new StampForm(source.layout);
    const { onLine, finish } = this.#readerOf(source.layout);
    let cut = before;
    const isPlain = source.layout.jsonKey === null && source.layout.wrap === null;
    this.#bytes = isPlain ? source.again : nowhere;
    const splitter: LineSplitter = new LineSplitter((bytes, start, end) => {
      this.#line += 1;
      this.#offset = splitter.offset - start;
      if (cut === null) return onLine(bytes, start, end);
      const rest = cut;
      cut = null;
      this.#offset = splitter.offset;
      this.#afterCut(rest, bytes.subarray(start, end), onLine);
    });
    for await (const chunk of source.chunks()) {
      splitter.push(chunk);
      onChunk();
    }
    const rest = {
      bytes: finish(splitter.takeRest()),
      form: this.#form,
      file: source.file,
      line: this.#line + 1,
      turned: this.#turned,
    };
    if (this.#headers === 0 && !this.#form.find(rest.bytes, 0, rest.bytes.length)) throw notALog(source.file);
    return rest;
  }

  /** How the lines of a file become those of the log; `finish` is given what has no end, and returns what may go on. */
  #readerOf(layout: Layout): { readonly onLine: OnLine; readonly finish: (rest: Buffer) => Buffer } {
    const emit: OnLine = (bytes, start, end) => this.#emit(bytes, start, end);
    const inner = layout.wrap === null ? { onLine: emit, finish: asItIs } : this.#unwrapping(layout);
    const { jsonKey } = layout;
    if (jsonKey === null) return inner;
    const onLine: OnLine = (bytes, start, end) => {
      const message = jsonMessage(bytes.toString('utf8', start, end), jsonKey);
      if (message === null) return;
      const line = Buffer.from(message);
      inner.onLine(line, 0, line.length);
    };
    return { onLine, finish: (rest) => (onLine(rest, 0, rest.length), inner.finish(NOTHING)) };
  }

  #unwrapping(layout: Layout): { readonly onLine: OnLine; readonly finish: (rest: Buffer) => Buffer } {
    const wrap = layout.wrap as NonNullable<Layout['wrap']>;
    const unwrapper = new Unwrapper(
      wrap,
      (line) => headerIn(line, layout),
      (bytes, line) => {
        const here = this.#line;
        this.#line = line;
        this.#emit(bytes, 0, bytes.length);
        this.#line = here;
      },
    );
    const onLine: OnLine = (bytes, start, end) => unwrapper.push(bytes, start, end, this.#line);
    const finish = (rest: Buffer) => {
      this.#line += 1;
      onLine(rest, 0, rest.length);
      unwrapper.flush();
      return NOTHING;
    };
    return { onLine, finish };
  }

  #afterCut(cut: Rest, bytes: Buffer, onLine: OnLine): void {
    const isLineOfItsOwn = cut.bytes.length === 0 || this.#form.find(bytes, 0, bytes.length);
    if (isLineOfItsOwn) {
      this.#emitRest(cut);
      onLine(bytes, 0, bytes.length);
    } else {
      this.#emitRest({ ...cut, bytes: Buffer.concat([cut.bytes, bytes]) });
    }
  }

  #emitRest({ bytes, form, file, line, turned }: Rest): void {
    const here = {
      turned: this.#turned,
      file: this.#file,
      line: this.#line,
      form: this.#form,
      headers: this.#headers,
      bytes: this.#bytes,
    };
    this.#bytes = nowhere;
    this.#file = file;
    this.#line = line;
    this.#turned = turned;
    this.#form = form;
    this.#emit(bytes, 0, bytes.length);
    this.#file = here.file;
    this.#line = here.line;
    this.#turned = here.turned;
    this.#form = here.form;
    this.#headers = here.headers;
    this.#bytes = here.bytes;
  }

  #emit(bytes: Buffer, start: number, end: number): void {
    const form = this.#form;
    if (!form.find(bytes, start, end)) return;
    this.#headers += 1;
    this.#onLogLine(bytes, form, form.stamp > start ? unquoted(bytes, start, form, end) : end);
  }
}

const NOTHING = Buffer.alloc(0);
const nowhere = (): null => null;
const asItIs = (rest: Buffer): Buffer => rest;
const NO_LAYOUT: Layout = {
  formats: [],
  isGiven: false,
  isSyslog: false,
  skip: 0,
  prefix: 'none',
  jsonKey: null,
  wrap: null,
};

/** A line in quotes, or in a row of a table, ends before what closes it. */
function unquoted(bytes: Buffer, start: number, { stamp, message }: StampForm, end: number): number {
  let before = stamp - 1;
  while (before > start && bytes[before] === BLANK) before -= 1;
  const opening = bytes[before];
  if (opening !== QUOTE && opening !== BAR) return end;
  const last = bytes.subarray(message, end).lastIndexOf(opening);
  const isClosed = last >= 0 && (opening === QUOTE || bytes.toString('latin1', message + last + 1, end).trim() === '');
  return isClosed ? message + last : end;
}

const notALog = (file: string): InputError =>
  new InputError(
    `${file}: no line begins with a time as HTCondor writes it; a daemon's log was expected (--time-format gives another DEBUG_TIME_FORMAT)`,
  );
