import { shortened, visible } from '../shown.ts';
import type { JobNote } from './note.ts';

/** An event of the job's own log: `005 (001.000.000) 2026-11-28 18:02:55 Job terminated.` (ULogEvent::formatHeader). */
const EVENT = /(?<![\w.])(?<number>\d{3}) \((?<cluster>\d{1,10})\.(?<proc>\d{1,10})\.\d{1,10}\) (?<rest>\d[^\n]*)/;
/** A collector's prefix is no longer. */
const LONGEST_PREFIX = 320;

export const BEGAN = 'the job began to run';

/** Events about a job's running, by their numbers (ULogEventNumber, condor_event.h). */
const EVENTS: ReadonlyMap<string, Pick<JobNote, 'what' | 'died'>> = new Map(
  Object.entries({
    '001': { what: BEGAN, died: null },
    '004': { what: 'the job was evicted', died: true },
    '005': { what: 'the job ended by itself', died: false },
    '007': { what: 'the shadow stopped on an error of its own', died: true },
    '009': { what: 'the job was removed', died: false },
    '012': { what: 'the job was put on hold', died: false },
    '021': { what: 'the starter or the shadow has told of an error', died: null },
    '022': { what: 'the shadow lost its starter', died: null },
    '023': { what: 'the shadow reconnected', died: null },
    '024': { what: 'the shadow could not reconnect', died: true },
  }),
);

const TERMINATION = /(?<!\w)\(([01])\) (Normal|Abnormal) termination \((?:signal|return value) (\d+)\)/;

/** How a job ended by itself, from the line below its event (JobTerminatedEvent::formatBody); null if it does not say. */
export function terminationIn(text: string): Pick<JobNote, 'what' | 'died'> | null {
  const found = TERMINATION.exec(text.slice(0, LONGEST_PREFIX));
  if (!found) return null;
  const [, , how, value] = found;
  return how === 'Abnormal'
    ? { what: `the job died on signal ${value}`, died: true }
    : { what: `the job ended by itself, with status ${value}`, died: false };
}

/** Whether a line below the event says that the job was not evicted (JobEvictedEvent::formatBody): on_exit_remove was false. */
export const isRequeued = (number: string, text: string): boolean =>
  number === EVICTED && text.slice(0, LONGEST_PREFIX).includes('(0) Job terminated and was requeued');

/** What an event of a job that is run again is, once its own end is known. */
export const requeued = ({ what, died }: Pick<JobNote, 'what' | 'died'>): Pick<JobNote, 'what' | 'died'> => ({
  what: `${what}, and is run again: its on_exit_remove says so`,
  died,
});

/** Events of which the line below says why (JobHeldEvent::formatBody and others). */
const HAVE_REASONS: ReadonlySet<string> = new Set(['007', '009', '012', '021', '022', '024']);
const EVICTED = '004';
const HELD = '012';
/** What is no reason. */
const NO_REASON = /^(?:Reason unspecified|Code \d|\(\d\) |\d+ {2}- )/;

/** Why an event has come to be, from a line below it; null if the line does not say. */
export function reasonIn(number: string, isNext: boolean, text: string): string | null {
  if (number === EVICTED ? !text.includes('Reason: ') : !isNext || !HAVE_REASONS.has(number)) return null;
  // Collected as JSON, a line has its tabulator, and its end, as JSON writes them.
  const body = /(?:\t|\\t| {4,})(\S[^\t]*?)(?:\\n".*)?$/.exec(text.slice(0, 2 * LONGEST_PREFIX))?.[1]?.trim();
  if (body === undefined || NO_REASON.test(body)) return null;
  return number === EVICTED ? (/^Reason: (.*)/.exec(body)?.[1] ?? null) : body;
}

/** Reasons to hold a job that are nobody's wish. */
const FAILURE = /^(?:Error from \S+: )?(?:Failed to |Transfer |Cannot )/;

/** A note of an event, with why it has come to be: a job that is held because something failed has ended badly. */
export const withReason = (note: JobNote, number: string, why: string): JobNote => ({
  ...note,
  what: `${note.what}: ${shortened(visible(why))}`,
  died: number === HELD && FAILURE.test(why) ? true : note.died,
});

const SLOT = /(?<!\w)SlotName: ([A-Za-z_]\w{0,80})@/;

/** The slot that a job is executed on, from a line below that event (ExecuteEvent::formatBody); null if it does not say. */
export const slotIn = (text: string): string | null => SLOT.exec(text.slice(0, LONGEST_PREFIX))?.[1] ?? null;

/** An event's first line. */
export interface EventLine {
  readonly number: string;
  readonly job: string;
  /** What it means; null if it is nothing about a job's running. */
  readonly known: Pick<JobNote, 'what' | 'died'> | null;
  /** From its number on, and from its time on. */
  readonly text: string;
  readonly rest: string;
}

/** The event that a line begins, behind what a collector has put before it; null if it begins none. */
export function eventIn(text: string): EventLine | null {
  const found = EVENT.exec(text);
  if (!found?.groups || found.index > LONGEST_PREFIX) return null;
  const { number = '', cluster, proc, rest = '' } = found.groups;
  const job = `${Number(cluster)}.${Number(proc)}`;
  return { number, job, known: EVENTS.get(number) ?? null, text: text.slice(found.index), rest };
}
