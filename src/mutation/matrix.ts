import type { MutantResult } from './fate.ts';
import type { Evidence } from './fingerprint.ts';

export type KillEvidence = Evidence | 'measured';

/** How many mutants a property kills, together with others or alone, in the first trial that tells them. */
interface ByProperty {
  readonly kills: number;
  readonly alone: number;
}

/** How many mutants there are of a machine, and what became of them. */
export interface Tally {
  readonly mutants: number;
  readonly equivalent: number;
  readonly survive: number;
  /** How many are killed by what: the strongest evidence of the first trial that tells them. */
  readonly killed: Readonly<Record<KillEvidence, number>>;
  readonly properties: Readonly<Record<string, ByProperty>>;
}

/** The kill matrix in the form in which it is kept: machine by machine, with the ids of the mutants that survive. */
export type KillMatrix = Readonly<Record<string, Tally & { readonly survivors: readonly string[] }>>;

export function killMatrix(results: readonly MutantResult[]): KillMatrix {
  const machines = [...new Set(results.map(({ machine }) => machine))];
  return Object.fromEntries(machines.map((id) => [id, tallyOf(results.filter(({ machine }) => machine === id))]));
}

function tallyOf(results: readonly MutantResult[]) {
  const by = (evidence: KillEvidence) => results.filter((one) => one.evidence === evidence).length;
  const properties = [...new Set(results.flatMap((one) => one.by))].toSorted();
  const survivors = results.filter(({ fate }) => fate === 'survives').map(({ id }) => id);
  return {
    mutants: results.length,
    equivalent: results.filter(({ fate }) => fate === 'equivalent').length,
    survive: survivors.length,
    killed: {
      'model error': by('model error'),
      verdict: by('verdict'),
      run: by('run'),
      measured: by('measured'),
      counts: by('counts'),
    },
    properties: Object.fromEntries(properties.map((id) => [id, killsOf(id, results)])),
    survivors,
  };
}

function killsOf(id: string, results: readonly MutantResult[]): ByProperty {
  const killed = results.filter(({ by }) => by.includes(id));
  return { kills: killed.length, alone: killed.filter(({ by }) => by.length === 1).length };
}

/** All machines together. */
export function total(matrix: KillMatrix): Tally {
  return Object.values<Tally>(matrix).reduce((one, other) => ({
    mutants: one.mutants + other.mutants,
    equivalent: one.equivalent + other.equivalent,
    survive: one.survive + other.survive,
    killed: merged(one.killed, other.killed, (a, b) => a + b) as Tally['killed'],
    properties: merged(one.properties, other.properties, (a, b) => ({
      kills: a.kills + b.kills,
      alone: a.alone + b.alone,
    })),
  }));
}

/** Both, with what is in both added up. */
function merged<T>(one: Readonly<Record<string, T>>, other: Readonly<Record<string, T>>, add: (a: T, b: T) => T) {
  const shared = Object.entries(one).flatMap(([key, value]) => {
    const also = other[key];
    return also === undefined ? [] : [[key, add(value, also)] as const];
  });
  return { ...one, ...other, ...Object.fromEntries(shared) };
}

export const killedOf = ({ killed }: Tally): number => Object.values(killed).reduce((sum, n) => sum + n, 0);

/** The part that is killed of what could be told from its original at all, in per cent. */
export const killRate = (tally: Tally): number => (100 * killedOf(tally)) / (tally.mutants - tally.equivalent);

/** The kill rate without the mutants that nothing tells but the number of states, in per cent. */
export const rateOfClaims = (tally: Tally): number =>
  (100 * (killedOf(tally) - tally.killed.counts)) / (tally.mutants - tally.equivalent);
