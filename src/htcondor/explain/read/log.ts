import { hostsOf } from '../address.ts';
import type { CommonName } from '../grammar/cedar.ts';
import type { Grammar, Recognised } from '../grammar/recogniser.ts';
import type { Fact, Line, Moment } from '../line.ts';
import { redact } from '../redact.ts';
import { visible } from '../shown.ts';
import { BackSteps, isLess } from './clock/back-steps.ts';
import { Clock, type Jump } from './clock/clock.ts';
import { type Header, messageOf, parseHeader } from './header.ts';
import { type Era, LineMoment, LogLine, shownText } from './log-line.ts';
import { LogLines } from './log-lines.ts';
import { Prefilter } from './prefilter.ts';
import type { Source } from './source.ts';
import type { Stamp } from './stamp.ts';
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
/** From a daemon's first line to the one that says where it listens there are fewer lines. */
const BANNER = 80;
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
  #clock = new Clock();
  /** Where the daemon says that it listens. */
  #hosts: readonly string[] = [];
  readonly #steps = new BackSteps();
  readonly #seen = new Set<Name>();
  readonly #daemons = new Set<string>();
  #jumps: (Jump & { line: Pick<Line, 'file' | 'line'> })[] = [];
  #first: Moment | null = null;
  /** The earliest and the latest line that was recognised. */
  #range: { readonly first: Moment; readonly last: Moment } | null = null;
  /** The last line with a header, and its text once its chunk is over. */
  #lastLine: { readonly bytes: Buffer; readonly start: number; readonly end: number } | null = null;
  #lastText = '';
  #formats: readonly TimeFormat[] = [];
  /** The header of the line that was recognised before, and how it reads. */
  #before: { readonly header: Header | null; readonly time: string; readonly formats: readonly TimeFormat[] | null } = {
    header: null,
    time: '',
    formats: null,
  };
  #era: Era | null = null;
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
    const first = this.#first as Moment;
    const last = this.#momentOf(this.#lastText) ?? first;
    return {
      ...(last.ms < first.ms && this.#range ? this.#range : { first, last }),
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

  #onLine(bytes: Buffer, form: StampForm, end: number): void {
    const { stamp, message, formats } = form;
    const before = this.#lastLine;
    this.#lastLine = { bytes, start: stamp, end };
    this.#formats = formats;
    const mayGoBack = !before || isLess(bytes, stamp, before.bytes, before.start, form.length);
    if (this.#range && mayGoBack) this.#noteStep(before ? textOf(before) : this.#lastText, textOf(this.#lastLine));
    this.#first ??= this.#momentOf(bytes.toString('utf8', stamp, end));
    if (!this.#prefilter.mayMatter(bytes, message, end)) return;
    this.#recognise(bytes, stamp, Math.min(end, stamp + LONGEST));
  }

  #recognise(bytes: Buffer, start: number, end: number): void {
    const whole = bytes.toString('utf8', start, end);
    const text = visible(redact(whole));
    const header = this.#headerOf(text);
    const found = header && this.#found(messageOf(text, header));
    if (!found) return;
    const { name } = found.kind;
    if (found.params['address'] !== undefined) this.#noteAddress(found.params['address']);
    this.#seen.add(name);
    for (const { before, after, line } of this.#steps.take(header.stamp)) {
      this.#eraOf(before);
      this.#eraOf(after, line);
    }
    if ((name as CommonName) === 'banner' && found.params['daemon']) this.#daemons.add(found.params['daemon']);
    const era = this.#eraOf(header.stamp);
    const span = { offset: this.#lines.offset + start, length: end - start };
    const line = new LogLine(era, this.#lines.order, header.stamp.ms + era.shift, era.bytes ? span : shownText(whole));
    this.#widen(line.at);
    this.#take({ line, name, slot: found.slot, params: found.params });
  }

  /** Another host has another clock: that it is behind the one of the lines before is no step back. */
  #noteAddress(address: string): void {
    const hosts = hostsOf(address);
    const isOther = this.#hosts.length > 0 && hosts.length > 0 && !hosts.some((host) => this.#hosts.includes(host));
    this.#hosts = hosts;
    if (!isOther) return;
    this.#clock = new Clock();
    const { file, line } = this.#lines;
    const isOfBanner = (jump: Pick<Line, 'file' | 'line'>) => jump.file === file && Math.abs(jump.line - line) < BANNER;
    this.#jumps = this.#jumps.filter((jump) => !isOfBanner(jump.line));
  }

  /** The lines' times go back, by their bytes. */
  #noteStep(from: string, to: string): void {
    const [before, after] = [from, to].map((text) => parseHeader(text, this.#year, 0, this.#formats)?.stamp);
    if (before && after) this.#steps.add({ before, after, line: { file: this.#lines.file, line: this.#lines.line } });
  }

  /** Many lines have the time of the one before. */
  #headerOf(text: string): Header | null {
    const { header: known, time, formats } = this.#before;
    if (known && formats === this.#formats && text.startsWith(time)) return known;
    const header = parseHeader(text, this.#year, 0, this.#formats);
    this.#before = { header, time: header ? text.slice(0, header.end) : '', formats: this.#formats };
    return header;
  }

  /** If another log stands before or behind this one in its file, only the log's own lines say which time it covers. */
  #widen(at: Moment): void {
    const { first, last } = this.#range ?? { first: at, last: at };
    if (this.#range && at.ms >= first.ms && at.ms <= last.ms) return;
    this.#range = { first: at.ms < first.ms ? at : first, last: at.ms > last.ms ? at : last };
  }

  /** Blanks at a line's end are a collector's, but for those that HTCondor writes itself. */
  #found(message: string): Recognised<Name> | null {
    const trimmed = message.trimEnd();
    return this.#grammar.recognise(trimmed) ?? (trimmed === message ? null : this.#grammar.recognise(message));
  }

  #momentOf(text: string): Moment | null {
    const header = parseHeader(text, this.#year, 0, this.#formats);
    if (!header) return null;
    const era = this.#eraOf(header.stamp);
    return new LineMoment(header.stamp.ms + era.shift, era);
  }

  /** What a line with this stamp has in common with the one before, mostly. */
  #eraOf(stamp: Stamp, line: Pick<Line, 'file' | 'line'> = this.#lines): Era {
    const { ms, jump } = this.#clock.moment(stamp);
    if (jump && this.#jumps.length < MOST_JUMPS) {
      this.#jumps.push({ ...jump, line: { file: line.file, line: line.line } });
    }
    const { file, bytes, turned } = this.#lines;
    const { hasYear, hasDay, zone } = stamp;
    const { corrections } = this.#clock;
    const next: Era = { file, bytes, hasYear, hasDay, zone, shift: ms - stamp.ms, base: ms, corrections, turned };
    if (!this.#era || !isSame(this.#era, next)) this.#era = next;
    return this.#era;
  }
}

const textOf = ({
  bytes,
  start,
  end,
}: {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}): string => bytes.toString('utf8', start, Math.min(end, start + LONGEST_TIME));

/** Longer than any time. */
const LONGEST_TIME = 64;

const isSame = (a: Era, b: Era): boolean =>
  a.file === b.file &&
  a.bytes === b.bytes &&
  a.shift === b.shift &&
  a.corrections === b.corrections &&
  a.hasYear === b.hasYear &&
  a.hasDay === b.hasDay &&
  a.zone === b.zone;
