import type { Choice, Composition } from './system/compose.ts';
import { checkOptions } from './words/check-options.ts';
import { checkArguments } from './words/arguments.ts';
import { ModelError } from './errors.ts';
import { notesOn } from './system/notes.ts';
import { type Counterexample, counterexampleIn } from './search/counterexample.ts';
import { type Exploration, type ExploreOptions, explore, lostCheck, withoutLost } from './search/explore.ts';
import { exploreProduct } from './search/product.ts';
import { type Check, isStepCheck, type Property, type PropertySpec } from './property/property.ts';
import { checkMessages } from './property/messages.ts';
import { named, statedAll, UNHANDLED } from './property/stated.ts';
import { type TraceStep, traceOf } from './replay/trace.ts';
import type { Space } from './search/space.ts';
import { OrbitSearch } from './symmetry/orbit-search.ts';
import { lostIn } from './system/lost.ts';

/**
 * What a search says of a property. `holds` and `unreachable` are said of an exhausted space only; a search that hit a
 * bound before it found anything says `bounded`.
 */
export type Verdict = 'holds' | 'violated' | 'reached' | 'unreachable' | 'bounded';

/** What a search says of one property: the verdict, and the shortest run that shows it. */
export interface Finding {
  readonly property: Property;
  readonly verdict: Verdict;
  /** The shortest run to the violation or witness; null where there is none. */
  readonly run: readonly Choice[] | null;
  /** What the run then does again and again, where the violation is one that never ends; it may be nothing at all. */
  readonly cycle: readonly Choice[] | null;
}

/** How a system may be explored: as one, its states in a bitmap or in a table, or as a product of groups. */
export const METHODS = ['bitmap', 'table', 'grouped'] as const;
/** A method of exploration. */
export type Method = (typeof METHODS)[number];

/** By which method a system was explored: `symmetric` if one state of each orbit was, which a system declares. */
export type Explored = Method | 'symmetric';

/** Which faults are on, how far a search goes, and by which method. */
export interface VerifyOptions extends Omit<ExploreOptions, 'engine'> {
  /** The method to use; what suits the system best, if not given. With a method, all states are explored. */
  readonly engine?: Method;
  /** Whether one state of each orbit is explored, where the system declares what is symmetric; it is, if not given. */
  readonly symmetry?: boolean;
}

/** What a search says of a system: the verdicts, and how much was searched. */
export interface Findings extends Omit<Exploration, 'runs' | 'space' | 'engine' | 'unhandled'> {
  /** The method that was used. */
  readonly engine: Explored;
  readonly findings: readonly Finding[];
  /** What is declared and has no effect, each as a sentence: a class of faults, an event of the environment. */
  readonly notes: readonly string[];
}

export { UNHANDLED } from './property/stated.ts';

/** Whether a property is a witness: something to be reached, not something to hold. */
export function isWitness(property: Property): boolean {
  return property.checks.every(({ kind }) => kind === 'sometimes');
}

type Searched = Omit<Exploration, 'space' | 'engine'> & { readonly space: Space | null; readonly engine: Explored };

/**
 * Explores a system by the method asked for, or by the one that suits it.
 *
 * @throws {ModelError} if the groups were asked for, and the system or its properties have no use for them
 */
function search(composition: Composition, checks: readonly Check[], { engine, ...options }: VerifyOptions): Searched {
  if (engine === 'bitmap' || engine === 'table') return explore(composition, checks, { ...options, engine });
  const found = exploreProduct(composition, checks, options);
  if (found?.badEnds.size === 0) return { ...found, space: null };
  // To a dead end that is none of the legitimate ones, only a search through the whole has a run.
  if (found || engine === undefined) return explore(composition, checks, options);
  throw new ModelError(`${composition.spec.name} does not fall apart into groups that are small enough`);
}

/**
 * Explores a system and gives a verdict on each property, with the shortest run that shows it.
 *
 * What counts as a state, a step and a transition is said at `explore`. A step that is taken and changes nothing is no
 * transition, but every property sees it: `sometimes` is reached by it, `leadsTo` starts and ends with it, and fairness
 * takes its choice for enabled and taken.
 *
 * A message that is lost on a component without a transition for it is a finding of its own, with the id `unhandled`,
 * behind those of the properties; there is none if no message is lost. What is found beyond the loss is found of a system
 * that drops the message. A component may opt into dropping (`unhandled: 'drop'`).
 *
 * @throws {ModelError} if a step cannot be carried out, or a property is not well made or throws
 */
export function verify(
  composition: Composition,
  stating: readonly PropertySpec[],
  options: VerifyOptions = {},
): Findings {
  checkArguments('verify', ['composition', composition]);
  checkOptions(options);
  const properties = statedAll(composition, stating);
  const checks = properties.flatMap((property) => property.checks);
  const isSymmetric = options.symmetry !== false && options.engine === undefined && declaresSymmetry(composition);
  const { runs, space, unhandled, ...counts } = isSymmetric
    ? exploreOrbits(composition, properties, options)
    : search(composition, checks, options);
  composition.settle();
  if (counts.end === 'exhausted' && !options.steps?.kept) checkMessages(composition, stating);
  const evidence = checks.map((check, i) => {
    const run = runs[i];
    if (run) return { run, cycle: null };
    return isStepCheck(check) || !space || (counts.bounded && check.kind === 'leadsTo')
      ? null
      : counterexampleIn(space, composition, check, i);
  });
  const findings = findingsOf(stating, evidence, counts.bounded);
  if (unhandled) findings.push(lostFinding(composition, unhandled));
  return { ...counts, findings, notes: notesOn(composition, options) };
}

const declaresSymmetry = ({ spec: { ring = [], symmetric = [] } }: Composition): boolean =>
  ring.length + symmetric.length > 0;

function exploreOrbits(
  composition: Composition,
  properties: readonly Property[],
  { engine: _, ...options }: VerifyOptions,
): Searched {
  const checks = [...properties.flatMap((property) => property.checks), lostCheck(composition, options)];
  const ids = [...properties.flatMap(({ checks: own, id }) => own.map(() => id)), UNHANDLED];
  const found = new OrbitSearch(composition, checks, ids, options).run();
  return { ...withoutLost(found), space: null, engine: 'symmetric', bounded: found.end !== 'exhausted' };
}

/**
 * What is to be said of one property, by a search that ends where it is hit. A message that is lost before ends it as well:
 * then all is searched. Without a property it is said of lost messages.
 */
export function findingOn(
  composition: Composition,
  property: PropertySpec | undefined,
  options: VerifyOptions = {},
): Finding | undefined {
  const wanted = property ? [property] : [];
  const { end, findings } = verify(composition, wanted, { ...options, stopWhenHit: true });
  const [finding] = findings;
  return end === 'hit' && finding?.verdict === 'bounded' ? verify(composition, wanted, options).findings[0] : finding;
}

/** A verdict on each property, from the evidence of each of their checks in turn. */
export function findingsOf(
  properties: readonly PropertySpec[],
  evidence: readonly (Counterexample | null)[],
  bounded: boolean,
): Finding[] {
  let at = 0;
  return properties.map(named).map((property): Finding => {
    const own = evidence.slice(at, at + property.checks.length);
    at += property.checks.length;
    const best = shortest(own);
    const found = verdict(isWitness(property), best !== null, bounded);
    return { property, verdict: found, run: best?.run ?? null, cycle: best?.cycle ?? null };
  });
}

/** What is said of a message that is lost. */
function lostFinding(composition: Composition, run: readonly Choice[]): Finding {
  const last = run.length === 0 ? composition.start : (traceOf(composition, run).at(-1) as TraceStep);
  const property: Property = {
    id: UNHANDLED,
    sentence: `${lostIn(composition, last)}: the message is lost, and all beyond is found of a system that drops it.`,
    source: "XState's own rule is to drop such a message; a component opts into that with unhandled: 'drop'.",
    checks: [lostCheck(composition, {})],
  };
  return { property, verdict: 'violated', run, cycle: null };
}

function verdict(witness: boolean, found: boolean, bounded: boolean): Verdict {
  if (found) return witness ? 'reached' : 'violated';
  if (bounded) return 'bounded';
  return witness ? 'unreachable' : 'holds';
}

/** The shortest run; of equally short ones that with the fewest faults, then that of the check that was stated first. */
function shortest(evidence: readonly (Counterexample | null)[]): Counterexample | null {
  return evidence.reduce((best, one) => (one && (!best || isBetter(one.run, best.run)) ? one : best), null);
}

function isBetter(run: readonly Choice[], best: readonly Choice[]): boolean {
  return run.length < best.length || (run.length === best.length && faults(run) < faults(best));
}

function faults(run: readonly Choice[]): number {
  return run.filter(({ fault }) => fault !== null).length;
}
