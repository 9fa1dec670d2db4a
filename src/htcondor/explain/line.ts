/** A time as the log says it. */
export interface Moment {
  /** For arithmetic within one daemon's log. */
  readonly ms: number;
  /** For a reader: `2011-10-19T12:07:20`. */
  readonly text: string;
  /** How often the log's clock had been set back before, by what is not known. */
  readonly corrections: number;
}

/** A line of a log, as evidence: where it stands and what it says, secrets taken out. */
export interface Line {
  readonly file: string;
  readonly line: number;
  /** Its place among the lines of its file, oldest first. */
  readonly order: number;
  readonly text: string;
  readonly at: Moment;
}

/** A line and what it was recognised as. */
export interface Fact<Name extends string = string> {
  readonly line: Line;
  readonly name: Name;
  /** The resource that a startd's line begins with (`slot1`, `slot1_2`); null where a line has none. */
  readonly slot: string | null;
  /** What the line names: a job, a claim, an address … */
  readonly params: Readonly<Record<string, string | undefined>>;
}

const MS = 1000;

/** Whether it is known how much time passes from one moment to another: the clock was not set back in between. */
export const isMeasured = (from: Moment, to: Moment): boolean => from.corrections === to.corrections;

/** The seconds from one moment to another. */
export const secondsBetween = (from: Moment, to: Moment): number => (to.ms - from.ms) / MS;
