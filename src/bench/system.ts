import type { AnyChoices } from '../checker/study/axis.ts';
import type { Models } from '../checker/study/models.ts';
import type { Composition } from '../checker/system/compose.ts';
import type { Check, Property } from '../checker/property/property.ts';
import type { TableStore } from '../checker/system/table/table.ts';
import { isWitness, type Verdict } from '../checker/verify.ts';

/**
 * What goals are measured on: the system of the study's story; one of some 50,000 states, all of it within the reach of xstate/graph; one of
 * more than a million, and the same again beside the small one; one so large that what the process takes to start hardly counts; and one that
 * several threads share.
 */
export const SIZES = ['ticket', 'small', 'large', 'again', 'largest', 'shared'] as const;
export type Size = (typeof SIZES)[number];

/** A system to be measured, as plain data: so it is handed to the processes that explore it. */
export interface BenchSystem {
  /** What it is called in tables. */
  readonly name: string;
  /** A system of the study, and what is chosen on its axes. */
  readonly system: string;
  readonly choices: AnyChoices;
  /** What is chosen on the axes of its rows, for people. */
  readonly label: string;
  readonly faults: readonly string[];
  /** How the command line is asked for it. */
  readonly asked: readonly string[];
  /** Give up after this many states. */
  readonly maxStates?: number;
  readonly size?: Size;
}

/** What a system is explored for: its safety properties, nothing else. */
export interface Task {
  readonly composition: Composition;
  readonly properties: readonly Property[];
  readonly checks: readonly Check[];
}

export function taskOf(models: Models, row: BenchSystem, tables?: TableStore): Task {
  const model = models.model(row, tables);
  const properties = model.properties.filter((property) => !isWitness(property));
  return { composition: model.composition, properties, checks: properties.flatMap(({ checks }) => checks) };
}
export type Verdicts = Readonly<Record<string, Verdict>>;

/** A verdict on each property, from the checks that were hit. */
export function verdictsOf({ properties, checks }: Task, isHit: (check: number) => boolean, bounded = false): Verdicts {
  const verdict = (property: Property) => {
    const isViolated = property.checks.some((check) => isHit(checks.indexOf(check)));
    return isViolated ? 'violated' : bounded ? 'bounded' : 'holds';
  };
  return Object.fromEntries(properties.map((property) => [property.id, verdict(property)]));
}
