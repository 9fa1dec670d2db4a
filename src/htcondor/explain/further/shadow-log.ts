import type { Line } from '../line.ts';
import { shadowStatusText } from '../verdict/jobs.ts';
import { type JobNote, type NoteRule, noteBy } from './note.ts';

/** A shadow's lines begin with its job and its pid (`(1.0) (12196): `, initShadow in condor_shadow.V6.1). */
const HEADER = /^\((?<job>\d+\.\d+)\) \(\d+\): ?/;

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
  { is: /^Job \S+ is being evicted/, what: () => 'the job was evicted', died: true },
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
  {
    is: /^\*\*\*\* condor_shadow .*EXITING WITH STATUS (\d+)/,
    what: ([, status]) => shadowStatusText(Number(status)),
    died: null,
  },
];

/** What a line of a ShadowLog says of its job; null if that is nothing about its end, undefined if no shadow wrote it. */
export function shadowNote(message: string, line: Line): JobNote | null | undefined {
  const header = HEADER.exec(message);
  const job = header?.groups?.['job'];
  return header && job !== undefined ? noteBy(RULES, job, message.slice(header[0].length), line) : undefined;
}
