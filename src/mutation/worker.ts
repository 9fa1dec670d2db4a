import { isMainThread, workerData } from 'node:worker_threads';
import { ModelError } from '../checker/errors.ts';
import { machinesOf } from '../checker/study/machines.ts';
import { Models } from '../checker/study/models.ts';
import { InputError } from '../files/input.ts';
import { loadStudy } from '../verify/load-study.ts';
import type { Begin } from '../verify/threads.ts';
import { fateOf } from './fate.ts';
import { Killer } from './kill.ts';
import { mutantsOf } from './mutants.ts';
import { oracleOf } from './oracle.ts';
import type { Answer, ThreadData } from './pool.ts';
import { trialsOf } from './trials.ts';

async function prepared({ config }: ThreadData) {
  const loaded = await loadStudy(config);
  const models = new Models(loaded.study);
  const machines = [...machinesOf(models).values()];
  const mutants = machines.flatMap((machine) => mutantsOf(machine).map((mutant) => ({ machine, mutant })));
  return {
    mutants: new Map(mutants.map((one) => [one.mutant.id, one])),
    killer: new Killer(trialsOf(models)),
    oracle: await oracleOf(loaded),
  };
}

/** Tries one share of mutants after the other. What it finds does not depend on the shares before it. @throws {Error} if a mutant is not there */
export const begin: Begin<ThreadData, readonly string[], Answer> = (data) => {
  let known: ReturnType<typeof prepared> | null = null;
  return async (ids) => {
    try {
      known ??= prepared(data);
      const { mutants, killer, oracle } = await known;
      killer.beginAnew();
      const results = ids.map((id) => {
        const found = mutants.get(id);
        if (!found) throw new Error(`a thread does not know the mutant ${id}`);
        return fateOf(killer, oracle, found.machine, found.mutant);
      });
      return { results };
    } catch (error) {
      if (error instanceof InputError || error instanceof ModelError) return { refused: error.message };
      throw error;
    }
  };
};

export default isMainThread ? null : begin(workerData as ThreadData, () => {});
