import { conditionOn, type Locals } from '../property/condition.ts';
import { observerFor } from '../property/observer.ts';
import type { Check, Property, StepCheck } from '../property/property.ts';
import type { Composition, Occurrence } from '../system/compose.ts';
import type { LocalState } from '../system/table/table.ts';

/** One check while a run goes on: whether a step hits it. */
interface Watched {
  readonly property: Property;
  readonly reset: () => void;
  readonly isHit: (occurrences: readonly Occurrence[], locals: Locals, isDeadEnd: () => boolean) => boolean;
}

/** The properties that a run which ends can violate, watched step by step. */
export class Watch {
  readonly #watched: readonly Watched[];

  constructor(composition: Composition, properties: readonly Property[]) {
    this.#watched = properties.flatMap((property) =>
      property.checks.map((check) => watched(composition, property, check)),
    );
  }

  reset(): void {
    for (const { reset } of this.#watched) reset();
  }

  /** The first property that a step violates; null if it violates none. */
  step(occurrences: readonly Occurrence[], locals: Locals, isDeadEnd: () => boolean): Property | null {
    let first: Property | null = null;
    // Each check must see each step.
    for (const { property, isHit } of this.#watched) {
      if (isHit(occurrences, locals, isDeadEnd)) first ??= property;
    }
    return first;
  }
}

const FINITE: ReadonlySet<Check['kind']> = new Set(['never', 'onlyAfter', 'neverAfter', 'always', 'deadlock']);

/** Whether a single run that ends can violate a property: a random run can judge it. */
export const isFinite = ({ checks }: Property): boolean => checks.every(({ kind }) => FINITE.has(kind));

const nothing = () => {};

function watched(composition: Composition, property: Property, check: Check): Watched {
  if (check.kind === 'always') {
    const holds = conditionOn(composition, check.what);
    return { property, reset: nothing, isHit: (_, locals) => !holds(locals) };
  }
  if (check.kind === 'deadlock') {
    const isEnd = check.except ? conditionOn(composition, check.except) : () => false;
    return { property, reset: nothing, isHit: (_, locals, isDeadEnd) => isDeadEnd() && !isEnd(locals) };
  }
  return watchedSteps(composition, property, check as StepCheck);
}

function watchedSteps(composition: Composition, property: Property, check: StepCheck): Watched {
  const observer = observerFor(check);
  let memory = 0;
  return {
    property,
    reset: () => {
      memory = 0;
    },
    isHit: (occurrences, locals) => {
      let hit = false;
      for (const occurrence of occurrences) {
        const seen = observer.observe(memory, occurrence);
        memory = seen.memory;
        hit ||= seen.hit;
      }
      if (!hit || !('while' in check) || !check.while) return hit;
      const { snapshot }: LocalState = locals(composition.indexOf(check.while.component));
      return check.while.is(snapshot);
    },
  };
}
