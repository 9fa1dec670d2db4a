import type { AnyStateMachine } from 'xstate';
import { Composition, type SystemSpec } from '../engine/compose.ts';
import type { Property } from '../engine/property.ts';
import { type Cell, type MachineTable, TableStore } from '../engine/table.ts';
import { differences, type Fingerprint, fingerprint } from './fingerprint.ts';
import type { Mutant } from './mutants.ts';
import { doesTheSame } from './same-cells.ts';
import { substitute } from './substitute.ts';

/** A system in which mutants are tried, with what is claimed of it. */
export interface Trial {
  readonly name: string;
  readonly spec: SystemSpec;
  readonly properties: readonly Property[];
}

/** Where a mutant first shows, and in which properties. */
export interface Kill {
  readonly trial: string;
  readonly by: readonly string[];
}

/** What became of a mutant that no trial tells from its original. */
export type Survival =
  /** It does the same in every local state and for every event that occurs in any trial: nothing could tell it. */
  | 'same'
  /** It does something else somewhere, and no property, witness or shortest run shows it. */
  | 'unseen';

/** Tries mutants in one system after the other; what the unmutated systems show is found out once. */
export class Killer {
  readonly #trials: readonly Trial[];
  /** Also for the mutated systems, which differ in one machine: all others are asked once and for all. */
  readonly #tables = new TableStore();
  readonly #baselines: ReadonlyMap<Trial, Fingerprint>;
  /** The cells that the unmutated systems use. */
  readonly #cells: ReadonlyMap<MachineTable, readonly Cell[]>;

  constructor(trials: readonly Trial[]) {
    this.#trials = trials;
    this.#baselines = new Map(
      trials.map((trial) => [trial, fingerprint(new Composition(trial.spec, this.#tables), trial.properties)]),
    );
    this.#cells = new Map([...this.#tables.all()].map(({ table }) => [table, [...table.cells()]]));
  }

  /** The first trial that tells a mutant from its original, or how it survives all of them. */
  kill(original: AnyStateMachine, mutant: Mutant): Kill | Survival {
    const machine = mutant.make();
    const mayTell = this.#mayTell(original, machine);
    let survival: Survival = 'same';
    for (const trial of this.#trials) {
      if (!mayTell(trial)) continue;
      const composition = new Composition(substitute(trial.spec, original, machine), this.#tables);
      const shown = fingerprint(composition, trial.properties);
      const by = differences(this.#baselines.get(trial) as Fingerprint, shown);
      if (by.length > 0) return { trial: trial.name, by };
      survival = 'unseen';
    }
    return survival;
  }

  /** Whether a mutant does something else in some cell of a trial; any other trial would only repeat what is known. */
  #mayTell(original: AnyStateMachine, machine: AnyStateMachine): (trial: Trial) => boolean {
    const known = new Map<MachineTable, boolean>();
    const isSame = (input: unknown): boolean => {
      const table = this.#tables.table(original, input);
      const same = known.get(table) ?? doesTheSame(machine, input, table.initial, this.#cells.get(table) ?? []);
      known.set(table, same);
      return same;
    };
    return ({ spec }) =>
      spec.components.some((component) => component.machine === original && !isSame(component.input));
  }
}
