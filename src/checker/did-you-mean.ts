/** How many letters may be wrong in a word for which another one is proposed. */
const MOST_EDITS = 3;

/** `; did you mean 'reply'?` if a known word is close to one that is not known; otherwise nothing. */
export function didYouMean(text: string, known: readonly string[]): string {
  const close = known
    .filter((word) => Math.abs(text.length - word.length) <= MOST_EDITS)
    .map((word) => ({ word, edits: editsBetween(text.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, edits }) => edits <= MOST_EDITS && edits * 2 <= Math.max(text.length, word.length))
    .toSorted((a, b) => a.edits - b.edits);
  return close[0] ? `; did you mean '${close[0].word}'?` : '';
}

/** As many of the words that are known are listed. */
const LISTED = 12;

/** The words that are known, or the first of many. */
export const someOf = (words: readonly string[]): string =>
  `${words.slice(0, LISTED).join(', ')}${words.length > LISTED ? ', …' : ''}`;

/** How many letters must be put in, taken out, replaced or swapped with their neighbour to make one word of the other. */
function editsBetween(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...one].entries()) {
    const row = [i + 1];
    for (let j = 0; j < other.length; j += 1) {
      const isSwapped = i > 0 && j > 0 && letter === other[j - 1] && one[i - 1] === other[j];
      row.push(
        Math.min(
          (last[j] as number) + (letter === other[j] ? 0 : 1),
          (last[j + 1] as number) + 1,
          (row[j] as number) + 1,
          isSwapped ? (beforeLast[j - 1] as number) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [beforeLast, last] = [last, row];
  }
  return last[other.length] as number;
}
