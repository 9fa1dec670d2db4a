import type { AnyStateMachine } from 'xstate';
import { Composition, type SystemSpec } from '../engine/compose.ts';
import type { Property } from '../engine/property.ts';
import { type Cell, type MachineTable, TableStore } from '../engine/table.ts';
import { type Difference, difference, type Fingerprint, fingerprint } from './fingerprint.ts';
import type { Mutant } from './mutants.ts';
import { doesTheSame } from './same-cells.ts';
import { substitute } from './substitute.ts';

/** A system in which mutants are tried, with what is claimed of it. */
export interface Trial {
  readonly name: string;
  readonly spec: SystemSpec;
  readonly properties: readonly Property[];
}

/** Where a mutant shows, and in what. */
export interface Kill extends Difference {
  readonly trial: string;
}

/** What became of a mutant that no trial tells from its original. */
export type Survival =
  /** It does the same in every local state and for every event that occurs in any trial: nothing could tell it. */
  | 'same'
  /** It does something else somewhere, and no property, witness or shortest run shows it. */
  | 'unseen';

/** A system with more states than this is tried only for machines that are in no smaller one. */
const LARGE = 6000;

/** A mutated system is explored up to so many times the states of the original, and some more. */
const MARGIN = 2;
const SMALL = 1000;

/** Mutants make their neighbours' tables grow: after so many they are begun anew. */
const A_WHILE = 20;

/** Tries mutants in one system after the other; what the unmutated systems show is found out once. */
export class Killer {
  /** What the unmutated systems have asked, a store for each: the messages that a machine may be sent are others in each. */
  readonly stores = new Map<string, TableStore>();
  /** The same of the mutated systems, which differ in one machine and have the others' tables in common for a while. */
  #scratch = new Map<string, TableStore>();
  #tried = 0;
  /** Trials whose system is too large to be explored thousands of times. */
  readonly tooLarge: readonly string[];
  readonly #baselines: ReadonlyMap<Trial, Fingerprint>;
  /** The cells that the unmutated systems use. */
  readonly #cells: ReadonlyMap<MachineTable, readonly Cell[]>;

  constructor(trials: readonly Trial[]) {
    const known = trials.map((trial) => {
      const composition = new Composition(trial.spec, storeOf(this.stores, trial));
      return [trial, fingerprint(composition, trial.properties)] as const;
    });
    this.#baselines = new Map(known.filter(([, { bounded }]) => !bounded));
    this.tooLarge = known.filter(([, { bounded }]) => bounded).map(([{ name }]) => name);
    const tables = [...this.stores.values()].flatMap((store) => [...store.all()]);
    this.#cells = new Map(tables.map(({ table }) => [table, [...table.cells()]]));
  }

  /**
   * The first trial that tells a mutant from its original, or how it survives all of them. One that differs only in the
   * number of states is tried on in the variants of the same system, for a property that sees it.
   */
  kill(original: AnyStateMachine, mutant: Mutant): Kill | Survival {
    if (this.#tried++ % A_WHILE === 0) this.#scratch = new Map();
    const machine = mutant.make();
    const mayTell = this.#mayTell(original, machine);
    let fate: Kill | Survival = 'same';
    let system: string | null = null;
    for (const [trial, baseline] of this.#trialsOf(original)) {
      if (system !== null && trial.spec.name !== system) break;
      if (!mayTell(trial)) continue;
      const composition = new Composition(substitute(trial.spec, original, machine), storeOf(this.#scratch, trial));
      const shown = fingerprint(composition, trial.properties, MARGIN * baseline.states + SMALL);
      const found = difference(baseline, shown);
      if (found && found.evidence !== 'counts') return { trial: trial.name, ...found };
      if (typeof fate === 'string') fate = found ? { trial: trial.name, ...found } : 'unseen';
      if (found) system = trial.spec.name;
    }
    return fate;
  }

  #trialsOf(original: AnyStateMachine): (readonly [Trial, Fingerprint])[] {
    const having = [...this.#baselines].filter(([{ spec }]) =>
      spec.components.some(({ machine }) => machine === original),
    );
    const small = having.filter(([, { states }]) => states <= LARGE);
    return small.length > 0 ? small : having;
  }

  /** Whether a mutant does something else in some cell of a trial; any other trial would only repeat what is known. */
  #mayTell(original: AnyStateMachine, machine: AnyStateMachine): (trial: Trial) => boolean {
    const known = new Map<MachineTable, boolean>();
    const isSame = (trial: Trial, input: unknown): boolean => {
      const table = storeOf(this.stores, trial).table(original, input);
      const same = known.get(table) ?? doesTheSame(machine, input, table.initial, this.#cells.get(table) ?? []);
      known.set(table, same);
      return same;
    };
    return (trial) =>
      trial.spec.components.some((component) => component.machine === original && !isSame(trial, component.input));
  }
}

function storeOf(stores: Map<string, TableStore>, { spec: { name } }: Trial): TableStore {
  const store = stores.get(name) ?? new TableStore();
  stores.set(name, store);
  return store;
}
