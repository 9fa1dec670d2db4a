import fc from 'fast-check';
import { encodeCommand } from '../../../../machines/condor-io/alive-message.ts';
import { valueOf } from '../probe/answers.ts';
import { carryOut } from '../probe/client.ts';
import type { Candidate, Predictor, Seen } from '../probe/predict.ts';
import { control, type ProbeSchedule } from '../probe/schedules.ts';
import type { Target } from '../probe/target.ts';
import { REAL_TIME } from '../time.ts';
import { realPace, throughProxy } from './run.ts';
import { isRobust, SCHEDULES } from './schedules.ts';

/** Random schedules against a schedd of a known build. */
export interface Agreement {
  /** How many were carried out and showed what the model allows. */
  readonly agree: number;
  /** The smallest schedule that showed something else, and what that was. */
  readonly disagreement: { readonly schedule: ProbeSchedule; readonly seen: Seen } | null;
}

interface Options {
  readonly runs: number;
  readonly seed: number;
}

/** A session that a schedd has given; empty if it gives none. */
async function sessionOf(target: Target): Promise<string> {
  const { ads } = await carryOut({ target, time: REAL_TIME }, control('auth-new'), encodeCommand('auth-new'));
  return valueOf(ads[1], 'Sid') ?? '';
}

/**
 * Carries out random schedules on the wall clock, through a proxy that injects the faults, and shrinks one that shows what the
 * model does not allow. Only schedules count that a late step does not change; what does not agree is looked at three times.
 */
export async function agreeAtRandom(
  target: Target,
  candidate: Candidate,
  predictor: Predictor,
  { runs, seed }: Options,
): Promise<Agreement> {
  const sid = await sessionOf(target);
  let agree = 0;
  let seen: Seen | null = null;
  const schedules = SCHEDULES.filter((schedule) => isRobust(predictor, candidate, schedule));
  const result = await fc.check(
    fc.asyncProperty(schedules, async (schedule) => {
      for (let look = 0; look < LOOKS; look++) {
        const now = await throughProxy(target, schedule, { sid, pace: realPace() });
        if (predictor.allows(candidate, schedule, now)) {
          agree++;
          return true;
        }
        seen = now;
      }
      return false;
    }),
    { numRuns: runs, seed, interruptAfterTimeLimit: LONGEST, markInterruptAsFailure: false },
  );
  if (!result.failed || !seen || !result.counterexample) return { agree, disagreement: null };
  return { agree, disagreement: { schedule: { ...result.counterexample[0], case: 'at random' }, seen } };
}

const LOOKS = 3;
/** Milliseconds for all schedules of a schedd, shrinking included. */
const LONGEST = 1_800_000;
