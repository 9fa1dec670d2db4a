/** Which subsets of switches are enough: subsets are strings of 0 and 1. */

/** What has been found of each subset. */
export interface Standing {
  /** All properties hold. */
  readonly safe: readonly string[];
  /** A property is violated. */
  readonly unsafe: readonly string[];
  /** Neither is known. */
  readonly open: readonly string[];
}

/** Whether all switches of the one subset are on in the other. */
const isWithin = (one: string, other: string): boolean => [...one].every((bit, i) => bit === '0' || other[i] === '1');

const sizeOf = (bits: string): number => bits.replaceAll('0', '').length;

/** Fewer switches come first, and then as they are listed. */
export const bySize = (one: string, other: string): number =>
  sizeOf(one) - sizeOf(other) || other.localeCompare(one, 'en');

/** The subsets that are safe, and of which no smaller one is. */
export const minimalOf = ({ safe }: Standing): string[] =>
  safe.filter((one) => !safe.some((other) => other !== one && isWithin(other, one))).toSorted(bySize);

/** A safe subset that further switches make unsafe, with the smallest one that is; undefined if more is always enough too. */
export function harmedBy({ safe, unsafe }: Standing): readonly [string, string] | undefined {
  for (const one of safe.toSorted(bySize)) {
    const larger = unsafe.toSorted(bySize).find((other) => isWithin(one, other));
    if (larger !== undefined) return [one, larger];
  }
  return undefined;
}

type Verdicts = readonly { readonly verdict: string }[];

/**
 * How subsets stand by their verdicts in several searches each: all must hold.
 *
 * @param found the verdicts of each search of a subset
 */
export function standingOf(subsets: readonly string[], found: (subset: string) => readonly Verdicts[]): Standing {
  const standing = { safe: [] as string[], unsafe: [] as string[], open: [] as string[] };
  for (const subset of subsets) {
    const searches = found(subset);
    const verdicts = searches.flat();
    if (verdicts.some(({ verdict }) => verdict === 'violated')) standing.unsafe.push(subset);
    else if (searches.length > 0 && verdicts.every(({ verdict }) => verdict === 'holds')) standing.safe.push(subset);
    else standing.open.push(subset);
  }
  return standing;
}
