import type { Property } from '../checker/property/property.ts';
import { Composition, type SystemSpec } from '../checker/system/compose.ts';
import { type Cell, type MachineTable, TableStore } from '../checker/system/table/table.ts';
import { type Fingerprint, fingerprintAsIs } from './fingerprint.ts';

/** A system in which mutants are tried, with what is stated of it. */
export interface Trial {
  readonly name: string;
  readonly spec: SystemSpec;
  readonly properties: readonly Property[];
}

/** The trials of one system as it is: what mutants are compared with. */
export interface Unmutated {
  /** What each trial shows, but for those that are too large to be explored thousands of times. */
  readonly shown: ReadonlyMap<Trial, Fingerprint>;
  /** What its machines were asked. */
  readonly store: TableStore;
  /** The cells that were asked for, machine by machine. */
  readonly cells: ReadonlyMap<MachineTable, readonly Cell[]>;
}

/** Explores trials of one system. They share their tables, which those of another may not: other messages come in it. */
export function explore(trials: readonly Trial[]): Unmutated {
  const store = new TableStore();
  const all = trials.map(
    (trial) => [trial, fingerprintAsIs(new Composition(trial.spec, store), trial.properties)] as const,
  );
  return {
    shown: new Map(all.filter(([, { bounded }]) => !bounded)),
    store,
    cells: new Map([...store.all()].map(({ table }) => [table, [...table.cells()]])),
  };
}

/** Trials by the name of their system. */
export function bySystem(trials: readonly Trial[]): ReadonlyMap<string, readonly Trial[]> {
  const names = new Set(trials.map(({ spec }) => spec.name));
  return new Map([...names].map((name) => [name, trials.filter(({ spec }) => spec.name === name)]));
}
