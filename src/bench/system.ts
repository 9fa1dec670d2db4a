import { fixesFromBits, type Path } from '../../machines/vocabulary.ts';
import type { Composition } from '../checker/system/compose.ts';
import type { Check, Property } from '../checker/property/property.ts';
import type { TableStore } from '../checker/system/table.ts';
import { isWitness, type Verdict } from '../checker/verify.ts';
import { claimsModel, keepAliveModel } from '../htcondor/models.ts';

/** A system to be measured, as plain data: so it is handed to the processes that explore it. */
export interface BenchSystem {
  /** What it is called in tables. */
  readonly name: string;
  /** Four bits, in the order 27894 27895 27896 27897. */
  readonly fixes: string;
  readonly path: Path;
  /** So many claims with a connection each; the ticket's one claim with two connections, if not given. */
  readonly claims?: number;
  /** A bound on the keep-alives that each claim sends. */
  readonly rounds?: number;
  readonly faults: readonly string[];
  /** Give up after this many states. */
  readonly maxStates?: number;
}

/** What a system is explored for: its safety properties, nothing else. */
export interface Task {
  readonly composition: Composition;
  readonly properties: readonly Property[];
  readonly checks: readonly Check[];
}

export function taskOf({ fixes, path, claims, rounds }: BenchSystem, tables?: TableStore): Task {
  const variant = { fixes: fixesFromBits(fixes), path, ...(rounds !== undefined && { rounds }) };
  const model = claims ? claimsModel(variant, claims, tables) : keepAliveModel(variant, undefined, tables);
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
