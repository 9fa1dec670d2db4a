import { escaped, InputError } from '../../../files/input.ts';
import type { Grammar } from '../grammar/recogniser.ts';
import type { Fact } from '../line.ts';
import { whyNotOf } from './daemon.ts';
import { LogReader, type Reading } from './log.ts';
import { groupsOf } from './groups.ts';
import { firstStamp, inOrder, namesYear } from './order.ts';
import { openSource } from './open.ts';
import { type Source, STDIN } from './source.ts';
import { type TimeFormat, timeFormat } from './time-format.ts';

/** Whose logs there are. */
export type Daemon = 'startd' | 'schedd';

export type Files = Readonly<Record<Daemon, readonly string[]>>;

/** How logs are opened. */
export interface OpenOptions {
  /** How the logs write the time, as DEBUG_TIME_FORMAT says it; found out if it is not given. */
  readonly format?: string | null;
  /** Whether a folder or a pattern has found a file: what says nothing of claims is then left out, and is no error. */
  readonly isFound?: (file: string) => boolean;
}

/** The files of one daemon's log. */
export interface LogGroup {
  readonly daemon: Daemon;
  /** How the log is called where there are several. */
  readonly label: string;
  readonly sources: readonly Source[];
}

/** Told how many bytes have been read, of how many. */
export type OnProgress = (read: number, of: number) => void;

/** The two daemons' logs, each from its files; either may be missing. */
export class Logs {
  readonly #sources: Readonly<Record<Daemon, readonly Source[]>>;
  readonly #year: number | undefined;
  readonly #onProgress: OnProgress;
  readonly #isFound: (file: string) => boolean;
  readonly #leftOut: InputError[] = [];
  readonly #passed = new Set<Source>();

  private constructor(
    sources: Readonly<Record<Daemon, readonly Source[]>>,
    onProgress: OnProgress,
    isFound: (file: string) => boolean,
  ) {
    this.#isFound = isFound;
    this.#sources = sources;
    this.#year = yearFor([...sources.startd, ...sources.schedd]);
    this.#onProgress = onProgress;
  }

  /**
   * @throws {InputError} if a file cannot be read, is empty or is no text, or the format is none
   */
  static async open(
    files: Files,
    onProgress: OnProgress = () => {},
    { format = null, isFound = () => false }: OpenOptions = {},
  ): Promise<Logs> {
    const stamps = format === null ? null : timeFormat(format);
    const all = [...files.startd, ...files.schedd];
    if (all.filter((file) => file === STDIN).length > 1) {
      throw new InputError(`${STDIN}: standard input can be read only once`);
    }
    const [startd, schedd] = [await openAll(files.startd, stamps), await openAll(files.schedd, stamps)];
    return new Logs({ startd, schedd }, onProgress, isFound);
  }

  /** The logs of the daemons of one kind: the files of one daemon together. */
  async groups(daemon: Daemon): Promise<LogGroup[]> {
    const groups = await groupsOf(this.#sources[daemon], this.#year);
    return groups.map(({ label, sources }) => ({ daemon, label, sources }));
  }

  /**
   * Reads one daemon's log; null if it is left out.
   *
   * @throws {InputError} if it cannot be used
   */
  async read<Name extends string>(
    { daemon, sources: all }: LogGroup,
    grammar: Grammar<Name>,
    take: (fact: Fact<Name>) => void,
  ): Promise<Reading<Name> | null> {
    const sources = inOrder(all, this.#year);
    const reading = await new LogReader(grammar, take, this.#year).read(sources, () => this.#tell());
    const why = whyNotOf(daemon, reading, sources);
    if (why === null) return reading;
    if (!sources.every(({ file }) => this.#isFound(file))) throw why;
    this.#leftOut.push(why);
    for (const source of sources) this.#passed.add(source);
    return null;
  }

  /** Why logs were left out that have been read, each in a line. */
  get leftOut(): string[] {
    return this.#leftOut.map(({ message }) => `left out: ${message}`);
  }

  /** Which logs are read from their last line on, each in a line. */
  get turned(): string[] {
    return [...this.#sources.startd, ...this.#sources.schedd]
      .filter(({ lines }) => lines !== null)
      .map(({ file }) => `${escaped(file)}: its lines are newest first: it is read from its end`);
  }

  /** @throws {InputError} if every log was left out */
  requireAny(): void {
    const [first] = this.#leftOut;
    const all = [...this.#sources.startd, ...this.#sources.schedd];
    if (first && all.every((source) => this.#passed.has(source))) throw first;
  }

  #tell(): void {
    const all = [...this.#sources.startd, ...this.#sources.schedd];
    const total = (of: (source: Source) => number) => all.reduce((sum, source) => sum + of(source), 0);
    this.#onProgress(
      total((source) => source.read()),
      total((source) => source.size),
    );
  }
}

async function openAll(files: readonly string[], format: TimeFormat | null): Promise<Source[]> {
  const sources: Source[] = [];
  for (const file of files) sources.push(await openSource(file, format));
  return sources;
}

/** The year for stamps that name none: that in which they are nearest to those that do. */
function yearFor(sources: readonly Source[]): number | undefined {
  const named = sources.filter((source) => namesYear(source) === true).map((source) => firstStamp(source));
  const nameless = sources.find((source) => namesYear(source) === false);
  const known = named.find((ms) => ms !== null) ?? null;
  if (known === null || !nameless) return undefined;
  const year = new Date(known).getUTCFullYear();
  const distance = (candidate: number) => Math.abs((firstStamp(nameless, candidate) ?? 0) - known);
  return [year - 1, year, year + 1].toSorted((a, b) => distance(a) - distance(b))[0];
}
