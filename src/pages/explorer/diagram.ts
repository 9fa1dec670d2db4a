import { happeningsOf, type Moment, type Sent } from '../../traces/messages/messages.ts';

/** Something that is drawn in a row of its own: the beginning of a step, or what happens to a message. */
interface Mark extends Moment {
  readonly message: Sent | null;
}

/** Where the rows of a sequence diagram are. */
export interface Diagram {
  /** The row of each step's beginning, by its number less one. */
  readonly steps: readonly number[];
  /** The row of what happened to a message at a moment. */
  readonly rowOf: (message: Sent, moment: Moment) => number;
  readonly rows: number;
}

/** Gives each step a row, and each thing that happens to a message one below it, in the order in which they happen. */
export function diagramOf(steps: number, messages: readonly Sent[]): Diagram {
  const beginnings: Mark[] = Array.from({ length: steps }, (_, i) => ({ step: i + 1, occurrence: -1, message: null }));
  const rows = new Map<string, number>();
  for (const mark of [...beginnings, ...happeningsOf(messages)].toSorted(byTime)) {
    const key = keyOf(mark, messages);
    if (!rows.has(key)) rows.set(key, rows.size);
  }
  return {
    steps: beginnings.map((mark) => rows.get(keyOf(mark, messages)) as number),
    rowOf: (message, { step, occurrence }) => rows.get(keyOf({ step, occurrence, message }, messages)) as number,
    rows: rows.size,
  };
}

const byTime = (a: Mark, b: Mark) => a.step - b.step || a.occurrence - b.occurrence;

function keyOf({ step, occurrence, message }: Mark, messages: readonly Sent[]): string {
  return [step, occurrence, message ? messages.indexOf(message) : 'beginning'].join();
}
