import { isStep, type Message, type Run } from './run.ts';

/** A lifeline: a process, or one of the actors of a process that is opened. */
export interface Lane {
  readonly id: string;
  readonly name: string;
  readonly process: string;
  /** How many lifelines its process would have if it were opened. */
  readonly size: number;
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  /** Which lifeline an actor has, from 0. */
  readonly laneOf: ReadonlyMap<string, number>;
}

/** The lifelines of those that take part: one for each process, or one for each of its actors where it is opened. */
export function lanesOf(run: Run, opened: ReadonlySet<string>): Lanes {
  const { participants } = run;
  const processes = [...new Set(participants.map(({ id }) => run.processOf(id)))];
  const lanes: Lane[] = [];
  const laneOf = new Map<string, number>();
  for (const process of processes) {
    const actors = participants.filter(({ id }) => run.processOf(id) === process);
    const isOpen = opened.has(process);
    actors.forEach(({ id, name }, i) => {
      if (isOpen) lanes.push({ id, name, process, size: actors.length });
      else if (i === 0) lanes.push({ id: process, name: process, process, size: actors.length });
      laneOf.set(id, lanes.length - 1);
    });
  }
  return { lanes, laneOf };
}

/** The messages that have a row: the steps, and what goes from one lifeline to another. */
export const shownMessages = ({ messages }: Run, { laneOf }: Lanes): Message[] =>
  messages.filter((one) => isStep(one.event) || laneOf.get(one.source) !== laneOf.get(one.target));
