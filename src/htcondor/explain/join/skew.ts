import { type Line, type Moment, secondsBetween } from '../line.ts';
import { type Anchor, type Anchors, isConnection, isPrecise } from '../side/anchors.ts';
import { firstFrom } from './sorted.ts';

/** How far the startd's clock is ahead of the schedd's, in seconds, and how that is known. */
export interface Skew {
  /** At a moment of the schedd's. */
  readonly at: (schedd: Moment) => number;
  /** All that it can be at a moment of the schedd's: a clock that is set back for the winter is not set at a known moment. */
  readonly about: (schedd: Moment) => readonly number[];
  /** The usual value, to a tenth of a second. */
  readonly seconds: number;
  readonly from: 'option' | 'pairs' | 'jobs' | 'nothing';
  readonly pairs: number;
  /** Whether the pairs agree with each other; if not, those nearest in time count. */
  readonly steady: boolean;
  /** What the clocks differ by if a job's start in each log is one start, where it can be two as well; else null. */
  readonly doubt: number | null;
  /** Whether both logs name connections by the same addresses: no NAT between them, and no blanks. */
  readonly connectionsAgree: boolean;
}

/** A moment that both logs name, at the schedd's time, and what the clocks then differ by; two of what comes again. */
interface Pair {
  readonly ms: number;
  readonly seconds: readonly number[];
}

/** Pairs whose differences lie within this are one clock's difference. */
const AGREE = 3;
/** A single job that starts on a slot of the same name is a coincidence if the clocks were to differ by more. */
const PLAUSIBLE = 300;
/** A shadow and its job start within so many seconds of each other. */
const ONE_START = 30;
/** Time zones differ by a multiple of this. */
const QUARTER = 900;
/** So many pairs nearest in time show a clock that was set again. */
const NEAREST = 3;
/** If so many of the pairs agree, the rest are coincidences: a port that came again. */
const MOSTLY = 0.8;

type Estimate = Omit<Skew, 'connectionsAgree'>;

/** From when to when a log goes. */
export interface Range {
  readonly first: Moment;
  readonly last: Moment;
}

/** What one log has: its moments, and when it was written. */
export interface Side {
  readonly anchors: Anchors;
  readonly range: Range;
}

const constant = (seconds: number, from: Skew['from'], count: number): Estimate => ({
  at: () => seconds,
  about: () => [seconds],
  seconds,
  from,
  pairs: count,
  steady: true,
  doubt: null,
});

/**
 * The skew of two clocks, from the moments that both logs know.
 *
 * @param given what the user says that it is, or null
 */
export function skewOf(startd: Side, schedd: Side, given: number | null): Skew {
  const connectionsAgree = [...schedd.anchors.entries()].some(
    ([key]) => isConnection(key) && startd.anchors.get(key) !== undefined,
  );
  return { ...(given === null ? estimate(startd, schedd) : constant(given, 'option', 0)), connectionsAgree };
}

function estimate(startd: Side, schedd: Side): Estimate {
  const precise = pairsOf(startd.anchors, schedd.anchors, true);
  if (precise.length > 0) return fromPairs(precise, 'pairs');
  const pairs = pairsOf(startd.anchors, schedd.anchors, false);
  const jobs = fromPairs(pairs, 'jobs');
  if (jobs.pairs === 0) return constant(0, 'nothing', 0);
  return areOneStart(pairs, jobs.seconds, startd.range, schedd.range)
    ? jobs
    : { ...constant(0, 'nothing', 0), doubt: jobs.seconds };
}

/**
 * Whether a start in the one log and a start in the other, so many seconds apart, are the same: a job whose claim was lost may
 * start on the same slot again. They are if the clocks cannot agree, because each log was being written at the other's
 * moment, and has no such start then.
 */
function areOneStart(all: readonly Pair[], seconds: number, startd: Range, schedd: Range): boolean {
  if (Math.abs(seconds) <= ONE_START) return true;
  if (all.length > 1 && isZone(seconds)) return true;
  if (all.length === 1 && Math.abs(seconds) > PLAUSIBLE) return false;
  return all.some(
    ({ ms, seconds: values }) =>
      values.some((value) => Math.abs(value - seconds) <= AGREE) &&
      isWithin(ms, startd) &&
      isWithin(ms + seconds * SECOND, schedd),
  );
}

const isZone = (seconds: number): boolean => Math.abs(seconds - QUARTER * Math.round(seconds / QUARTER)) <= ONE_START;

const SECOND = 1000;

const isWithin = (ms: number, { first, last }: Range): boolean =>
  ms - ONE_START * SECOND >= first.ms && ms + ONE_START * SECOND <= last.ms;

function pairsOf(startd: Anchors, schedd: Anchors, precise: boolean): Pair[] {
  return [...schedd.entries()]
    .filter(([key]) => isPrecise(key) === precise)
    .flatMap(([key, anchor]) => {
      const other = startd.get(key);
      return other ? [pairOf(other, anchor)] : [];
    })
    .toSorted((a, b) => a.ms - b.ms);
}

const pairOf = (startd: Anchor, schedd: Anchor): Pair => ({
  ms: schedd.first.at.ms,
  seconds: [...new Set([apart(startd.first, schedd.first), apart(startd.last, schedd.last)])],
});

const apart = (startd: Line, schedd: Line): number => secondsBetween(schedd.at, startd.at);

function fromPairs(all: readonly Pair[], from: 'pairs' | 'jobs'): Estimate {
  const usual = densest(all.flatMap(({ seconds }) => seconds));
  const agreeing = all.flatMap(({ seconds }) => seconds.find((value) => Math.abs(value - usual) <= AGREE) ?? []);
  const seconds = median(agreeing);
  if (agreeing.length >= MOSTLY * all.length) return constant(seconds, from, agreeing.length);
  const at = ({ ms }: Moment) => nearby(all, ms);
  const about = (moment: Moment) => [...new Set([at(moment), ...zonesAround(all, moment.ms, at(moment))])];
  return { at, about, seconds, from, pairs: all.length, steady: false, doubt: null };
}

/** The value around which most values lie; the smallest clock difference among equals. */
function densest(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  let best = { count: 0, value: 0 };
  for (let from = 0, to = 0; from < sorted.length; from++) {
    while (to < sorted.length && (sorted[to] as number) - (sorted[from] as number) <= AGREE) to += 1;
    const value = sorted[(from + to - 1) >> 1] as number;
    const count = to - from;
    if (count > best.count || (count === best.count && Math.abs(value) < Math.abs(best.value))) best = { count, value };
  }
  return best.value;
}

/** What most of the pairs nearest in time say. */
function nearby(all: readonly Pair[], ms: number): number {
  const at = firstFrom(all, ms, (pair) => pair.ms);
  const around = all.slice(Math.max(0, at - NEAREST), at + NEAREST);
  const nearest = around.toSorted((a, b) => Math.abs(a.ms - ms) - Math.abs(b.ms - ms)).slice(0, NEAREST);
  return densest(nearest.flatMap(({ seconds }) => seconds));
}

/** What the pairs before and behind a moment say that differs from a value by the hours of a time zone. */
const zonesAround = (all: readonly Pair[], ms: number, value: number): number[] => {
  const at = firstFrom(all, ms, (pair) => pair.ms);
  return all
    .slice(Math.max(0, at - 1), at + 1)
    .flatMap(({ seconds }) => seconds.filter((other) => Math.abs(other - value) > ONE_START && isZone(other - value)));
};

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return Math.round(middle * 10) / 10;
}
