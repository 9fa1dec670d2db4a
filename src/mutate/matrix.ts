import type { Evidence } from './fingerprint.ts';
import type { MutantResult } from './fate.ts';

/** How many mutants there are of a machine, and what became of them. */
export interface Tally {
  readonly mutants: number;
  readonly killed: number;
  readonly equivalent: number;
  readonly survive: number;
}

/** The kill matrix in the form in which it is kept. */
export interface KillMatrix {
  readonly all: Tally;
  readonly machines: Readonly<Record<string, Tally>>;
  /** How many mutants are killed by what, the strongest evidence of the first trial that tells them. */
  readonly evidence: Readonly<Record<Evidence | 'measured', number>>;
  /** How many a property kills, together with others or alone, in the first trial that tells them. */
  readonly properties: Readonly<Record<string, { readonly kills: number; readonly alone: number }>>;
}

export function killMatrix(results: readonly MutantResult[]): KillMatrix {
  const machines = [...new Set(results.map(({ machine }) => machine))];
  const ids = [...new Set(results.flatMap(({ by }) => by))].toSorted();
  const countOf = (evidence: MutantResult['evidence']) => results.filter((one) => one.evidence === evidence).length;
  return {
    all: tally(results),
    machines: Object.fromEntries(machines.map((id) => [id, tally(results.filter(({ machine }) => machine === id))])),
    evidence: {
      'model error': countOf('model error'),
      verdict: countOf('verdict'),
      run: countOf('run'),
      measured: countOf('measured'),
      counts: countOf('counts'),
    },
    properties: Object.fromEntries(ids.map((id) => [id, killsOf(id, results)])),
  };
}

function tally(results: readonly MutantResult[]): Tally {
  const countOf = (fate: MutantResult['fate']) => results.filter((one) => one.fate === fate).length;
  return {
    mutants: results.length,
    killed: countOf('killed'),
    equivalent: countOf('equivalent'),
    survive: countOf('survives'),
  };
}

function killsOf(id: string, results: readonly MutantResult[]) {
  const killed = results.filter(({ by }) => by.includes(id));
  return { kills: killed.length, alone: killed.filter(({ by }) => by.length === 1).length };
}

/** The part that is killed of what could be told from its original at all, in per cent. */
export const killRate = ({ mutants, killed, equivalent }: Tally): number => (100 * killed) / (mutants - equivalent);
