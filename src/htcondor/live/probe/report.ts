import { printable } from '../../../files/input.ts';
import type { Style } from '../../../traces/story/story.ts';
import type { Candidate } from './predict.ts';
import { type Probed, ROUNDS } from './probe.ts';
import { ALL_SCHEDULES, TRIED } from './schedules.ts';
import { type Target, targetText } from './target.ts';
import type { Evidence } from './verdict.ts';

/** How many connections a probe opens at the most: each path is tried, and the last one again, in each round. */
export const connectionsFor = (schedules: number): number => TRIED.length + ROUNDS * (schedules + 1);

/** What a probe will do, before it does it; `schedules` is how many it has of a file. */
export function intention(target: Target, schedules: number | null): string {
  const connections = connectionsFor(schedules ?? ALL_SCHEDULES.length);
  const what =
    schedules === null
      ? 'Each sends ALIVE, and of an invented claim id only a part, or no claim id at all. No claim id is sent whole.'
      : 'Each sends ALIVE, and what the file of schedules says: the claim ids in it are sent as they are there.';
  return `The probe opens up to ${connections} connections to ${targetText(target)}, one at a time, at most 3 a second.\n${what} No job is touched.`;
}

export function toJson(target: Target, { verdict, reason, consistent, paths, evidence }: Probed): object {
  return {
    target: targetText(target),
    verdict,
    reason,
    consistent,
    paths,
    evidence: evidence.map(({ schedule, reply, connection, seconds, isDefect }) => ({
      ...schedule,
      reply,
      connection,
      seconds: seconds === null ? null : Math.round(seconds * 1000) / 1000,
      isDefect,
    })),
  };
}

export function probeText(probed: Probed, style: Style): string {
  const { verdict, reason, consistent, paths, evidence } = probed;
  const width = Math.max(0, ...evidence.map(({ schedule }) => schedule.case.length));
  const paint = { vulnerable: style.red, 'not vulnerable': style.green, 'cannot tell': style.yellow }[verdict];
  return [
    ...paths.map(
      ({ path, refused }) => `${path.padEnd(21)} ${refused === null ? 'lets us in' : `refuses: ${printable(refused)}`}`,
    ),
    '',
    ...evidence.map((one) => evidenceLine(one, width, style)),
    '',
    ...(consistent.length > 0
      ? [`Schedds that behave so (bits: 27894 27895 27896 27897):`, ...byRevision(consistent), '']
      : []),
    `${paint(style.bold(verdict.toUpperCase()))}: ${printable(reason)}.`,
  ].join('\n');
}

function evidenceLine(
  { schedule, reply, connection, seconds, isDefect }: Evidence,
  width: number,
  style: Style,
): string {
  const after = seconds === null ? '' : ` after ${seconds.toFixed(1)} s`;
  const answer = reply === null ? 'no reply' : `reply ${reply}`;
  const end = connection === 'closed' ? `closed${after}` : connection;
  const mark = isDefect ? style.red('  the defect') : '';
  return `${schedule.path.padEnd(21)} ${printable(schedule.case).padEnd(width)}  ${answer}, ${end}${mark}`;
}

function byRevision(candidates: readonly Candidate[]): string[] {
  const revisions = [...new Set(candidates.map(({ revision }) => revision))];
  return revisions.map((revision) => {
    const fixes = candidates.filter((one) => one.revision === revision).map((one) => one.fixes);
    return `  ${revision.padEnd(12)} ${fixes.join(' ')}`;
  });
}
