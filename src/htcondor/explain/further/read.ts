import { basename } from 'node:path';
import { InputError } from '../../../files/input.ts';
import type { Line } from '../line.ts';
import { Clock } from '../read/clock/clock.ts';
import { daemonOf } from '../read/daemon.ts';
import { messageOf, parseHeader } from '../read/header.ts';
import { LineMoment } from '../read/log-line.ts';
import { LogLines } from '../read/log-lines.ts';
import { openAsItIs, openSource } from '../read/open.ts';
import type { Source } from '../read/source.ts';
import { LineSplitter } from '../read/bytes/splitter.ts';
import type { Stamp } from '../read/stamp.ts';
import { type TimeFormat, timeFormat } from '../read/time-format.ts';
import { redact } from '../redact.ts';
import { shortened, visible } from '../shown.ts';
import { BEGAN, eventIn, isRequeued, reasonIn, requeued, slotIn, terminationIn, withReason } from './event-log.ts';
import type { JobNote } from './note.ts';
import { shadowNote } from './shadow-log.ts';
import { StarterNotes } from './starter-log.ts';

/** Logs that tell further things of jobs. */
export interface FurtherFiles {
  readonly shadow: readonly string[];
  readonly starter: readonly string[];
  readonly event: readonly string[];
}

/** What matters in a line stands within so many bytes. */
const LONGEST = 1 << 13;

/** What a kind of log makes of a message; `undefined` if it has not the form of the kind. */
type NoteOf = (message: string, line: Line) => JobNote | null | undefined;

/**
 * Reads what shadows, starters and jobs' own event logs say of jobs.
 *
 * @param year the year of stamps that name none
 * @param format how shadows and starters write the time, as DEBUG_TIME_FORMAT says it; found out if it is not given
 * @param leavesOut told of a file that has no line of the kind, and why; whether that is no error
 * @throws {InputError} if a file cannot be read, or has no line of the kind
 */
export async function readFurther(
  { shadow, starter, event }: FurtherFiles,
  year?: number,
  format: string | null = null,
  leavesOut: (file: string, why: string) => boolean = () => false,
): Promise<JobNote[]> {
  const unlessUnusable = async (file: string, read: Promise<JobNote[]>): Promise<JobNote[]> => {
    try {
      return await read;
    } catch (error) {
      if (error instanceof InputError && leavesOut(file, error.message)) return [];
      throw error;
    }
  };
  const stamps = format === null ? null : timeFormat(format);
  const notes: JobNote[] = [];
  for (const file of shadow)
    notes.push(...(await unlessUnusable(file, readDaemon(file, shadowNote, "a ShadowLog's", year, stamps))));
  for (const file of starter) {
    const starters = new StarterNotes();
    const note = (message: string, line: Line) => starters.note(message, line);
    const slot = /^StarterLog\.([A-Za-z_]\w*?\d(?:_\d+)?)(?=\.|-\d{8}|$)/.exec(basename(file))?.[1];
    const read = await unlessUnusable(file, readDaemon(file, note, "a StarterLog's", year, stamps));
    notes.push(...read.map((one) => ({ ...one, slot })));
  }
  for (const file of event) notes.push(...(await unlessUnusable(file, readEvents(file, year))));
  return notes;
}

/** A daemon's log, however its lines were collected, quoted or wrapped. */
async function readDaemon(
  file: string,
  noteOf: NoteOf,
  whose: string,
  year: number | undefined,
  format: TimeFormat | null,
): Promise<JobNote[]> {
  const notes: JobNote[] = [];
  const clock = new Clock();
  let hasForm = false;
  const lines = new LogLines((bytes, { stamp, formats }, end) => {
    const text = visible(redact(bytes.toString('utf8', stamp, Math.min(end, stamp + LONGEST))));
    const header = parseHeader(text, year, 0, formats);
    if (!header) return;
    const at = momentOf(clock, header.stamp, file);
    const note = noteOf(messageOf(text, header).trimEnd(), {
      file,
      line: lines.line,
      order: lines.order,
      text: shortened(text.trimEnd()),
      at,
    });
    hasForm ||= note !== undefined;
    if (note) notes.push(note);
  });
  const source = await openSource(file, format);
  const daemon = daemonOf(source);
  if (daemon !== null && !whose.toLowerCase().includes(daemon))
    throw new InputError(`${file}: looks like the log of a ${daemon}; ${whose.replace("'s", '')} was expected`);
  await lines.read([source]);
  if (!hasForm) throw noForm(file, whose);
  return notes;
}

function momentOf(clock: Clock, stamp: Stamp, file: string): LineMoment {
  const { ms } = clock.moment(stamp);
  return new LineMoment(ms, {
    ...stamp,
    file,
    bytes: null,
    shift: ms - stamp.ms,
    base: ms,
    corrections: clock.corrections,
    turned: null,
  });
}

const noForm = (file: string, whose: string): InputError => new InputError(`${file}: no line has ${whose} form`);

/** A job's event log: an event begins with its number, wherever in a line a collector has put it. */
async function readEvents(file: string, year: number | undefined): Promise<JobNote[]> {
  const notes: JobNote[] = [];
  const clock = new Clock();
  let hasForm = false;
  /** The event whose lines are read, how many of them there were, and whether it can still say why. */
  let open = { number: '', lines: 0, isRequeued: false };
  /** The slot on which each job was executed last. */
  const slots = new Map<string, string>();
  await eachLine(await openAsItIs(file), (raw, line) => {
    const text = visible(redact(raw));
    const event = eventIn(text);
    open.lines += 1;
    const how = open.number === TERMINATED && open.lines === 1 ? terminationIn(text) : null;
    if (how) notes.push({ ...(notes.pop() as JobNote), ...how });
    if (isRequeued(open.number, text)) {
      notes.push({ ...(notes.pop() as JobNote), ...requeued({ what: 'the job ended by itself', died: false }) });
      open.isRequeued = true;
    } else if (open.isRequeued && event === null) {
      const own = terminationIn(text);
      if (own) notes.push({ ...(notes.pop() as JobNote), ...requeued(own) });
    }
    const why = event === null && open.number !== '' ? reasonIn(open.number, open.lines === 1, redact(raw)) : null;
    if (why !== null) {
      notes.push(withReason(notes.pop() as JobNote, open.number, why));
      open.number = '';
    }
    const slot = notes.at(-1)?.what === BEGAN && event === null ? slotIn(text) : null;
    if (slot !== null) {
      const begun = notes.pop() as JobNote;
      slots.set(begun.job, slot);
      notes.push({ ...begun, slot });
    }
    hasForm ||= event !== null;
    if (event !== null) open = { number: '', lines: 0, isRequeued: false };
    const header = event?.known && parseHeader(event.rest, year);
    if (!event?.known || !header) return;
    const at = momentOf(clock, header.stamp, file);
    open.number = event.number;
    if (event.known.what === BEGAN) slots.delete(event.job);
    notes.push({
      job: event.job,
      ...event.known,
      slot: slots.get(event.job),
      line: { file, line, order: line, text: shortened(event.text.trimEnd()), at },
    });
  });
  if (!hasForm) throw noForm(file, "a job's event log's");
  return notes;
}

/** ULOG_JOB_TERMINATED. */
const TERMINATED = '005';

async function eachLine(source: Source, take: (text: string, line: number) => void): Promise<void> {
  let line = 0;
  const splitter = new LineSplitter((bytes, start, end) => {
    line += 1;
    take(bytes.toString('utf8', start, Math.min(end, start + LONGEST)), line);
  });
  for await (const chunk of source.chunks()) splitter.push(chunk);
  const rest = splitter.takeRest();
  take(rest.toString('utf8', 0, LONGEST), line + 1);
}
