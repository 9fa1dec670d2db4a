import type { Trace } from '../../../checker/replay/trace.ts';
import type { Carrier } from '../../../checker/study/carrier.ts';
import type { Composition } from '../../../checker/system/compose.ts';
import type { Moment, Sent } from '../../../traces/messages/messages.ts';
import { processesOf, processOf } from '../../../traces/messages/processes.ts';

/** What a step of a run needs: a message that had arrived at its process before, or one that was lost on the way to it. */
export interface Cause {
  readonly message: Sent;
  /** The step at which it arrived or was lost; the step's own where it is lost in it. */
  readonly step: number;
  readonly isLost: boolean;
}

/** How the steps of a run bring about each other by messages. */
export class Causes {
  readonly #composition: Composition;
  readonly #trace: Trace;
  readonly #messages: readonly Sent[];
  readonly #speakers: readonly string[];

  constructor(composition: Composition, trace: Trace, carriers: readonly Carrier[], messages: readonly Sent[]) {
    this.#composition = composition;
    this.#trace = trace;
    this.#messages = messages.filter(({ kind }) => kind === 'data' || kind === 'call');
    this.#speakers = processesOf(composition, carriers).speakers;
  }

  /** What lies right behind a step: the last message that its process was given by each other, and those that it has waited for in vain. */
  of(step: number): Cause[] {
    const process = this.#processAt(step);
    return process === undefined ? [] : this.#behind(process, step);
  }

  /**
   * The steps that lead to a step by messages, and the faults before it; in their order, the step itself last.
   */
  chain(step: number): number[] {
    const found = new Set<number>([step]);
    const visited = new Set<string>();
    const walk = (process: string, at: number): void => {
      const key = `${process} ${at}`;
      if (visited.has(key)) return;
      visited.add(key);
      for (const { message, step: arrived } of this.#behind(process, at)) {
        found.add(arrived).add(message.sent.step);
        walk(message.from, message.sent.step);
      }
    };
    const process = this.#processAt(step);
    if (process !== undefined) walk(process, step);
    this.#trace.forEach(({ choice }, i) => {
      if (choice.fault !== null && i < step) found.add(i + 1);
    });
    return [...found].filter((one) => one <= step).toSorted((a, b) => a - b);
  }

  #behind(process: string, step: number): Cause[] {
    const mine = this.#messages.filter(({ to, from }) => to === process && from !== process);
    const lost = mine.filter((message) => message.lost?.step === step);
    const arrived = mine
      .filter((message) => message.arrived !== null && message.arrived.step <= step)
      .toSorted((a, b) => later(a.arrived as Moment, b.arrived as Moment));
    const last = new Map(arrived.map((message) => [message.from, message]));
    return [
      ...[...last.values()].map((message) => ({ message, step: (message.arrived as Moment).step, isLost: false })),
      ...lost.map((message) => ({ message, step, isLost: true })),
    ];
  }

  /** The process that a step is about: the first of its transitions that is not of a medium. */
  #processAt(step: number): string | undefined {
    const occurrences = this.#trace[step - 1]?.occurrences ?? [];
    return occurrences
      .map(({ component }) => processOf(this.#composition, component))
      .find((process) => this.#speakers.includes(process));
  }
}

const later = (one: Moment, other: Moment): number => one.step - other.step || one.occurrence - other.occurrence;
