/** A row that lists events is not made longer than this. */
const LONGEST = 40;

/** Words with commas between them, in as many rows as it takes. */
export function inRows(words: readonly string[]): string[] {
  const rows: string[] = [];
  for (const word of words) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + word.length < LONGEST) rows[rows.length - 1] = `${last}, ${word}`;
    else rows.push(word);
  }
  return rows;
}
