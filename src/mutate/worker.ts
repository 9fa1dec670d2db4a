import { parentPort, workerData } from 'node:worker_threads';
import { MACHINES } from '../draw/machines.ts';
import { fateOf, Measured } from './fate.ts';
import { Killer } from './kill.ts';
import { mutantsOf } from './mutants.ts';
import type { Share } from './pool.ts';
import { trials } from './trials.ts';

const mine = new Set((workerData as Share).ids);
const killer = new Killer(trials());
const measured = new Measured();

for (const machine of MACHINES.values()) {
  for (const mutant of mutantsOf(machine)) {
    if (mine.has(mutant.id)) parentPort?.postMessage(fateOf(killer, measured, machine, mutant));
  }
}
