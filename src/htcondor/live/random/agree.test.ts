import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodePacket, encodeString } from '../../../../machines/condor-io/cedar.ts';
import { KNOWN_CLAIM_ID } from '../../conform/conform.ts';
import { loadRecords } from '../../conform/load.ts';
import type { ClientSchedule } from '../../conform/schedule.ts';
import { type Candidate, Predictor } from '../probe/predict.ts';
import { Probe } from '../probe/probe.ts';
import { measuredRecords, schedulesOf } from '../probe/record.ts';
import { isRobust } from './schedules.ts';
import { measured, type OneRun, predicted, RUNS } from '../testing/random-run.ts';
import { inVirtualTime } from '../testing/quiet.ts';
import { serving } from '../testing/serving.ts';
import { VirtualTime } from '../testing/virtual.ts';

const sees = ({ reply, connection }: { reply: number | null; connection: string }) => `${reply} ${connection}`;

const WHOLE = Buffer.from(encodePacket(encodeString(KNOWN_CLAIM_ID))).toString('hex');

describe('random schedules over TCP, with a proxy that cuts, delays, closes and resets', () => {
  test('show what the model predicts, to the phase of the second', async () => {
    await fc.assert(
      fc.asyncProperty(RUNS, async (run) => {
        expect(await measured(run)).toEqual(predicted(run));
      }),
      { numRuns: 200, seed: 2563 },
    );
  });

  test('that show something else are shrunk to a file that the probe replays', async () => {
    const [claimed, built] = [
      { revision: 'head', fixes: '1111' } as const,
      { revision: 'head', fixes: '0100' } as const,
    ];
    const predictor = new Predictor([KNOWN_CLAIM_ID]);
    const seenOf = (build: Candidate, schedule: ClientSchedule) => [...predictor.allowed(build, schedule)].map(sees);
    // The probe replays it at any phase of the second.
    const tellsThemApart = (schedule: ClientSchedule) =>
      isRobust(predictor, built, schedule) &&
      !seenOf(built, schedule).some((one) => seenOf(claimed, schedule).includes(one));
    const isAsClaimed = async (run: OneRun) =>
      !tellsThemApart(run.schedule) ||
      sees(await measured({ ...run, ...built })) === sees(predicted({ ...run, ...claimed }));
    const { failed, counterexample } = await fc.check(fc.asyncProperty(RUNS, isAsClaimed), {
      numRuns: 500,
      seed: 2563,
    });
    expect(failed).toBe(true);
    const [{ schedule }] = counterexample as [OneRun];
    expect(schedule.writes.length).toBeLessThan(3);

    const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-')), 'disagreement.json');
    const seen = { reply: -1, connection: 'closed', seconds: null, isDefect: false };
    const records = measuredRecords([{ schedule: { ...schedule, case: 'at random' }, ...seen }], claimed);
    writeFileSync(file, JSON.stringify(records));
    const time = new VirtualTime(1_700_000_000_000_000);
    const { server, target } = await serving(built, { claims: [KNOWN_CLAIM_ID], time });
    const probe = new Probe(target, { schedules: schedulesOf(loadRecords(file)), predictor, time });
    const { consistent } = await inVirtualTime(time, target.port, () => probe.run());
    await server.close();
    expect(consistent).toContainEqual(built);
    expect(consistent).not.toContainEqual(claimed);
  });

  test.each([
    ['at the end of a time-out', 0.7, false],
    ['well before it', 0.25, true],
    ['well after it', 1.3, true],
  ])('of which a step %s says something on a wall clock: %#', (_, wait, says) => {
    const writes: [number, string][] = [[wait, WHOLE]];
    const schedule = { path: 'auth-resume', gap: 0.3, writes, end: 'fin', fin: 'apart' } as const;
    expect(isRobust(new Predictor([KNOWN_CLAIM_ID]), { revision: 'head', fixes: '0100' }, schedule)).toBe(says);
  });
});
