import type { ClientSchedule } from '../../conform/schedule.ts';
import { type Candidate, CANDIDATES, type Predictor, type Seen } from './predict.ts';
import { type ProbeSchedule, schedulesFor } from './schedules.ts';

export interface Evidence extends Seen {
  readonly schedule: ProbeSchedule;
  /** From the last byte sent to the reply or the close. */
  readonly seconds: number | null;
  /** It is the defect: a -1 over a path of a real startd, though no claim id was read. */
  readonly isDefect: boolean;
}

export type Verdict = 'vulnerable' | 'not vulnerable' | 'cannot tell';

export interface Conclusion {
  readonly verdict: Verdict;
  /** Why, as a sentence. */
  readonly reason: string;
  /** The schedds that may show all of what was seen. */
  readonly consistent: readonly Candidate[];
}

/** Whether a -1 answers what was never read: get_secret() has failed in every schedd that answers so. */
export function isDefect(predictor: Predictor, schedule: ClientSchedule, { reply }: Seen): boolean {
  if (reply !== -1 || !schedule.path.startsWith('auth-')) return false;
  const answered = CANDIDATES.flatMap((candidate) =>
    [...predictor.allowed(candidate, schedule)].filter((outcome) => outcome.reply === -1),
  );
  return answered.length > 0 && answered.every(({ getSecret }) => getSecret === false);
}

/** Whether a schedd has the ticket's defect: with a session, what a network does to a claim id can make it answer -1. */
export const isVulnerable = (predictor: Predictor, candidate: Candidate): boolean =>
  schedulesFor(['auth-resume']).some((schedule) =>
    [...predictor.allowed(candidate, schedule)].some(({ reply, getSecret }) => reply === -1 && getSecret === false),
  );

/** A reply to what can be answered at once takes no longer than this many seconds, if the schedd is not busy. */
const PROMPT = 1;

/** What follows from the evidence; `controls` were to be answered at once. */
export function conclude(
  predictor: Predictor,
  evidence: readonly Evidence[],
  controls: readonly Evidence[],
): Conclusion {
  const all = [...controls, ...evidence];
  const consistent = CANDIDATES.filter((candidate) =>
    all.every(({ schedule, reply, connection }) => predictor.allows(candidate, schedule, { reply, connection })),
  );
  const conclusion = (verdict: Verdict, reason: string) => ({ verdict, reason, consistent });
  const defect = evidence.find((one) => one.isDefect);
  if (defect) {
    const { path, case: name } = defect.schedule;
    return conclusion('vulnerable', `it answered -1 to a claim id that it had not read (${path}: ${name})`);
  }
  if (controls.some(({ seconds }) => seconds === null || seconds > PROMPT)) {
    return conclusion('cannot tell', 'it was too busy to answer at once what can be answered at once');
  }
  if (consistent.length === 0) return conclusion('cannot tell', 'it behaves as no schedd of the model does');
  const vulnerable = consistent.filter((candidate) => isVulnerable(predictor, candidate));
  if (vulnerable.length === consistent.length) {
    return conclusion('vulnerable', 'only schedds with the defect behave so');
  }
  if (vulnerable.length > 0) return conclusion('cannot tell', 'schedds with and without the defect behave so');
  return conclusion('not vulnerable', 'only schedds without the defect behave so');
}
