import type { Line } from '../line.ts';
import { type JobNote, type NoteRule, noteBy } from './note.ts';

const STARTS = /^Starting a \S+ universe job with ID: (\d+\.\d+)/;
const BANNER = /^\*\* condor_starter \(/;

const RULES: readonly NoteRule[] = [
  {
    is: /^Process exited, pid=\d+, status=(\d+)/,
    what: ([, n]) => `the job's process exited with status ${n}`,
    died: null,
  },
  {
    is: /^Process exited, pid=\d+, signal=(\d+)/,
    what: ([, n]) => `the job's process died on signal ${n}`,
    died: null,
  },
  { is: /^ShutdownFast all jobs/, what: () => 'the starter was told to kill the job at once', died: null },
  { is: /^ShutdownGraceful all jobs/, what: () => 'the starter was told to stop the job', died: null },
  { is: /^Job was held due to OOM event(.*)/, what: ([, why]) => `the job used too much memory${why}`, died: true },
  { is: /^Lost connection to shadow/, what: () => 'the starter lost its shadow', died: null },
  {
    is: /^Create_Process\(.{0,4000}\) failed: (.*)/,
    what: ([, why]) => `the job's executable could not be run: ${why}`,
    died: true,
  },
  { is: /^(Failed to open '.*' as standard .*)/, what: ([, why]) => `${why}`, died: true },
  { is: /^Failed to start (?:main )?job, exiting/, what: () => 'the job could not be started', died: true },
  { is: /^Accepted request to reconnect/, what: () => 'the shadow reconnected', died: null },
  {
    is: /^ERROR "([^"]*)" at line/,
    what: ([, why]) => `the starter stopped on an error of its own: ${why}`,
    died: true,
  },
];

/** Reads one slot's StarterLog: its lines do not name the job, but that of its start does. */
export class StarterNotes {
  #job: string | null = null;

  /** What a line says of the job that the starter runs. */
  note(message: string, line: Line): JobNote | null {
    if (BANNER.test(message)) this.#job = null;
    this.#job = STARTS.exec(message)?.[1] ?? this.#job;
    return this.#job === null ? null : noteBy(RULES, this.#job, message, line);
  }
}
