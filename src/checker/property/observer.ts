import type { Occurrence } from '../system/compose.ts';
import type { Check, LeadsTo, Pattern } from './property.ts';

/**
 * The memory of one check while a run goes on: a handful of states, 0 at the start. A check without memory stays at 0.
 *
 * It counts how many of the transitions that matter have been seen, in their order; `forget` takes it back to 0, so that
 * a spent memory no longer tells states apart.
 */
export interface Observer {
  /** How many states the memory has. */
  readonly size: number;
  /** Whether the check cares for this transition in any state of its memory. */
  concerns(occurrence: Occurrence): boolean;
  /** The memory after a transition, and whether the check was hit by it. */
  observe(memory: number, occurrence: Occurrence): { readonly memory: number; readonly hit: boolean };
}

export function observerFor(check: Check): Observer {
  if (check.kind === 'onlyAfter') return sequence(check.what, check.after, check.forget, (complete) => !complete);
  if (check.kind === 'neverAfter') return sequence(check.what, [check.after], check.forget, (complete) => complete);
  if (check.kind === 'sometimes') return sequence(check.what, check.after ?? [], check.forget, (complete) => complete);
  if (check.kind === 'never') return sequence(check.what, [], undefined, () => true);
  return check.kind === 'leadsTo' ? obligation(check) : sequence(nothing, [], undefined, () => false);
}

const nothing: Pattern = () => false;

/** Counts how much of `after` has been seen since the last `forget`; `isHit` judges whether that was enough. */
function sequence(
  what: Pattern,
  after: readonly Pattern[],
  forget: Pattern = nothing,
  isHit: (complete: boolean) => boolean,
): Observer {
  return {
    size: after.length + 1,
    concerns: (occurrence) => what(occurrence) || forget(occurrence) || after.some((pattern) => pattern(occurrence)),
    observe: (memory, occurrence) => {
      const hit = what(occurrence) && isHit(memory === after.length);
      if (forget(occurrence)) return { memory: 0, hit };
      return { memory: after[memory]?.(occurrence) ? memory + 1 : memory, hit };
    },
  };
}

/** The memory of an obligation that is pending. */
export const PENDING = 1;

/** Remembers whether an obligation is pending. No single step violates it. */
function obligation({ from, to }: LeadsTo): Observer {
  return {
    size: 2,
    concerns: (occurrence) => from(occurrence) || to(occurrence),
    observe: (memory, occurrence) => {
      if (to(occurrence)) return { memory: 0, hit: false };
      return { memory: from(occurrence) ? PENDING : memory, hit: false };
    },
  };
}
