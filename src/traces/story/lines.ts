import { statesAfter, type Trace } from '../../checker/replay/trace.ts';
import type { Composition } from '../../checker/system/compose.ts';
import { messageText } from '../../checker/system/message.ts';
import type { LocalState } from '../../checker/system/table/table.ts';
import { messagesOf, seenIn } from '../messages/messages.ts';
import { processOf } from '../messages/processes.ts';
import { seen } from '../messages/sentence.ts';
import { changes, statePaths } from '../messages/words.ts';
import { isQuietTick, type ShownRun, timesOf } from './shown-run.ts';

/** A line of a process's log, or a line that says what the process does without logging it. */
export interface Line {
  /** The number of the step, from 1. */
  readonly step: number;
  /** The process that it is about: that wrote it, if it is a log line. */
  readonly process: string;
  readonly text: string;
  /** When, in seconds since the start; only in a timed system. */
  readonly seconds?: number;
}

/**
 * All log lines of a trace, in the order in which they were written.
 *
 * @param unit what a tick of the system's clock is worth in seconds: each line then has its time
 */
export function logLines(composition: Composition, trace: Trace, unit?: number): Line[] {
  const times = timesOf(trace, unit);
  return trace.flatMap((step, i) =>
    step.occurrences.flatMap((occurrence) =>
      occurrence.prints.map((text) => ({
        step: i + 1,
        process: processOf(composition, occurrence.component),
        text,
        ...(times && { seconds: times[i] as number }),
      })),
    ),
  );
}

/** The log lines of each step of a run. Of a step that logs nothing, the states that change, and the messages. */
export function linesOfSteps({ composition, trace, carriers, unit }: ShownRun): Line[][] {
  const logged = logLines(composition, trace, unit);
  const times = timesOf(trace, unit);
  const happenings = seenIn(trace, messagesOf(composition, trace, carriers));
  const isCarrier = (id = '') => carriers.some(({ machine }) => machine === id);
  return trace.map((step, i) => {
    const lines = logged.filter((line) => line.step === i + 1);
    if (lines.length > 0 || isQuietTick(step, unit)) return lines;
    const before = statesAfter(composition, trace, i);
    return step.occurrences.flatMap(({ component, event, from, unhandled }, n) => {
      const index = composition.indexOf(component);
      // A component's change stands where it first does something. That of a carrier shows in its messages.
      const isFirst = step.occurrences.findIndex((other) => other.component === component) === n;
      const change =
        isFirst && !isCarrier(composition.components[index]?.spec.machine.id)
          ? changeText(before[index] as LocalState, step.states[index] as LocalState)
          : '';
      const process = processOf(composition, component);
      // A machine without states is in none.
      const where = statesIn(from).length > 0 ? ` in ${statesIn(from).join(', ')}` : '';
      const lost = unhandled ? `${messageText(event)} is lost: no transition takes it${where}` : '';
      // A component that is a process of its own has its name in front of the line.
      const own = [change, lost]
        .filter(Boolean)
        .map((text) => (component === process ? text : `${component}: ${text}`));
      const said = own.map((text) => ({ process, text }));
      return [...said, ...(happenings[i]?.[n] ?? []).map(seen)].map((line) => ({
        step: i + 1,
        ...line,
        ...(times && { seconds: times[i] as number }),
      }));
    });
  });
}

/** `working → prepared, votes = 2`: the states that are left and entered, and what is remembered from now on. */
export function changeText(before: LocalState, after: LocalState): string {
  const [left, entered] = [statesIn(before), statesIn(after)];
  const states = `${only(left, entered)} → ${only(entered, left)}`;
  const remembered = changes(before.snapshot.context, after.snapshot.context).map((change) => change.join(' = '));
  return [...(states === ' → ' ? [] : [states]), ...remembered].join(', ');
}

/** What is in the one list, but not in the other. */
const only = (some: readonly string[], others: readonly string[]) =>
  some.filter((path) => !others.includes(path)).join(', ');

const statesIn = ({ snapshot }: LocalState) => statePaths(snapshot.value).map((path) => path.join('.'));
