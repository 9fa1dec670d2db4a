import type { AnyStateMachine } from 'xstate';
import { isSameDefinition } from '../checker/study/same-definition.ts';
import { Composition, optionsOf, type SystemSpec } from '../checker/system/compose.ts';
import { type MachineTable, TableStore } from '../checker/system/table/table.ts';
import { type Difference, difference, type Fingerprint, fingerprint } from './fingerprint.ts';
import type { Mutant } from './mutants.ts';
import { doesTheSame } from './same-cells.ts';
import { mutantAs, substitute } from './substitute.ts';
import { bySystem, explore, type Trial, type Unmutated } from './unmutated.ts';

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

/** A system with more states than this is tried only where no smaller one tells anything. */
const LARGE = 6000;

/** A mutated system is explored up to so many times the states of the original, and some more. */
const MARGIN = 2;
const SMALL = 1000;

/** Mutants make their neighbours' tables grow: after so many mutants the tables start empty again. */
const A_WHILE = 20;

/** The turns of large systems begin here. */
const LAST = 1000;

/** A trial in its turn, and what it shows unmutated. */
interface Turn {
  readonly trial: Trial;
  readonly turn: number;
  readonly shown: Fingerprint;
}

/** Tries mutants in one system after the other; what an unmutated system shows is found out once, when it is first asked for. */
export class Killer {
  readonly #trials: ReadonlyMap<string, readonly Trial[]>;
  readonly #unmutated = new Map<string, Unmutated>();
  /** Tables of the mutated systems, a store for each: they differ in one machine and have the others in common for a while. */
  #scratch = new Map<string, TableStore>();
  #tried = 0;

  constructor(trials: readonly Trial[]) {
    this.#trials = bySystem(trials);
  }

  /** Drops what the mutants before have left in the tables: what comes depends on nothing that was. */
  beginAnew(): void {
    this.#tried = 0;
  }

  /**
   * The first trial that tells a mutant from its original, or how it survives all of them. One that differs only in the
   * number of states is tried on in all that are not large, for a property that sees it.
   */
  kill(original: AnyStateMachine, mutant: Mutant): Kill | Survival {
    if (this.#tried++ % A_WHILE === 0) this.#scratch = new Map();
    const machine = mutant.make();
    const mayTell = this.#mayTell(original, machine, mutant);
    let fate: Survival = 'same';
    let counted: Kill | null = null;
    for (const { trial, turn, shown } of this.#trialsOf(original)) {
      if (counted && turn >= LAST) break;
      if (!mayTell(trial)) continue;
      const composition = new Composition(substitute(trial.spec, original, machine, mutant), this.#scratchOf(trial));
      const found = difference(
        shown,
        fingerprint(composition, trial.properties, {
          maxStates: MARGIN * shown.states + SMALL,
          unhandled: shown.unhandled,
        }),
      );
      const kill = found && { trial: trial.name, ...found };
      if (kill && kill.evidence !== 'counts') return kill;
      if (kill) counted ??= kill;
      fate = 'unseen';
    }
    return counted ?? fate;
  }

  /** One trial of each system, the first turn, before a second one of any: they differ more. The large ones come last. */
  #trialsOf(original: AnyStateMachine): readonly Turn[] {
    const has = ({ spec }: Trial) => spec.components.some(({ machine }) => isSameDefinition(machine, original));
    const turns = [...this.#trials.values()].flatMap((ofSystem) =>
      ofSystem.filter(has).flatMap((trial, i) => {
        const shown = this.#unmutatedOf(trial).shown.get(trial);
        return shown ? [{ trial, shown, turn: shown.states > LARGE ? LAST + i : i }] : [];
      }),
    );
    return turns.toSorted((a, b) => a.turn - b.turn);
  }

  #unmutatedOf({ spec: { name } }: Trial): Unmutated {
    const known = this.#unmutated.get(name) ?? explore(this.#trials.get(name) ?? []);
    this.#unmutated.set(name, known);
    return known;
  }

  #scratchOf({ spec: { name } }: Trial): TableStore {
    const store = this.#scratch.get(name) ?? new TableStore();
    this.#scratch.set(name, store);
    return store;
  }

  /** Whether a mutant does something else in some cell of a trial; any other trial would only repeat what is known. */
  #mayTell(original: AnyStateMachine, machine: AnyStateMachine, which: Mutant): (trial: Trial) => boolean {
    const known = new Map<MachineTable, boolean>();
    const isSame = (trial: Trial, component: SystemSpec['components'][number]): boolean => {
      const { store, cells } = this.#unmutatedOf(trial);
      const options = optionsOf(component);
      const table = store.table(component.machine, component.input, options);
      const mutant = mutantAs(component.machine, original, machine, which);
      const same =
        known.get(table) ?? doesTheSame(mutant, component.input, options, { table, cells: cells.get(table) ?? [] });
      known.set(table, same);
      return same;
    };
    return (trial) =>
      trial.spec.components.some(
        (component) => isSameDefinition(component.machine, original) && !isSame(trial, component),
      );
  }
}
