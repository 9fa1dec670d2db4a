import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageDecoder } from '../../../../machines/condor-io/alive-message.ts';
import { commandReadOf } from '../../../../machines/systems/connection.ts';
import { ALL_SUBSETS, REVISIONS } from '../../../../machines/vocabulary.ts';
import { TableStore } from '../../../checker/system/table.ts';
import { KNOWN_CLAIM_ID } from '../../conform/conform.ts';
import { Run } from '../../conform/run.ts';
import { Schedd } from '../../conform/schedd.ts';
import { SECOND, toSchedule } from '../../conform/schedule.ts';
import { runLive } from '../testing/virtual.ts';
import { SCHEDULES } from './schedules.ts';

const tables = new TableStore();
const decoder = new MessageDecoder(KNOWN_CLAIM_ID);

const RUNS = fc.record({
  schedule: SCHEDULES,
  fixes: fc.constantFrom(...ALL_SUBSETS),
  revision: fc.constantFrom(...REVISIONS),
  phase: fc.nat(SECOND - 1),
  apart: fc.boolean(),
});
type OneRun = typeof RUNS extends fc.Arbitrary<infer R> ? R : never;

function predicted({ schedule, fixes, revision, phase, apart }: OneRun) {
  const schedd = new Schedd({ revision, fixes, commandRead: commandReadOf(revision) }, tables);
  const { getSecret: _, ...rest } = new Run(schedd, toSchedule(schedule, apart), decoder, phase).outcome();
  return rest;
}

/** At the moment of a run's end a reply may or may not be there yet; a reset hides it. */
async function measured({ schedule, fixes, revision, phase, apart }: OneRun) {
  const { log: _, ...shown } = await runLive({ fixes, revision }, schedule, { phase, apart, claims: [KNOWN_CLAIM_ID] });
  return shown;
}

describe('random schedules over TCP, with a proxy that cuts, delays, closes and resets', () => {
  test('show what the model predicts, to the phase of the second', async () => {
    await fc.assert(
      fc.asyncProperty(RUNS, async (run) => {
        expect(await measured(run)).toEqual(predicted(run));
      }),
      { numRuns: 300 },
    );
  });
});
