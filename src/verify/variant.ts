import { totalmem } from 'node:os';
import { FAULTS, fixesFromBits, type Path, type PeerPath, type Revision } from '../../machines/vocabulary.ts';
import { declaredStates, reachedStates } from '../checker/system/coverage.ts';
import type { End } from '../checker/search/explore.ts';
import type { Finding, Findings, Method, Verdict } from '../checker/verify.ts';
import { isWitness, verify } from '../checker/verify.ts';
import {
  allTables,
  claimsModel,
  keepAliveModel,
  livenessModel,
  type Model,
  peerModel,
  rescheduleModel,
} from '../htcondor/models.ts';
import type { Environment, Row, VariantRow } from './row.ts';
import { systemCalled, variantCalled } from './system-called.ts';

/** The environment and the bounds that a verdict is about. */
export interface Scope extends Bounds {
  readonly environment: Environment;
  /** How the schedd reads: the keep-alive between two daemons is checked for the code of 2011 only. */
  readonly revision: Revision;
  /** The fault classes that are on. */
  readonly faults: readonly string[];
  /** How many claims there are round the one schedd; with more than one, each has one connection only. */
  readonly claims?: number;
  /** A bound on the keep-alives that each claim sends. */
  readonly rounds?: number;
}

/** How far a search may go, and how. */
export interface Bounds {
  /** Give up after this many states. */
  readonly maxStates?: number;
  /** Give up when the states take this many bytes; by default a quarter of the machine's memory. */
  readonly maxMemory?: number;
  /** Explore by this method; by what suits the system best, if not given. */
  readonly engine?: Method | undefined;
}

export const FULL_SCOPE: Scope = { environment: 'network', revision: '2011', faults: FAULTS };

/** The size of an explored space. */
export interface Counts {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly bounded: boolean;
  /** Why the search ended. */
  readonly end: End;
  /** The method by which the space was explored, and the bytes that its states took. */
  readonly engine: Method;
  readonly memory: number;
}

export interface PropertyResult {
  readonly id: string;
  readonly verdict: Verdict;
  /** The number of steps of the shortest run that shows it. */
  readonly trace: number | null;
  /** The number of steps of the cycle that follows, where the run goes on for ever. */
  readonly cycle?: number;
  /** That run, as indices of the system's choices. */
  readonly run: readonly number[] | null;
}

/** The startds for which claims about runs that never end are checked: with a deadline for the reply, and without. */
const STARTDS = ['2011', 'head'] as const satisfies readonly Revision[];

/** What a search says of a system: plain data. */
export interface Searched extends Counts {
  readonly properties: readonly PropertyResult[];
  readonly witnesses: readonly PropertyResult[];
}

/** What the search says of one row. */
export interface RowResult extends Row, Searched {
  /** The system of S4, which is explored on its own; null in an environment that has none. */
  readonly reschedule: Counts | null;
  /** The systems of L1 and L2, one for each startd; none in an environment that has no startd. */
  readonly liveness: readonly (Searched & { readonly startd: Revision })[];
}

/** Explores the systems of a row. */
export function verifyRow(
  { fixes: bits, path }: Row,
  scope: Scope = FULL_SCOPE,
  isInterrupted: () => boolean = () => false,
): RowResult {
  const fixes = fixesFromBits(bits);
  const { environment, revision, claims = 1, rounds, engine } = scope;
  const explore = (model: Model, method?: Method) => search(model, scope, isInterrupted, method);
  if (environment === 'peer') {
    const findings = explore(peerModel({ fixes, revision, path: path as PeerPath }), engine);
    return { fixes: bits, path, ...searched(findings), reschedule: null, liveness: [] };
  }
  const variant = { fixes, path: path as Path, ...(rounds !== undefined && { rounds }) };
  const main = explore(claims > 1 ? claimsModel(variant, claims) : keepAliveModel(variant), engine);
  const reschedule = explore(rescheduleModel(variant));
  const liveness = (claims > 1 || rounds ? [] : STARTDS).map((startd) => ({
    startd,
    ...searched(explore(livenessModel({ ...variant, startd }))),
  }));
  const findings = [...main.findings, ...reschedule.findings];
  return { fixes: bits, path, ...searched({ ...main, findings }), reschedule: counts(reschedule), liveness };
}

/** What the search says of it. */
export interface VariantResult extends VariantRow, Searched {}

/** Explores one variant of a registered system, with all the faults that it declares. */
export function verifyVariant(row: VariantRow, scope: Bounds, isInterrupted: () => boolean): VariantResult {
  const { model } = variantCalled(systemCalled(row.system), row.variant);
  return { ...row, ...searched(search(model(), scope, isInterrupted, scope.engine)) };
}

/** The states of all machines that the rows explored so far in this process have passed through. */
export function coverage(): { declared: string[]; reached: string[] } {
  const stores = [...allTables()];
  return { declared: stores.flatMap(declaredStates), reached: stores.flatMap(reachedStates) };
}

function search(
  { composition, properties }: Model,
  { faults, maxStates, maxMemory = totalmem() / 4 }: Bounds & Partial<Pick<Scope, 'faults'>>,
  isInterrupted: () => boolean,
  engine?: Method,
): Findings {
  const bounds = { maxMemory, ...(maxStates && { maxStates }) };
  return verify(composition, properties, {
    isInterrupted,
    ...bounds,
    ...(faults && { faults }),
    ...(engine && { engine }),
  });
}

const counts = ({ states, transitions, depth, bounded, end, engine, memory }: Findings): Counts => ({
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

const searched = (found: Findings): Searched => ({
  ...counts(found),
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
