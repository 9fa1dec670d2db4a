import type { AnyStateMachine } from 'xstate';
import type { Evidence } from './fingerprint.ts';
import type { Killer } from './kill.ts';
import type { Mutant, Mutation } from './mutants.ts';
import type { Oracle } from './oracle.ts';

/**
 * What became of a mutant. `equivalent`: it does the same in every local state and for every event that occurs in any of the
 * explored systems, and no oracle tells it; that the part in question is never used is what covered.ts lists.
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

/** Tries a mutant in every system, and then asks the oracle, if there is one. */
export function fateOf(killer: Killer, oracle: Oracle | null, original: AnyStateMachine, mutant: Mutant): MutantResult {
  const { id, kind, description } = mutant;
  const common = { id, machine: original.id, kind, description };
  const found = killer.kill(original, mutant);
  if (typeof found === 'object' && found.evidence !== 'counts') return { ...common, fate: 'killed', ...found };
  if (oracle?.tells(original, mutant.make()))
    return { ...common, fate: 'killed', evidence: 'measured', trial: null, by: [] };
  if (typeof found === 'object') return { ...common, fate: 'killed', ...found };
  const fate = found === 'same' ? 'equivalent' : 'survives';
  return { ...common, fate, evidence: null, trial: null, by: [] };
}
