import { parentPort, workerData } from 'node:worker_threads';
import { MACHINES } from '../draw/machines.ts';
import { fateOf, Measured } from './fate.ts';
import { Killer } from './kill.ts';
import { mutantsOf } from './mutants.ts';
import type { Share } from './pool.ts';
import { trials } from './trials.ts';

const mine = new Set((workerData as Share).ids);
const wanted = [...MACHINES.values()].flatMap((machine) => {
  const mutants = mutantsOf(machine).filter(({ id }) => mine.has(id));
  return mutants.length > 0 ? [{ machine, mutants }] : [];
});
const machines = new Set(wanted.map(({ machine }) => machine));
const concerned = trials().filter(({ spec }) => spec.components.some(({ machine }) => machines.has(machine)));
const killer = new Killer(concerned);
const measured = new Measured();

for (const { machine, mutants } of wanted) {
  for (const mutant of mutants) parentPort?.postMessage(fateOf(killer, measured, machine, mutant));
}
