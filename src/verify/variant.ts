import type { Path } from '../../machines/vocabulary.ts';
import { FAULTS, fixesFromBits } from '../../machines/vocabulary.ts';
import { declaredStates, reachedStates } from '../engine/coverage.ts';
import type { Finding, Findings, Verdict } from '../engine/verdict.ts';
import { isWitness, verify } from '../engine/verdict.ts';
import { keepAliveModel, type Model, rescheduleModel, TABLES } from '../model.ts';

/** One row of the matrix: a subset of the fixes on one path, in an environment. */
export interface Row {
  /** Four bits, in the order 27894 27895 27896 27897. */
  readonly fixes: string;
  readonly path: Path;
}

/** The environment and the bounds that a verdict is about. */
export interface Scope {
  /** The fault classes that are on. */
  readonly faults: readonly string[];
  /** Give up after this many states. */
  readonly maxStates?: number;
}

const FULL_SCOPE: Scope = { faults: FAULTS };

/** The size of an explored space. */
export interface Counts {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly bounded: boolean;
}

export interface PropertyResult {
  readonly id: string;
  readonly verdict: Verdict;
  /** The number of steps of the shortest run that shows it. */
  readonly trace: number | null;
}

/** What the search says of one row: plain data. */
export interface RowResult extends Row, Counts {
  readonly properties: readonly PropertyResult[];
  readonly witnesses: readonly PropertyResult[];
  /** The system of S4, which is explored on its own. */
  readonly reschedule: Counts;
}

/** Explores both systems of a row. */
export function verifyRow({ fixes, path }: Row, scope: Scope = FULL_SCOPE): RowResult {
  const variant = { fixes: fixesFromBits(fixes), path };
  const keepAlive = search(keepAliveModel(variant), scope);
  const reschedule = search(rescheduleModel(variant), scope);
  const findings = [...keepAlive.findings, ...reschedule.findings];
  return {
    fixes,
    path,
    ...counts(keepAlive),
    properties: findings
      .filter(({ property }) => !isWitness(property))
      .map(result)
      .toSorted((a, b) => a.id.localeCompare(b.id)),
    witnesses: findings.filter(({ property }) => isWitness(property)).map(result),
    reschedule: counts(reschedule),
  };
}

/** The states of all machines that the rows explored so far in this process have passed through. */
export function coverage(): { declared: string[]; reached: string[] } {
  return { declared: declaredStates(TABLES), reached: reachedStates(TABLES) };
}

const search = ({ composition, properties }: Model, scope: Scope) => verify(composition, properties, scope);

const counts = ({ states, transitions, depth, bounded }: Findings): Counts => ({ states, transitions, depth, bounded });

const result = ({ property, verdict, run }: Finding): PropertyResult => ({
  id: property.id,
  verdict,
  trace: run?.length ?? null,
});
