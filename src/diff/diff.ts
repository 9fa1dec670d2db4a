import { type Comparison, compareSystems } from '../checker/compare/compare.ts';
import { Models } from '../checker/study/models.ts';
import type { Study } from '../checker/study/study.ts';
import type { Row } from '../checker/study/system-entry.ts';
import type { Composition } from '../checker/system/compose.ts';
import { InputError } from '../files/input.ts';
import type { Pair, RowFilter } from './rows.ts';

/** Which rows are compared, and what counts as seen. */
export interface DiffScope extends RowFilter {
  readonly faults: readonly string[];
  readonly strict: boolean;
}

/** One of the studies that are compared. */
export interface Version {
  readonly name: string;
  readonly study: Study;
}

/** A system of one variant, as two versions make it. */
export interface Compared extends Comparison {
  readonly system: string;
  readonly variant: string;
  readonly compositions: readonly [Composition, Composition];
}

/** Compares two versions in every row that both have, one after the other. */
export function* compareVersions(
  one: Version,
  other: Version,
  pairs: readonly Pair[],
  scope: DiffScope,
): Generator<Compared> {
  const { faults, strict } = scope;
  const models = [new Models(one.study), new Models(other.study)] as const;
  for (const { system, variant, rows } of pairs) {
    const compositions = [composed(one, models[0], rows[0]), composed(other, models[1], rows[1])] as const;
    yield { system, variant, compositions, ...compareSystems(...compositions, { faults, strict }) };
  }
}

/** @throws {InputError} if what the version makes is no system */
function composed({ name }: Version, models: Models, row: Row): Composition {
  try {
    return models.model(row).composition;
  } catch (error) {
    const [line] = (error as Error).message.split('\n', 1);
    throw new InputError(`${name}: the system ${row.system} cannot be composed: ${line}`);
  }
}

/** The variant that is told apart by the shortest run, the first of several; undefined if none is. */
export function shortest(compared: readonly Compared[]): Compared | undefined {
  const length = ({ difference }: Compared) => difference?.common[0].length ?? Number.POSITIVE_INFINITY;
  const [first] = compared.toSorted((a, b) => length(a) - length(b));
  return first?.difference ? first : undefined;
}
