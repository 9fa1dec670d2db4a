import { parentPort } from 'node:worker_threads';
import { MACHINES } from '../traces/pictures/machines.ts';
import { fateOf, Measured } from './fate.ts';
import { Killer } from './kill.ts';
import { mutantsOf } from './mutants.ts';
import { trials } from './trials.ts';

const mutants = new Map(
  [...MACHINES.values()].flatMap((machine) => mutantsOf(machine).map((mutant) => [mutant.id, { machine, mutant }])),
);
const killer = new Killer(trials());
const measured = new Measured();

parentPort?.on('message', (share: readonly string[]) => {
  const results = share.flatMap((id) => {
    const { machine, mutant } = mutants.get(id) ?? {};
    return machine && mutant ? [fateOf(killer, measured, machine, mutant)] : [];
  });
  parentPort?.postMessage(results);
});
