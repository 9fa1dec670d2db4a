import { compileLess } from '../../cli/process/compile-less.ts';
import type { Composition } from '../../checker/system/compose.ts';
import { conditionOn } from '../../checker/property/condition.ts';
import { ENGINES, explore } from '../../checker/search/explore.ts';
import { exploreProduct } from '../../checker/search/product.ts';
import type { Check } from '../../checker/property/property.ts';
import type { Space } from '../../checker/search/space.ts';
import { crewOf } from '../../verify/helpers.ts';
import { cpuOfThread } from '../measure.ts';
import { answer, given } from '../peer.ts';
import type { Phase, Report } from '../report.ts';
import { taskOf, verdictsOf } from '../system.ts';

// As the command line does.
compileLess();

/** Explores a system by one of the engine's own methods. */
const { system, method, models } = await given();
const { faults, maxStates } = system;
const task = taskOf(models, system);
const workers = /^workers-(\d+)$/.exec(method)?.[1];
answer(method === 'grouped' ? grouped() : general());

function general(): Report {
  const engine = ENGINES.find((known) => known === method);
  const crew = crewOf(Number(workers ?? 1));
  const { composition, checks } = task;
  const options = { faults, ...(engine && { engine }), ...(maxStates && { maxStates }), ...(crew && { crew }) };
  const { found, phase } = timed(() => explore(composition, checks, options));
  const ends = deadEndsIn(found.space);
  const isHit = (i: number) => found.runs[i] !== null || isViolated(found.space, ends, composition, checks[i] as Check);
  return { ...reportOf(found, ends.length, isHit), ...(workers !== undefined && { phase }) };
}

function timed<T>(search: () => T): { readonly found: T; readonly phase: Phase } {
  const [started, before] = [performance.now(), cpuOfThread()];
  const found = search();
  const after = cpuOfThread();
  const merging = before === null || after === null ? null : after - before;
  return { found, phase: { wall: (performance.now() - started) / 1000, merging } };
}

function grouped(): Report {
  const found = exploreProduct(task.composition, task.checks, { faults, ...(maxStates && { maxStates }) });
  if (!found) throw new Error('the system does not fall apart into groups that are small enough');
  return reportOf(found, found.deadEnds, (i) => found.runs[i] !== null || found.badEnds.has(i));
}

function deadEndsIn(space: Space): number[] {
  const ends: number[] = [];
  for (let state = 0; state < space.size; state++) if (space.isDeadEnd(state)) ends.push(state);
  return ends;
}

/** Whether a check for dead ends is violated by one of these. */
function isViolated(space: Space, ends: readonly number[], composition: Composition, check: Check): boolean {
  if (check.kind !== 'deadlock') return false;
  const isEnd = check.except ? conditionOn(composition, check.except) : () => false;
  return ends.some((state) => !isEnd((component) => space.local(state, component)));
}

type Found = Pick<ReturnType<typeof explore>, 'states' | 'transitions' | 'bounded' | 'end' | 'memory'>;

function reportOf(
  { states, transitions, bounded, end, memory }: Found,
  deadEnds: number,
  isHit: (check: number) => boolean,
): Report {
  const verdicts = verdictsOf(task, isHit, bounded);
  return { states, transitions, steps: null, deadEnds, verdicts, bound: bounded ? end : null, memory };
}
