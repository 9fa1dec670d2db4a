import type { Link } from '../join/link.ts';
import { firstFrom } from '../join/sorted.ts';
import { type Line, secondsBetween } from '../line.ts';
import type { ClaimEnd, StartdClaim } from '../side/claim.ts';
import type { ScheddRun } from '../side/schedd-side.ts';

/** That a schedd was away when a claim's lease ran out, as far as its own log shows it. */
export interface ScheddGone {
  /** For a reader. */
  readonly what: string;
  readonly lines: readonly Line[];
}

const SURELY = 'The SchedLog says why:';
/** A record that goes no longer before the claim's end goes because of it: the two clocks may differ a little. */
const LET_GO_BEFORE = 10;
/** A schedd that comes back later than this is not blamed for a lease by its start alone. */
const LONGEST_AWAY = 86_400;

/** What the log of a claim's schedd says of where it was when the claim's lease ran out; null if it does not say. */
export function scheddGone(claim: StartdClaim, links: readonly Link[]): ScheddGone | null {
  const of = links.filter(({ schedd }) => claim.record === null || claim.record.log === schedd.side.log);
  const [link] = of;
  if (!link || of.length > 1) return null;
  const { at } = (claim.end as ClaimEnd).line;
  // In seconds after the end, by one clock.
  const since = (line: Line) => -secondsBetween(line.at, at) + link.skew.at(line.at);
  const deleted = claim.record?.deleted;
  if (deleted && since(deleted) <= -LET_GO_BEFORE) {
    const when = deleted.at.text;
    return { what: `${SURELY} its schedd had deleted its match record of this claim at ${when}`, lines: [deleted] };
  }
  const { runs } = link.schedd.side;
  const index = firstFrom(runs, at.ms - link.skew.at(at) * 1000 + 1, ({ start }) => start.at.ms);
  const [last, next] = [runs[index - 1], runs[index]];
  if (last?.exit && since(last.exit) <= 0) return exited(last.exit, next);
  if (next && since(next.start) <= LONGEST_AWAY && (!next.before || since(next.before) <= 0) && !last?.exit)
    return {
      what: `The SchedLog may say why: its schedd was started again at ${next.start.at.text} without having exited, for it had crashed or been killed`,
      lines: [next.start],
    };
  return last ? startedWithout(claim, last, link) : null;
}

function exited(exit: Line, next: ScheddRun | undefined): ScheddGone {
  const back = next ? `, and was started again at ${next.start.at.text}` : '';
  return {
    what: `${SURELY} its schedd had exited at ${exit.at.text}${back}`,
    lines: [exit, ...(next ? [next.start] : [])],
  };
}

/** A schedd that was started while the claim lived, and has neither made its record again nor started a shadow for its job. */
function startedWithout({ record, jobs }: StartdClaim, { start }: ScheddRun, { schedd }: Link): ScheddGone | null {
  if (!record?.known || !isBefore(record.known, start)) return null;
  const shadows = jobs.flatMap(({ job }) => schedd.side.records.starts.get(job) ?? []);
  const made = [...record.rebuilds, ...[...record.shadows, ...shadows.map(({ run }) => run)].map((run) => run.started)];
  if (made.some((line) => !isBefore(line, start))) return null;
  const what = `${SURELY} its schedd had been started again at ${start.at.text}, and does not show a match record of the claim since`;
  return { what, lines: [start] };
}

const isBefore = (a: Line, b: Line): boolean => secondsBetween(a.at, b.at) > 0;
