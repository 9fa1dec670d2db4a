import type { Line } from '../line.ts';
import type { StartdClaim, Tally } from '../side/claim.ts';
import type { TimelineEntry } from './claim-verdict.ts';
import { count } from './lines.ts';
import { kinds } from './other-ends.ts';

/** A claim's life; what happened again and again is summed up. */
export function timeline(claim: StartdClaim): TimelineEntry[] {
  const { begun, jobStarted, job, renewals, refreshes, problems } = claim;
  return [
    ...once(begun, 'claimed'),
    ...once(jobStarted, `job ${job} starts`),
    ...again(renewals, count(renewals.count, 'renewal')),
    ...again(refreshes, `${count(refreshes.count, 'renewal')} by the startd itself: a starter runs`),
    ...again(problems, `${count(problems.count, 'problem')}: ${kinds(claim)}`),
  ].toSorted((a, b) => a.at.ms - b.at.ms);
}

export const once = (line: Line | null, what: string): TimelineEntry[] => (line ? [{ at: line.at, what }] : []);

function again({ count: n, first, last }: Tally, what: string): TimelineEntry[] {
  if (!first || !last) return [];
  return [{ at: first.at, what: n > 1 ? `${what}, the last at ${last.at.text}` : what }];
}
