import fc from 'fast-check';
import { MessageDecoder } from '../../../../machines/condor-io/alive-message.ts';
import { commandReadOf } from '../../../../machines/systems/connection.ts';
import { ALL_SUBSETS, REVISIONS } from '../../../../machines/vocabulary.ts';
import { TableStore } from '../../../checker/system/table/table.ts';
import { KNOWN_CLAIM_ID } from '../../conform/conform.ts';
import { Run } from '../../conform/run.ts';
import { Schedd } from '../../conform/schedd.ts';
import { SECOND, toSchedule } from '../../conform/schedule.ts';
import { SCHEDULES } from '../random/schedules.ts';
import { runLive } from './virtual.ts';

const tables = new TableStore();
const decoder = new MessageDecoder(KNOWN_CLAIM_ID);

/** A schedule, a build, and when in the second it begins. */
export const RUNS = fc.record({
  schedule: SCHEDULES,
  fixes: fc.constantFrom(...ALL_SUBSETS),
  revision: fc.constantFrom(...REVISIONS),
  phase: fc.nat(SECOND - 1),
  apart: fc.boolean(),
});
export type OneRun = typeof RUNS extends fc.Arbitrary<infer R> ? R : never;

/** What the model says: all that a client or a log can show. */
export function predicted({ schedule, fixes, revision, phase, apart }: OneRun) {
  const schedd = new Schedd({ revision, fixes, commandRead: commandReadOf(revision) }, tables);
  const { getSecret: _, ...rest } = new Run(schedd, toSchedule(schedule, apart), decoder, phase).outcome();
  return rest;
}

/** What a server shows on real sockets. */
export async function measured({ schedule, fixes, revision, phase, apart }: OneRun) {
  const { log: _, ...shown } = await runLive({ fixes, revision }, schedule, { phase, apart, claims: [KNOWN_CLAIM_ID] });
  return shown;
}
