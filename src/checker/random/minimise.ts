/**
 * Leaves out whatever can be left out: halves first, then ever smaller pieces, until no single element can go.
 *
 * @param fails whether a shorter list still shows what the whole one showed
 */
export function minimise<T>(whole: readonly T[], fails: (shorter: readonly T[]) => boolean): readonly T[] {
  let list = whole;
  for (let size = Math.ceil(list.length / 2); size >= 1; ) {
    const shorter = withoutOnePiece(list, size, fails);
    if (shorter) list = shorter;
    else size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return list;
}

function withoutOnePiece<T>(list: readonly T[], size: number, fails: (shorter: readonly T[]) => boolean): T[] | null {
  for (let start = 0; start < list.length; start += size) {
    const shorter = [...list.slice(0, start), ...list.slice(start + size)];
    if (fails(shorter)) return shorter;
  }
  return null;
}
