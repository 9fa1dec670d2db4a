import { closeSync, openSync, readSync } from 'node:fs';
import { statsOf } from '../../../files/stats.ts';

/** How a job's own event log begins: `000 (001.000.000) 2026-11-28 18:02:55 Job submitted …`, or with any other event. */
const FIRST_EVENT = /^(?:\xef\xbb\xbf)?\d{3} \(\d{1,10}\.\d{1,10}\.\d{1,10}\) \d/;
const LONGEST_BEGINNING = 128;
/** A larger one is that of all jobs of a schedd (EVENT_LOG): it is read if it is asked for. */
const LARGEST = 1 << 24;

/** Whether a file that a folder has is a job's own event log, whatever it is called. */
export function isEventLog(file: string): boolean {
  const size = statsOf(file)?.size ?? 0;
  return size > 0 && size <= LARGEST && FIRST_EVENT.test(beginningOf(file));
}

function beginningOf(file: string): string {
  const bytes = Buffer.alloc(LONGEST_BEGINNING);
  try {
    const opened = openSync(file, 'r');
    try {
      return bytes.toString('latin1', 0, readSync(opened, bytes));
    } finally {
      closeSync(opened);
    }
  } catch {
    return '';
  }
}
