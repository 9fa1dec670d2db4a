import { totalmem } from 'node:os';
import { PEER_PATHS, type PeerPath } from '../../machines/system.ts';
import { FAULTS, fixesFromBits, PATHS, type Path, type Revision } from '../../machines/vocabulary.ts';
import { declaredStates, reachedStates } from '../engine/coverage.ts';
import type { End } from '../engine/explore.ts';
import type { Finding, Findings, Method, Verdict } from '../engine/verdict.ts';
import { isWitness, verify } from '../engine/verdict.ts';
import { claimsModel, keepAliveModel, type Model, peerModel, rescheduleModel, TABLES } from '../model.ts';

/** One row of the matrix: a subset of the fixes on one path, in an environment. */
export interface Row {
  /** Four bits, in the order 27894 27895 27896 27897. */
  readonly fixes: string;
  readonly path: Path | PeerPath;
}

/** A row of the network's matrix. */
export interface NetworkRow extends Row {
  readonly path: Path;
}

/** Who may misbehave: the network between a startd and its schedd, or whoever speaks to the schedd. */
export const ENVIRONMENTS = ['network', 'peer'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** The paths that there are in each environment. */
export const PATHS_OF = { network: PATHS, peer: PEER_PATHS } as const satisfies Record<Environment, readonly string[]>;

/** The environment and the bounds that a verdict is about. */
export interface Scope {
  readonly environment: Environment;
  /** How the schedd reads: the keep-alive between two daemons is checked for the code of 2011 only. */
  readonly revision: Revision;
  /** The fault classes that are on. */
  readonly faults: readonly string[];
  /** How many claims there are round the one schedd; with more than one, each has one connection only. */
  readonly claims?: number;
  /** A bound on the keep-alives that each claim sends. */
  readonly rounds?: number;
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
  /** That run, as indices of the system's choices. */
  readonly run: readonly number[] | null;
}

/** What the search says of one row: plain data. */
export interface RowResult extends Row, Counts {
  readonly properties: readonly PropertyResult[];
  readonly witnesses: readonly PropertyResult[];
  /** The system of S4, which is explored on its own; null in an environment that has none. */
  readonly reschedule: Counts | null;
}

/** Explores the systems of a row. */
export function verifyRow(
  { fixes, path }: Row,
  scope: Scope = FULL_SCOPE,
  isInterrupted: () => boolean = () => false,
): RowResult {
  const [main, reschedule] = modelsOf({ fixes, path }, scope).map((model, i) =>
    // The method is asked for the system that is large.
    search(model, i === 0 ? scope : { ...scope, engine: undefined }, isInterrupted),
  );
  const findings = [...(main?.findings ?? []), ...(reschedule?.findings ?? [])];
  return {
    fixes,
    path,
    ...counts(main as Findings),
    properties: findings
      .filter(({ property }) => !isWitness(property))
      .map(result)
      .toSorted((a, b) => a.id.localeCompare(b.id)),
    witnesses: findings.filter(({ property }) => isWitness(property)).map(result),
    reschedule: reschedule ? counts(reschedule) : null,
  };
}

/** The states of all machines that the rows explored so far in this process have passed through. */
export function coverage(): { declared: string[]; reached: string[] } {
  return { declared: declaredStates(TABLES), reached: reachedStates(TABLES) };
}

function modelsOf({ fixes: bits, path }: Row, { environment, revision, claims = 1, rounds }: Scope): Model[] {
  const fixes = fixesFromBits(bits);
  if (environment === 'peer') return [peerModel({ fixes, revision, path: path as PeerPath })];
  const variant = { fixes, path: path as Path, ...(rounds !== undefined && { rounds }) };
  return [claims > 1 ? claimsModel(variant, claims) : keepAliveModel(variant), rescheduleModel(variant)];
}

function search({ composition, properties }: Model, scope: Scope, isInterrupted: () => boolean): Findings {
  const { faults, maxStates, maxMemory = totalmem() / 4, engine } = scope;
  const bounds = { maxMemory, ...(maxStates && { maxStates }) };
  return verify(composition, properties, { faults, isInterrupted, ...bounds, ...(engine && { engine }) });
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

const result = ({ property, verdict, run }: Finding): PropertyResult => ({
  id: property.id,
  verdict,
  trace: run?.length ?? null,
  run: run?.map(({ index }) => index) ?? null,
});
