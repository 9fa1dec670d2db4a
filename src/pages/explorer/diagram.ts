import { happeningsOf, type Moment, type Sent } from '../../traces/messages/messages.ts';

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
  const rows = new Map<string, number>();
  const keyOf = (message: Sent, { step, occurrence }: Moment) => [step, occurrence, messages.indexOf(message)].join();
  const happenings = happeningsOf(messages);
  const beginnings = Array.from({ length: steps }, (_, i) => {
    const row = rows.size;
    rows.set(`${i + 1}`, row);
    for (const one of happenings.filter(({ step }) => step === i + 1)) {
      const key = keyOf(one.message, one);
      if (!rows.has(key)) rows.set(key, rows.size);
    }
    return row;
  });
  return {
    steps: beginnings,
    rowOf: (message, moment) => rows.get(keyOf(message, moment)) as number,
    rows: rows.size,
  };
}
