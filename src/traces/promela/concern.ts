import type { Occurrence } from '../../checker/system/compose.ts';
import type { Pattern, StepCheck } from '../../checker/property/property.ts';

/** What a transition means to a check. */
export interface Concern {
  readonly check: number;
  /** It is what the check is about. */
  readonly matches: boolean;
  /** The places in the sequence that the check waits for at which it is the next one. */
  readonly after: readonly number[];
  readonly forgets: boolean;
}

/** What comes before, according to a check; its memory is how much of that has been seen. */
export function sequenceOf(check: StepCheck): readonly Pattern[] {
  if (check.kind === 'neverAfter') return [check.after];
  return check.kind === 'never' ? [] : (check.after ?? []);
}

/** Says of each transition to which checks it means something, and what; each pattern is asked once. */
export function concernsOf(checks: readonly StepCheck[]): (occurrence: Occurrence) => readonly Concern[] {
  const known = new Map<Occurrence, readonly Concern[]>();
  return (occurrence) => {
    const concerns =
      known.get(occurrence) ??
      checks
        .map((check, i) => concern(check, i, occurrence))
        .filter(({ matches, after, forgets }) => matches || after.length > 0 || forgets);
    known.set(occurrence, concerns);
    return concerns;
  };
}

function concern(check: StepCheck, index: number, occurrence: Occurrence): Concern {
  return {
    check: index,
    matches: check.what(occurrence),
    after: sequenceOf(check).flatMap((pattern, place) => (pattern(occurrence) ? [place] : [])),
    forgets: 'forget' in check && (check.forget?.(occurrence) ?? false),
  };
}
