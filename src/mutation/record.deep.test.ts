import { expect, test } from 'vitest';
import { tells } from '../htcondor/conform/oracle.ts';
import { MACHINES, MODELS, OWN_MUTATION_RECORDS } from '../testing/models.ts';
import { fateOf } from './fate.ts';
import { Killer } from './kill.ts';
import { mutantsOf } from './mutants.ts';
import { trialsOf } from './trials.ts';

/** One mutant in so many is tried again; `claimcheck mutate` tries all of them. */
const EVERY = 100;

test('a sample of the mutants survives, or does not, as recorded', () => {
  const survivors = new Set(Object.values(OWN_MUTATION_RECORDS.matrix()).flatMap((tally) => tally.survivors));
  const killer = new Killer(trialsOf(MODELS));
  const sample = [...MACHINES.values()]
    .flatMap((machine) => mutantsOf(machine).map((mutant) => ({ machine, mutant })))
    .filter((_, i) => i % EVERY === 0);
  const fates = sample.map(({ machine, mutant }) => fateOf(killer, { tells }, machine, mutant));
  const survive = ({ fate }: (typeof fates)[number]) => fate === 'survives';
  expect(fates.filter(survive).map(({ id }) => id)).toEqual(
    fates.map(({ id }) => id).filter((id) => survivors.has(id)),
  );
});
