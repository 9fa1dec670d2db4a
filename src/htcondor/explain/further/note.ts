import type { Line } from '../line.ts';

/** What another log than the startd's and the schedd's says of a job. */
export interface JobNote {
  readonly job: string;
  /** In words, where the line's own are not plain enough. */
  readonly what: string;
  readonly line: Line;
  /** Whether it says how the job ended, and whether that was badly. */
  readonly died: boolean | null;
  /** The pid of the shadow that says so, and the slot of the starter that does, where they are known. */
  readonly shadow?: string | undefined;
  readonly slot?: string | undefined;
}

/** A line that is recognised: what it means, and whether the job ended with it, badly or well. */
export interface NoteRule {
  readonly is: RegExp;
  readonly what: (found: RegExpExecArray) => string;
  readonly died: boolean | null;
}

/** What a line means by the first rule that it fits. */
export function noteBy(rules: readonly NoteRule[], job: string, text: string, line: Line): JobNote | null {
  for (const { is, what, died } of rules) {
    const found = is.exec(text);
    if (found) return { job, what: what(found), line, died };
  }
  return null;
}
