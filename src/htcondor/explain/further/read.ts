import { InputError } from '../../../files/input.ts';
import type { Line } from '../line.ts';
import { Clock } from '../read/clock.ts';
import { messageOf, parseHeader } from '../read/header.ts';
import { LineMoment } from '../read/log-line.ts';
import type { Stamp } from '../read/stamp.ts';
import { openSource, type Source } from '../read/source.ts';
import { LineSplitter } from '../read/splitter.ts';
import { redact } from '../redact.ts';
import { shortened, visible } from '../shown.ts';
import { EVENT, eventIn } from './event-log.ts';
import type { JobNote } from './note.ts';
import { shadowNote } from './shadow-log.ts';
import { StarterNotes } from './starter-log.ts';

/** Logs that tell further things of jobs. */
export interface FurtherFiles {
  readonly shadow: readonly string[];
  readonly starter: readonly string[];
  readonly event: readonly string[];
}

/** What a kind of log makes of a line; `undefined` if the line has not its form. */
type Reader = (text: string, where: Pick<Line, 'file' | 'line'>) => JobNote | null | undefined;

/**
 * Reads what shadows, starters and jobs' own event logs say of jobs.
 *
 * @param year the year of events that name none
 * @throws {InputError} if a file cannot be read, or has no line of the kind
 */
export async function readFurther({ shadow, starter, event }: FurtherFiles, year?: number): Promise<JobNote[]> {
  const notes: JobNote[] = [];
  for (const file of shadow) await readInto(notes, file, daemonReader(shadowNote, year), "a ShadowLog's");
  for (const file of starter) {
    const starters = new StarterNotes();
    await readInto(
      notes,
      file,
      daemonReader((message, line) => starters.note(message, line), year),
      "a StarterLog's",
    );
  }
  for (const file of event) await readInto(notes, file, eventReader(year), "a job's event log's");
  return notes;
}

function daemonReader(note: (message: string, line: Line) => JobNote | null, year: number | undefined): Reader {
  const clock = new Clock();
  return (text, where) => {
    const header = parseHeader(text, year);
    if (!header) return undefined;
    return note(messageOf(text, header), {
      ...where,
      text: shortened(text),
      at: momentOf(clock, header.stamp, where.file),
    });
  };
}

function momentOf(clock: Clock, stamp: Stamp, file: string): LineMoment {
  const { ms } = clock.moment(stamp);
  return new LineMoment(ms, { ...stamp, file, bytes: null, shift: ms - stamp.ms, base: ms });
}

function eventReader(year: number | undefined): Reader {
  const clock = new Clock();
  return (text, where) => {
    if (!EVENT.test(text)) return undefined;
    const event = eventIn(text);
    const header = event && parseHeader(event.rest, year);
    if (!event || !header) return null;
    const at = momentOf(clock, header.stamp, where.file);
    return { job: event.job, what: event.what, died: event.died, line: { ...where, text: shortened(text), at } };
  };
}

async function readInto(notes: JobNote[], file: string, read: Reader, whose: string): Promise<void> {
  const source = await openSource(file);
  let hasForm = false;
  const take = (text: string, line: number) => {
    const note = read(visible(redact(text)), { file, line });
    hasForm ||= note !== undefined;
    if (note) notes.push(note);
  };
  await eachLine(source, take);
  if (!hasForm) throw new InputError(`${file}: no line has ${whose} form`);
}

async function eachLine(source: Source, take: (text: string, line: number) => void): Promise<void> {
  let line = 0;
  const splitter = new LineSplitter((bytes, start, end) => {
    line += 1;
    take(bytes.toString('utf8', start, end), line);
  });
  for await (const chunk of source.chunks()) splitter.push(chunk);
  take(splitter.takeRest().toString('utf8'), line + 1);
}
