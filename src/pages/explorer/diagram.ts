import { type Happening, happeningsOf, type Moment, type Sent } from '../../traces/messages/messages.ts';
import type { Fold } from './story/folds.ts';

/** Where the rows of a sequence diagram are. */
export interface Diagram {
  /** For each block, in the order of the folds: its first row, and how many rows it has. */
  readonly blocks: readonly { readonly top: number; readonly rows: number }[];
  /** The row of what happened to a message at a moment. */
  readonly rowOf: (message: Sent, moment: Moment) => number;
  /** What is written in the rows of messages: of what happens in one row, the first. */
  readonly labels: readonly { readonly row: number; readonly happening: Happening }[];
  readonly rows: number;
}

/**
 * Gives each row of a run a block: its words, and below them a row for each thing that happens to a message, in the order in which they
 * happen. What happens in repeated steps is not drawn apart.
 *
 * @param words how many rows the words of each block take
 */
export function diagramOf(folds: readonly Fold[], messages: readonly Sent[], words: readonly number[]): Diagram {
  const places = new Map<string, number>();
  const labels: { row: number; happening: Happening }[] = [];
  const keyOf = (message: Sent, { step, occurrence }: Moment) => [step, occurrence, messages.indexOf(message)].join();
  const happenings = happeningsOf(messages);
  let top = 0;
  const blocks = folds.map(({ from, to, times }, i) => {
    const own = happenings.filter(({ step }) => from <= step && step <= to);
    const text = words[i] ?? 1;
    let row = top + text;
    for (const happening of own) {
      const key = keyOf(happening.message, happening);
      if (times > 1) places.set(key, top + text - 1);
      else if (!places.has(key)) {
        labels.push({ row, happening });
        places.set(key, row++);
      }
    }
    const block = { top, rows: row - top };
    top = row;
    return block;
  });
  return { blocks, rowOf: (message, moment) => places.get(keyOf(message, moment)) ?? 0, labels, rows: top };
}
