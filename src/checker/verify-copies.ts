import { ModelError } from './errors.ts';
import { conditionOn } from './property/condition.ts';
import { checkMessages } from './property/messages.ts';
import { type Check, isStepCheck, type Property } from './property/property.ts';
import { countAlike, type Examined, examine, type ProductCounts } from './search/copies.ts';
import type { Counterexample } from './search/counterexample.ts';
import { type ExploredPart, explorePart } from './search/parts.ts';
import type { LocalState } from './system/table/table.ts';
import type { Choice, Composition } from './system/compose.ts';
import { type Finding, findingsOf, type VerifyOptions } from './verify.ts';

/** How often a part is there, and the one process whose thread all of them share. */
export interface Copies {
  readonly count: number;
  readonly process: string;
}

export interface CopiesFindings extends ProductCounts {
  readonly findings: readonly Finding[];
  /** The states of the part that was explored. */
  readonly explored: number;
}

/**
 * A verdict on each property of any number of alike parts on one shared thread, and the exact size of their product: one part is explored,
 * and none is composed with another (search/copies.ts says why that is enough).
 *
 * Every check is about one part. A run of the product is a run of each part, and parts may stand still, so that the shortest run to what a
 * part does is that of the part alone. A check of dead ends excepts what it excepts in each part; the run to a dead end that is not
 * excepted is made of the runs of all parts, that of the blocking one last. Its choices are those of the copies as one system, in which the
 * components of one copy follow those of the copy before.
 *
 * @param part the composition of one part
 * @throws {ModelError} if a condition of the theorem fails, if the part is not finite, or if a property is about runs that never end: one
 *   part that blocks and unblocks for ever can starve another
 */
export function verifyCopies(
  part: Composition,
  properties: readonly Property[],
  { count, process }: Copies,
  { faults, isInterrupted }: VerifyOptions = {},
): CopiesFindings {
  const { name } = part.spec;
  const checks = properties.flatMap((property) => property.checks);
  const other = checks.find((check) => !isStepCheck(check) && check.kind !== 'deadlock');
  if (other) throw new ModelError(`${name}: a check of the kind ${other.kind} is not decided by one part of several`);
  const members = [...part.components.keys()];
  const options = { ...(faults && { faults }), ...(isInterrupted && { isInterrupted }) };
  const explored = explorePart(part, members, [process], checks, options);
  if (!explored) throw new ModelError(`${name}: one part is too large to be explored by itself`);
  checkMessages(part, properties);
  const examined = examine(explored, name);
  const evidence = checks.map((check, i): Counterexample | null => {
    const run = explored.runs[i];
    if (run) return { run, cycle: null };
    const ends = check.kind === 'deadlock' ? nearestBadEnd(part, explored, examined, check, count) : null;
    return ends && { run: runTo(part, explored, ends), cycle: null };
  });
  const findings = findingsOf(properties, evidence, false);
  return { ...countAlike(examined.figures, count), findings, explored: explored.states };
}

/**
 * The nearest dead end of the product in which some part is where it may not end: the state of each copy, that of one that blocks last.
 * Copies move one by one, so that its distance is the sum of theirs; of states with a smaller number no distance is greater.
 */
function nearestBadEnd(
  composition: Composition,
  part: ExploredPart,
  { ends, waiting }: Examined,
  check: Extract<Check, { kind: 'deadlock' }>,
  count: number,
): number[] | null {
  const isExcepted = check.except ? conditionOn(composition, check.except) : () => false;
  const isBad = (state: number) => !isExcepted((component) => part.local(state, component) as LocalState);
  const blocks = (state: number) => part.busy[state] !== 0;
  const free = ends.filter((state) => !blocks(state));
  const blocking = ends.filter(blocks);
  const tuples = [
    [...others(free[0], count - 1), free.find(isBad)],
    [...others(waiting[0], count - 1), blocking.find(isBad)],
    ...(count > 1 ? [[...others(waiting[0], count - 2), waiting.find(isBad), blocking[0]]] : []),
  ].filter((tuple): tuple is number[] => !tuple.includes(undefined));
  const length = (tuple: readonly number[]) => tuple.reduce((sum, state) => sum + part.path(state).length, 0);
  const [nearest] = tuples.map((tuple) => ({ tuple, far: length(tuple) })).toSorted((a, b) => a.far - b.far);
  return nearest?.tuple ?? null;
}

const others = (state: number | undefined, copies: number) => Array<number | undefined>(copies).fill(state);

/** The runs of all copies, one after the other. */
function runTo({ choices, components }: Composition, part: ExploredPart, states: readonly number[]): Choice[] {
  return states.flatMap((state, copy) =>
    part.path(state).map((choice) => ({
      ...choice,
      index: copy * choices.length + choice.index,
      component: copy * components.length + choice.component,
    })),
  );
}
