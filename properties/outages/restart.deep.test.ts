import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { aliveExchangeMachine } from '../../machines/environment/alive-exchange.ts';
import { recoveredMatchMachine } from '../../machines/schedd/recovered-match.ts';
import { scheddMachine } from '../../machines/schedd/schedd.ts';
import { Killer } from '../../src/mutation/kill.ts';
import { mutantsOf } from '../../src/mutation/mutants.ts';
import { trialsOf } from '../../src/mutation/trials.ts';
import { MODELS } from '../../src/testing/models.ts';

const TRIALS = trialsOf(MODELS).filter(({ name }) => /^(?:(?:timed-)?restart |lifecycle)/.test(name));
const killer = new Killer(TRIALS);

test.each<[string, AnyStateMachine, string[]]>([
  ['schedd', scheddMachine, []],
  ['recoveredMatch', recoveredMatchMachine, []],
  // Whether the startd is told that there is nothing to read, or is not told anything: it waits on.
  ['aliveExchange', aliveExchangeMachine, ['aliveExchange/connection/SELECT[0] drop-action 0']],
])('every mutant of %s is told from it, but for what makes no difference', (_, machine, left) => {
  const survivors = mutantsOf(machine).filter((mutant) => typeof killer.kill(machine, mutant) === 'string');
  expect(survivors.map(({ id }) => id)).toEqual(left);
});
