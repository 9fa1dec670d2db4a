import { totalmem } from 'node:os';
import { ModelError } from '../checker/errors.ts';
import type { Crew } from '../checker/parallel/crew.ts';
import type { End } from '../checker/search/explore.ts';
import type { Model, Models } from '../checker/study/models.ts';
import { keyOf } from '../checker/study/rows.ts';
import type { Row } from '../checker/study/system-entry.ts';
import { declaredStates, reachedStates } from '../checker/system/coverage.ts';
import { notesOn } from '../checker/system/notes.ts';
import { type Explored, type Finding, type Findings, isWitness, type Method, type Verdict } from '../checker/verify.ts';
import { type SearchStore, Searches } from '../checker/verify-alike.ts';
import { verifyCopies } from '../checker/verify-copies.ts';

/** What a search may do, and how far it may go. */
export interface Scope {
  /** The fault classes that are on; all, if not given. */
  readonly faults?: readonly string[];
  /** Give up after this many states. */
  readonly maxStates?: number;
  /** Give up when the states take this many bytes; by default a quarter of the machine's memory. */
  readonly maxMemory?: number;
  /** Explore by this method; by what suits the system best, if not given. */
  readonly engine?: Method;
}

/** A count: a decimal string where it is too large for a number. */
export type Count = number | string;

/** The size of an explored space. */
export interface Counts {
  readonly states: Count;
  readonly transitions: Count;
  readonly depth: number;
  readonly bounded: boolean;
  /** Why the search ended. */
  readonly end: End;
  /** The method by which the space was explored, or `counted` by what one of its copies does; and the bytes that its states took. */
  readonly engine: Explored | 'counted';
  readonly memory: number;
}

export interface PropertyResult {
  readonly id: string;
  readonly verdict: Verdict;
  /** The number of steps of the shortest run that shows it. */
  readonly trace: number | null;
  /** The number of steps of the cycle that follows, where the run goes on for ever. */
  readonly cycle?: number;
  /** The run, as indices of the system's choices. */
  readonly run: readonly number[] | null;
}

/** What a search says of a system: plain data. */
export interface Searched extends Counts {
  readonly properties: readonly PropertyResult[];
  readonly witnesses: readonly PropertyResult[];
}

/** What is found beside a row: one more search, whose verdicts are the row's; or several along an axis of their own. */
export type BesideResult = Counts | { readonly by: string; readonly rows: Readonly<Record<string, Searched>> };

/** What the search says of one row. */
export interface RowResult extends Row, Searched {
  readonly beside: Readonly<Record<string, BesideResult | null>>;
  /** What is declared and has no effect, each as a sentence; not there if there is nothing to say. */
  readonly notes?: readonly string[];
}

/** By what means rows are searched. */
interface Means {
  readonly isInterrupted?: () => boolean;
  /** What was searched before. */
  readonly searches?: Searches;
  /** Threads that help. */
  readonly crew?: Crew | null;
  /** Where the steps of a search of this name are kept from one process to the next. */
  readonly storeOf?: ((name: string) => SearchStore) | undefined;
}

/** Explores the systems of a row. @throws {ModelError} if no property is stated of its system */
export function searchRow(
  models: Models,
  row: Row,
  scope: Scope = {},
  { isInterrupted = () => false, searches = new Searches(), crew = null, storeOf }: Means = {},
): RowResult {
  const { engine: _, ...others } = scope;
  const search = (other: Row, own: Scope) =>
    searchOf(() => models.model(other), own, {
      isInterrupted,
      searches,
      crew,
      store: storeOf?.(searchName(other, own)),
    });
  const main = copiesOf(models, row, scope, isInterrupted) ?? search(row, scope);
  if (main.findings.length === 0)
    throw new ModelError(`${row.system}: no property is stated, so nothing would be checked`);
  const joined: Finding[] = [];
  const beside = Object.entries(models.beside(row)).map(([name, one]): [string, BesideResult | null] => {
    if (one === null) return [name, null];
    if (!('by' in one)) {
      const found = search(one, others);
      joined.push(...found.findings);
      return [name, countsOf(found)];
    }
    const rows = Object.entries(one.rows).map(([value, other]): [string, Searched] => [
      value,
      searched(search(other, others)),
    ]);
    return [name, { by: one.by, rows: Object.fromEntries(rows) }];
  });
  const findings = [...main.findings, ...joined];
  const { notes } = main;
  return {
    ...row,
    ...searched({ ...main, findings }),
    beside: Object.fromEntries(beside),
    ...(notes.length > 0 && { notes }),
  };
}

/** Copies of one part are counted, unless a method is asked for that explores them together; null for what is not made of copies. */
function copiesOf(
  models: Models,
  row: Row,
  scope: Scope,
  isInterrupted: () => boolean,
): (SizedFindings & Pick<Findings, 'notes'>) | null {
  const several = scope.engine === undefined && scope.maxStates === undefined ? models.copies(row) : null;
  if (!several) return null;
  const { part, copies } = several;
  const found = verifyCopies(part.composition, part.properties, copies, { ...scope, isInterrupted });
  const counted = { engine: 'counted', bounded: false, end: 'exhausted', memory: 0 } as const;
  const notes = notesOn(part.composition, scope);
  return { ...found, ...counted, notes, states: countOf(found.states), transitions: countOf(found.transitions) };
}

const countOf = (count: bigint): Count => (count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : count.toString());

/** The states of all machines that the rows explored so far have passed through. */
export function coverageOf(models: Models): { declared: string[]; reached: string[] } {
  const stores = [...models.tables()];
  return { declared: stores.flatMap(declaredStates), reached: stores.flatMap(reachedStates) };
}

/** What tells the steps of a search from those of others. */
export const searchName = (row: Row, { faults }: Scope): string => JSON.stringify([keyOf(row), row.variant, faults]);

function searchOf(
  compose: () => Model,
  { maxMemory = totalmem() / 4, ...scope }: Scope,
  { crew, isInterrupted, searches, store }: SearchMeans,
): Findings {
  return searches.verify(compose, { ...scope, maxMemory, isInterrupted, ...(crew && { crew }) }, store);
}

type SearchMeans = Required<Omit<Means, 'storeOf'>> & { readonly store: SearchStore | undefined };

type SizedFindings = Counts & { readonly findings: readonly Finding[] };

const countsOf = ({ states, transitions, depth, bounded, end, engine, memory }: Counts): Counts => ({
  states,
  transitions,
  depth,
  bounded,
  end,
  engine,
  memory,
});

const result = ({ property, verdict, run, cycle }: Finding): PropertyResult => ({
  id: property.id,
  verdict,
  trace: run?.length ?? null,
  ...(cycle && { cycle: cycle.length }),
  run: run?.map(({ index }) => index) ?? null,
});

const searched = (found: SizedFindings): Searched => ({
  ...countsOf(found),
  properties: found.findings
    .filter(({ property }) => !isWitness(property))
    .map(result)
    .toSorted((a, b) => a.id.localeCompare(b.id)),
  witnesses: found.findings.filter(({ property }) => isWitness(property)).map(result),
});

/** A verdict with the length of what shows it: `violated in 9`, `violated in 6+1` with a cycle of one step. */
export function verdictText({ verdict, trace, cycle }: PropertyResult, between = ' '): string {
  if (trace === null) return verdict;
  return `${verdict}${between}${trace}${cycle === undefined ? '' : `+${cycle}`}`;
}
