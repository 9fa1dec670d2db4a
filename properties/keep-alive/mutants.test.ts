import { describe, expect, test } from 'vitest';
import { receiveStartdAliveMachine } from '../../machines/schedd/receive-startd-alive.ts';
import { rescheduleNegotiatorMachine } from '../../machines/schedd/reschedule-negotiator.ts';
import { withoutReason } from '../../src/mutation/explained.ts';
import { fateOf, Measured } from '../../src/mutation/fate.ts';
import { Killer } from '../../src/mutation/kill.ts';
import { mutantsOf } from '../../src/mutation/mutants.ts';
import { trials } from '../../src/mutation/trials.ts';

/** Of the trials of `claimcheck mutate` those that come first: both paths, without and with all of the fixes. */
const FIRST = trials().filter(({ name }) => /^(?:keep-alive|reschedule) (?:auth|raw) (?:0000|1111)$/.test(name));

describe('every mutant of a handler, as a sample of all that `claimcheck mutate` tries', () => {
  const killer = new Killer(FIRST);
  const measured = new Measured();

  test.each([receiveStartdAliveMachine, rescheduleNegotiatorMachine])(
    '$id: is told by a claim, a witness, a log line or a measured reply, or is explained',
    (machine) => {
      const fates = mutantsOf(machine).map((mutant) => fateOf(killer, measured, machine, mutant));
      expect(withoutReason(fates)).toEqual([]);
      const differing = fates.filter(({ fate }) => fate !== 'equivalent');
      const killed = differing.filter(({ fate }) => fate === 'killed');
      expect(killed.length).toBeGreaterThanOrEqual(0.95 * differing.length);
      expect(killed.length).toBeGreaterThan(0.5 * fates.length);
    },
  );
});
