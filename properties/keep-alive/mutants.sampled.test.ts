import { describe, expect, test } from 'vitest';
import { receiveStartdAliveMachine } from '../../machines/schedd/receive-startd-alive.ts';
import { rescheduleNegotiatorMachine } from '../../machines/schedd/reschedule-negotiator.ts';
import { tells } from '../../src/htcondor/conform/oracle.ts';
import { withoutReason } from '../../src/mutation/explained.ts';
import { fateOf } from '../../src/mutation/fate.ts';
import { Killer } from '../../src/mutation/kill.ts';
import { mutantsOf } from '../../src/mutation/mutants.ts';
import { trialsOf } from '../../src/mutation/trials.ts';
import { MODELS, OWN_MUTATION_RECORDS } from '../../src/testing/models.ts';
import { sampled } from '../../src/testing/sampled.ts';

/** The first trials of `claimcheck mutate`: both paths, without and with all of the fixes. */
const FIRST = trialsOf(MODELS).filter(({ name }) =>
  /^(?:keep-alive|reschedule) (?:auth|raw) (?:0000|1111)$/.test(name),
);

test('these are eight trials', () => {
  expect(FIRST).toHaveLength(8);
});

describe('every mutant of a handler, as a sample of all that `claimcheck mutate` tries', () => {
  const killer = new Killer(FIRST);
  const reasons = OWN_MUTATION_RECORDS.reasons() ?? new Map();

  test.each(sampled([rescheduleNegotiatorMachine, receiveStartdAliveMachine], 2))(
    '$id: is told by a claim, a witness, a log line or a measured reply, or is explained',
    (machine) => {
      const fates = mutantsOf(machine).map((mutant) => fateOf(killer, { tells }, machine, mutant));
      expect(withoutReason(fates, reasons)).toEqual([]);
      const differing = fates.filter(({ fate }) => fate !== 'equivalent');
      const killed = differing.filter(({ fate }) => fate === 'killed');
      expect(killed.length).toBeGreaterThanOrEqual(0.95 * differing.length);
      expect(killed.length).toBeGreaterThan(0.5 * fates.length);
    },
  );
});
