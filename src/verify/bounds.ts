import { traceOf, type Trace } from '../checker/replay/trace.ts';
import type { Model, Models } from '../checker/study/models.ts';
import { rowWith } from '../checker/study/rows.ts';
import type { AnyChoices } from '../checker/study/axis.ts';
import { TableStore } from '../checker/system/table/table.ts';
import { verify } from '../checker/verify.ts';

/** An axis along which a property holds up to a bound. */
export interface BoundSearch {
  readonly system: string;
  readonly property: string;
  readonly axis: string;
  /** The greatest value that is looked at, and the step in which values lie. */
  readonly longest: number;
  readonly unit: number;
  /** What is chosen on the axis's neighbours. */
  readonly choices: AnyChoices;
}

/** The greatest value that is safe, null if none is, and what the next one does. */
export interface FoundBound {
  readonly safe: number | null;
  /** The least value with which the property is violated, with the shortest such run; null if nothing that is looked at does it. */
  readonly lost: { readonly value: number; readonly model: Model; readonly trace: Trace } | null;
  /** The searches that it took, and the states of the largest. */
  readonly searches: number;
  readonly states: number;
}

/** Finds a bound by bisection: what may last longer may also end sooner, so that what is unsafe stays so. */
export function findBound(models: Models, { property, axis, longest, unit, ...where }: BoundSearch): FoundBound {
  const tables = new TableStore();
  let states = 0;
  let searches = 0;
  const search = (steps: number) => {
    const row = rowWith(models.entry(where), { ...where.choices, [axis]: steps * unit });
    const model = models.model(row, tables);
    const found = verify(
      model.composition,
      model.properties.filter(({ id }) => id === property),
    );
    if (found.bounded) throw new Error(`the search for a bound of ${axis} met a bound of its own`);
    searches += 1;
    states = Math.max(states, found.states);
    const run = found.findings[0]?.run;
    return run ? { steps, model, trace: traceOf(model.composition, run) } : null;
  };
  const most = Math.floor(longest / unit);
  let lost = search(most);
  if (!lost) return { safe: most * unit, lost, searches, states };
  let safe = -1;
  while (lost.steps - safe > 1) {
    const middle = Math.floor((lost.steps + safe) / 2);
    const found = search(middle);
    if (found) lost = found;
    else safe = middle;
  }
  const { steps, model, trace } = lost;
  return { safe: safe < 0 ? null : safe * unit, lost: { value: steps * unit, model, trace }, searches, states };
}
