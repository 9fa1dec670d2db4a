import type { Line } from '../line.ts';
import { shadowStatusText } from '../verdict/jobs.ts';
import { type JobNote, type NoteRule, noteBy } from './note.ts';

/** A shadow's lines begin with its job and its pid (`(1.0) (12196): `, initShadow in condor_shadow.V6.1). */
const HEADER = /^\((?<job>\d+\.\d+)\) \((?<pid>\d+)\): ?/;

const RULES: readonly NoteRule[] = [
  {
    is: /^Job \S+ terminated: exited with status (\d+)/,
    what: ([, n]) => `the job exited with status ${n}`,
    died: false,
  },
  {
    is: /^Job \S+ terminated: killed by signal (\d+)/,
    what: ([, n]) => `the job was killed by signal ${n}`,
    died: true,
  },
  { is: /^Job \S+ is being evicted/, what: () => 'the job was evicted', died: null },
  { is: /^Job \S+ going into Hold state(.*)/, what: ([, why]) => `the job was put on hold${why}`, died: false },
  { is: /^Job \S+ is being removed: (.*)/, what: ([, why]) => `the job was removed: ${why}`, died: false },
  { is: /^Can no longer talk to condor_starter/, what: () => 'the shadow lost its starter', died: null },
  { is: /^Trying to reconnect to disconnected job/, what: () => 'the shadow tried to reconnect', died: null },
  { is: /^Reconnect SUCCESS/, what: () => 'the shadow reconnected', died: null },
  { is: /^Reconnect FAILED: (.*)/, what: ([, why]) => `the shadow could not reconnect: ${why}`, died: true },
  { is: /^Request to run on .* was REFUSED/, what: () => 'the startd refused the job', died: true },
  {
    is: /^ERROR "([^"]*)" at line/,
    what: ([, why]) => `the shadow stopped on an error of its own: ${why}`,
    died: true,
  },
];

/** Whether a job was evicted for good or ill, the shadow's exit code says: condor_rm evicts it as well. */
const EXITS = /^\*\*\*\* condor_shadow .*EXITING WITH STATUS (\d+)/;

const exitNote = (job: string, status: number, line: Line): JobNote => ({
  job,
  what: shadowStatusText(status),
  line,
  died: status === EVICTED ? true : null,
});

/** JOB_SHOULD_REQUEUE (exit.h). */
const EVICTED = 107;

/** What a line of a ShadowLog says of its job; null if that is nothing about its end, undefined if no shadow wrote it. */
export function shadowNote(message: string, line: Line): JobNote | null | undefined {
  const header = HEADER.exec(message);
  const { job, pid } = header?.groups ?? {};
  if (!header || job === undefined) return undefined;
  const text = message.slice(header[0].length);
  const status = EXITS.exec(text)?.[1];
  const note = status === undefined ? noteBy(RULES, job, text, line) : exitNote(job, Number(status), line);
  return note && { ...note, shadow: pid };
}
