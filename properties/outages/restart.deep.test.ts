import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { aliveExchangeMachine } from '../../machines/environment/alive-exchange.ts';
import { recoveredMatchMachine } from '../../machines/schedd/recovered-match.ts';
import { RESTARTS, restartSystem } from '../../machines/systems/restart.ts';
import { scheddMachine } from '../../machines/schedd/schedd.ts';
import { Killer } from '../../src/mutation/kill.ts';
import { mutantsOf } from '../../src/mutation/mutants.ts';
import { type CheckedSystem, SYSTEMS } from '../../src/htcondor/systems.ts';
import { RESTART } from './restart.ts';

const timed = SYSTEMS.find(({ name }) => name === 'timed-restart') as CheckedSystem;

const killer = new Killer([
  ...Object.entries(RESTARTS).map(([name, variant]) => ({ name, spec: restartSystem(variant), properties: RESTART })),
  ...timed.variants.map(({ id, model }) => {
    const { composition, properties } = model();
    return { name: id, spec: composition.spec, properties };
  }),
]);

test.each<[string, AnyStateMachine, string[]]>([
  ['schedd', scheddMachine, []],
  ['recoveredMatch', recoveredMatchMachine, []],
  // Whether the startd is told that there is nothing to read, or is not told anything: it waits on.
  ['aliveExchange', aliveExchangeMachine, ['aliveExchange/connection/SELECT[0] drop-action 0']],
])('every mutant of %s is told from it, but for what makes no difference', { timeout: 300_000 }, (_, machine, left) => {
  const survivors = mutantsOf(machine).filter((mutant) => typeof killer.kill(machine, mutant) === 'string');
  expect(survivors.map(({ id }) => id)).toEqual(left);
});
