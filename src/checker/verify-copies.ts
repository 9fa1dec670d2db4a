import { ModelError } from './errors.ts';
import { conditionOn } from './property/condition.ts';
import { type Check, isStepCheck, type Property } from './property/property.ts';
import { countAlike, examine, type ProductCounts } from './search/copies.ts';
import type { Counterexample } from './search/counterexample.ts';
import { explorePart, type Part } from './search/parts.ts';
import type { LocalState } from './system/table/table.ts';
import type { Composition } from './system/compose.ts';
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
 * part does is that of the part alone. A check of dead ends excepts what it excepts in each part; where the product has a dead end that is
 * not excepted, the property is violated without a run.
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
  const examined = examine(explored, name);
  const evidence = checks.map((check, i): Counterexample | null => {
    const run = explored.runs[i];
    if (run) return { run, cycle: null };
    return check.kind === 'deadlock' && hasBadEnd(part, explored, check, count) ? { run: [], cycle: null } : null;
  });
  const findings = findingsOf(properties, evidence, false).map(withoutEmptyRun);
  return { ...countAlike(examined.figures, count), findings, explored: explored.states };
}

/** A dead end is reached by the runs of all parts: there is no run of one part to show. */
const withoutEmptyRun = (finding: Finding): Finding =>
  finding.run?.length === 0 ? { ...finding, run: null } : finding;

/** Whether the product has a dead end in which some part is where it may not end. */
function hasBadEnd(
  composition: Composition,
  part: Part,
  check: Extract<Check, { kind: 'deadlock' }>,
  count: number,
): boolean {
  const { ends, waiting } = examine(part, composition.spec.name);
  const isExcepted = check.except ? conditionOn(composition, check.except) : () => false;
  const isBad = (state: number) => !isExcepted((component) => part.local(state, component) as LocalState);
  const blocks = (state: number) => part.busy[state] !== 0;
  if (ends.some((state) => !blocks(state) && isBad(state))) return true;
  const blockers = ends.filter(blocks);
  return blockers.some(isBad) || (blockers.length > 0 && count > 1 && waiting.some(isBad));
}
