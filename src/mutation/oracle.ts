import type { AnyStateMachine } from 'xstate';
import { InputError } from '../files/input.ts';
import { importBeside, type LoadedStudy } from '../verify/load-study.ts';

/** What a study knows by measurement, for what the search cannot tell. */
export interface Oracle {
  /** Whether something with the mutant in it is told from what was measured. */
  readonly tells: (original: AnyStateMachine, mutant: AnyStateMachine) => boolean;
}

/** The oracle that a study names; null if it names none. @throws {InputError} if the module is none */
export async function oracleOf(loaded: LoadedStudy): Promise<Oracle | null> {
  const { oracle } = loaded.study;
  if (oracle === undefined) return null;
  const module = (await importBeside(loaded, oracle)) as Partial<Oracle> | null;
  if (typeof module?.tells !== 'function')
    throw new InputError(`${oracle}: a module that exports tells(original, mutant) was expected`);
  return { tells: module.tells };
}
