import type { JobNote } from './note.ts';

/** An event of the job's own log: `005 (001.000.000) 2026-11-28 18:02:55 Job terminated.` (ULogEvent::formatHeader). */
export const EVENT = /^(?<number>\d{3}) \((?<cluster>\d+)\.(?<proc>\d+)\.\d+\) (?<rest>\d.*)/;

/** Events about a job's running, by their numbers (ULogEventNumber, condor_event.h). */
const EVENTS: Readonly<Record<string, Pick<JobNote, 'what' | 'died'>>> = {
  '001': { what: 'the job began to run', died: null },
  '004': { what: 'the job was evicted', died: true },
  '005': { what: 'the job ended by itself', died: false },
  '007': { what: 'the shadow stopped on an error of its own', died: true },
  '009': { what: 'the job was removed', died: false },
  '012': { what: 'the job was put on hold', died: false },
  '022': { what: 'the shadow lost its starter', died: null },
  '023': { what: 'the shadow reconnected', died: null },
  '024': { what: 'the shadow could not reconnect', died: true },
};

/** The job and the meaning of an event's first line; null if it is another event, or no event. */
export function eventIn(text: string): { job: string; what: string; died: boolean | null; rest: string } | null {
  const groups = EVENT.exec(text)?.groups;
  const event = EVENTS[groups?.['number'] ?? ''];
  if (!groups || !event) return null;
  return { job: `${Number(groups['cluster'])}.${Number(groups['proc'])}`, ...event, rest: groups['rest'] ?? '' };
}
