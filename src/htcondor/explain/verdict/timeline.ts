import { isMeasured, type Line, secondsBetween } from '../line.ts';
import type { StartdClaim, Tally } from '../side/claim.ts';
import type { JobVerdict, TimelineEntry } from './claim-verdict.ts';
import { count, duration } from './lines.ts';
import { kinds } from './other-ends.ts';

/** A claim's life; what happened again and again is summed up. */
export function timeline(claim: StartdClaim, jobs: readonly JobVerdict[]): TimelineEntry[] {
  const { begun, renewals, refreshes, problems } = claim;
  return [
    ...once(begun, 'claimed'),
    ...jobEntries(jobs),
    ...again(renewals, count(renewals.count, 'renewal')),
    ...again(refreshes, `${count(refreshes.count, 'renewal')} by the startd itself: a starter runs`),
    ...again(problems, `${count(problems.count, 'problem')}: ${kinds(claim)}`),
  ].toSorted((a, b) => a.at.ms - b.at.ms);
}

/** Each job in a line of its own: when it ended, and how. */
export const jobEntries = (jobs: readonly JobVerdict[]): TimelineEntry[] =>
  jobs.map((run) => ({ at: run.start, what: `job ${run.job} ${fateText(run)}` }));

function fateText({ start, end, isStarted, starter, shadow }: JobVerdict): string {
  if (!isStarted) return `does not start: ${shadow ?? ''}`;
  const how = [starter, shadow].filter((text) => text !== null).join('; ');
  if (end === null) return how === '' ? 'starts' : `starts: ${how}`;
  const after = isMeasured(start, end)
    ? `after ${duration(secondsBetween(start, end))}`
    : 'after a time that is not known, for the clock was set back';
  return `starts and ends at ${end.text}, ${after}${how === '' ? '' : `: ${how}`}`;
}

export const once = (line: Line | null, what: string): TimelineEntry[] => (line ? [{ at: line.at, what }] : []);

function again({ count: n, first, last }: Tally, what: string): TimelineEntry[] {
  if (!first || !last) return [];
  return [{ at: first.at, what: n > 1 ? `${what}, the last at ${last.at.text}` : what }];
}
