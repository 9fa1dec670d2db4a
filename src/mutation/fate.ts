import type { AnyStateMachine } from 'xstate';
import { isFoundOut } from '../htcondor/conform/found-out.ts';
import { loadRecords } from '../htcondor/conform/load.ts';
import { isStartdFoundOut } from '../htcondor/conform/startd/found-out.ts';
import { loadStartdRecords } from '../htcondor/conform/startd/record.ts';
import { pathTo } from '../files/root.ts';
import type { Evidence } from './fingerprint.ts';
import type { Killer } from './kill.ts';
import type { Mutant, Mutation } from './mutants.ts';

/**
 * What became of a mutant. `equivalent`: it does the same in every local state and for every event that occurs in any of the
 * explored systems, and no measured reply tells it; that the part in question is never used is what coverage.ts lists.
 */
const FATES = ['killed', 'equivalent', 'survives'] as const;
export type Fate = (typeof FATES)[number];

/** Plain data, so that a thread can send it. */
export interface MutantResult {
  readonly id: string;
  readonly machine: string;
  readonly kind: Mutation;
  readonly description: string;
  readonly fate: Fate;
  /** What told it from its original first, where, and in which properties. */
  readonly evidence: Evidence | 'measured' | null;
  readonly trial: string | null;
  readonly by: readonly string[];
}

/** What the daemons were measured to do, for what the search cannot tell. */
export class Measured {
  readonly #schedd = ['alive-replies', 'random-replies'].flatMap((name) =>
    loadRecords(pathTo(`properties/measured/${name}.json`)),
  );
  readonly #startd = loadStartdRecords(pathTo('properties/measured/startd-replies.json'));

  /** Whether a daemon with the mutant in it is told from the measured one. */
  tells(original: AnyStateMachine, mutant: AnyStateMachine): boolean {
    return isFoundOut(original, mutant, this.#schedd) || isStartdFoundOut(original, mutant, this.#startd);
  }
}

/** Tries a mutant in every system, and then against what was measured. */
export function fateOf(killer: Killer, measured: Measured, original: AnyStateMachine, mutant: Mutant): MutantResult {
  const { id, kind, description } = mutant;
  const common = { id, machine: original.id, kind, description };
  const found = killer.kill(original, mutant);
  if (typeof found === 'object' && found.evidence !== 'counts') return { ...common, fate: 'killed', ...found };
  if (measured.tells(original, mutant.make()))
    return { ...common, fate: 'killed', evidence: 'measured', trial: null, by: [] };
  if (typeof found === 'object') return { ...common, fate: 'killed', ...found };
  const fate = found === 'same' ? 'equivalent' : 'survives';
  return { ...common, fate, evidence: null, trial: null, by: [] };
}
