import type { Variant } from '../../machines/system.ts';
import { fixesFromBits, type Path } from '../../machines/vocabulary.ts';
import { compareSystems, type Comparison } from '../engine/compare.ts';
import { Composition, type SystemSpec } from '../engine/compose.ts';
import { TableStore } from '../engine/table.ts';
import { InputError } from '../input.ts';
import type { Machines, Version } from './version.ts';

/** Which variants are compared, and what counts as seen. */
export interface DiffScope {
  readonly fixes: readonly string[];
  readonly paths: readonly Path[];
  readonly faults: readonly string[];
  readonly strict: boolean;
}

/** The systems that are compared: with one connection the keep-alive is small. */
const SYSTEMS = {
  'keep-alive': (machines: Machines, variant: Variant): SystemSpec => machines.keepAliveSystem(variant, ['first']),
  reschedule: (machines: Machines, variant: Variant): SystemSpec => machines.rescheduleSystem(variant),
};

interface DiffVariant {
  readonly system: keyof typeof SYSTEMS;
  readonly fixes: string;
  readonly path: Path;
}

/** A system of one variant, as two versions of the machines make it. */
export interface Compared extends Comparison, DiffVariant {
  readonly compositions: readonly [Composition, Composition];
}

/** Compares two versions of the machines in every variant of the scope, one after the other. */
export function* compareVersions(one: Version, other: Version, scope: DiffScope): Generator<Compared> {
  const tables = [new TableStore(), new TableStore()] as const;
  for (const system of Object.keys(SYSTEMS) as (keyof typeof SYSTEMS)[]) {
    for (const path of scope.paths) {
      for (const fixes of scope.fixes) {
        const variant = { system, fixes, path };
        const compositions = [composed(one, variant, tables[0]), composed(other, variant, tables[1])] as const;
        yield { ...variant, compositions, ...compareSystems(...compositions, scope) };
      }
    }
  }
}

/** @throws {InputError} if the version has no such system */
function composed({ name, machines }: Version, { system, fixes, path }: DiffVariant, tables: TableStore): Composition {
  try {
    return new Composition(SYSTEMS[system](machines, { fixes: fixesFromBits(fixes), path }), tables);
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
