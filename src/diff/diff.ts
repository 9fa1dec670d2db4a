import type { Path } from '../../machines/vocabulary.ts';
import { type Comparison, compareSystems } from '../checker/compare/compare.ts';
import { Composition } from '../checker/system/compose.ts';
import { TableStore } from '../checker/system/table.ts';
import { InputError } from '../files/input.ts';
import { type ComparedSystem, systemsOf } from './systems.ts';
import type { Machines, Version } from './version.ts';

/** Which variants are compared, and what counts as seen. */
export interface DiffScope {
  readonly fixes: readonly string[];
  readonly paths: readonly Path[];
  readonly faults: readonly string[];
  readonly strict: boolean;
  /** The systems by name; all, if not given. */
  readonly systems?: readonly string[] | undefined;
}

/** A system of one variant, as two versions of the machines make it. */
export interface Compared extends Comparison {
  readonly system: string;
  readonly variant: string;
  readonly compositions: readonly [Composition, Composition];
}

/** The systems of the scope that one of the versions does not have. */
export function notInBoth(one: Version, other: Version, scope: DiffScope): string[] {
  const missing = within(scope).filter((system) => !areIn(system, one, other));
  return [...new Set(missing.map(({ system }) => system))];
}

const within = (scope: DiffScope): ComparedSystem[] =>
  systemsOf(scope).filter(({ system }) => scope.systems?.includes(system) ?? true);

const areIn = ({ maker }: ComparedSystem, ...versions: readonly Version[]): boolean =>
  versions.every(({ machines }) => machines[maker] !== undefined);

/** Compares two versions of the machines in every variant of the scope that both have, one after the other. */
export function* compareVersions(one: Version, other: Version, scope: DiffScope): Generator<Compared> {
  const stores = new Map<string, readonly [TableStore, TableStore]>();
  for (const compared of within(scope).filter((system) => areIn(system, one, other))) {
    const { system, variant } = compared;
    const tables = stores.get(system) ?? ([new TableStore(), new TableStore()] as const);
    stores.set(system, tables);
    const compositions = [composed(one, compared, tables[0]), composed(other, compared, tables[1])] as const;
    yield { system, variant, compositions, ...compareSystems(...compositions, scope) };
  }
}

/** @throws {InputError} if what the version makes is no system */
function composed({ name, machines }: Version, { system, spec }: ComparedSystem, tables: TableStore): Composition {
  try {
    return new Composition(spec(machines as Required<Machines>), tables);
  } catch (error) {
    throw new InputError(`${name}: the system ${system} cannot be composed: ${(error as Error).message}`);
  }
}

/** The variant that is told apart by the shortest run, the first of several; undefined if none is. */
export function shortest(compared: readonly Compared[]): Compared | undefined {
  const length = ({ difference }: Compared) => difference?.common[0].length ?? Number.POSITIVE_INFINITY;
  const [first] = compared.toSorted((a, b) => length(a) - length(b));
  return first?.difference ? first : undefined;
}
