import type { Cause } from '../grammar/endings.ts';
import type { ClaimVerdict } from '../verdict/claim-verdict.ts';
import type { Truth } from './scenarios.ts';

export type Rating = 'right' | 'unknown' | 'wrong' | 'no end';

/** What truth.json says in its own words. */
export function causeOf({ claim_removed: removed, cause }: Truth): Cause | null {
  if (removed === false || cause === null) return null;
  if (removed === null || cause.startsWith('released')) return 'released';
  if (cause === 'lease expired') return 'lease-expired';
  if (cause === 'drained') return 'other';
  return (['vacated', 'preempted'] as const).find((word) => cause.startsWith(word)) ?? 'unrecognized';
}

/** What a told end is worth. */
function ratingOf({ cause, authoritative }: NonNullable<ClaimVerdict['end']>, truth: Truth): Rating {
  if (authoritative === null) return 'unknown';
  return cause === causeOf(truth) && authoritative === !truth.spurious ? 'right' : 'wrong';
}

/** The worst of all ends that were told; `no end` if none was, and one should have been. */
export function rating(claims: readonly ClaimVerdict[], truth: Truth): Rating {
  const ratings = new Set(claims.flatMap(({ end }) => (end ? [ratingOf(end, truth)] : [])));
  if (ratings.size === 0) return causeOf(truth) === null ? 'right' : 'no end';
  return (['wrong', 'right', 'unknown'] as const).find((word) => ratings.has(word)) as Rating;
}
