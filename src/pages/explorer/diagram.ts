import { happeningsOf, type Moment, type Sent } from '../../traces/messages/messages.ts';
import type { Fold } from './story/folds.ts';

/** Where the rows of a sequence diagram are. */
export interface Diagram {
  /** Of each block, in the order of the folds, its first row and how many it has. */
  readonly blocks: readonly { readonly top: number; readonly rows: number }[];
  /** The row of what happened to a message at a moment. */
  readonly rowOf: (message: Sent, moment: Moment) => number;
  readonly rows: number;
}

/**
 * Gives each row of a run a block: its words, and each thing that happens to a message in a row of its own, in the order in which they
 * happen. What happens in repeated steps is not drawn apart.
 *
 * @param words how many rows the words of each block take
 * @param isBeside whether messages are drawn beside the words, or below them
 */
export function diagramOf(
  folds: readonly Fold[],
  messages: readonly Sent[],
  words: readonly number[],
  isBeside: boolean,
): Diagram {
  const places = new Map<string, number>();
  const keyOf = (message: Sent, { step, occurrence }: Moment) => [step, occurrence, messages.indexOf(message)].join();
  const happenings = happeningsOf(messages);
  let top = 0;
  const blocks = folds.map(({ from, to, times }, i) => {
    const own = happenings.filter(({ step }) => from <= step && step <= to);
    const text = words[i] ?? 1;
    const first = top + (isBeside ? 1 : text);
    let below = 0;
    for (const one of own) {
      const key = keyOf(one.message, one);
      if (times > 1) places.set(key, top + text - 1);
      else if (!places.has(key)) places.set(key, first + below++);
    }
    const rows = isBeside ? Math.max(text, below + 1) : text + below;
    const block = { top, rows };
    top += rows;
    return block;
  });
  return { blocks, rowOf: (message, moment) => places.get(keyOf(message, moment)) ?? 0, rows: top };
}
