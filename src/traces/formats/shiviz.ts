import { choiceText } from '../../checker/replay/trace.ts';
import { arrivesAtOnce, type Happening, messagesOf, type Sent, seenIn } from '../messages/messages.ts';
import { processOf } from '../messages/processes.ts';
import { seen } from '../messages/sentence.ts';
import type { ShownRun } from '../story/shown-run.ts';

/** How many events of each host an event comes after, itself included. */
type Clock = Readonly<Record<string, number>>;

/**
 * ShiViz' own default, but for a host whose name may have spaces. A file has it in its first line; the second would tell several
 * executions apart.
 */
const PARSER = String.raw`(?<event>.*)\n(?<host>.*?) (?<clock>\{".*\})`;

/** A text on one line, as the parser reads it. */
const inOneLine = (text: string): string => text.replace(/\s*[\n\r\u2028\u2029]\s*/g, ' ');

/**
 * A run as a log with vector clocks for ShiViz (https://bestchai.bitbucket.io/shiviz/). Its hosts are the processes.
 * Their events are what the environment does to them, what they log, and the messages that they send and get. A message
 * arrives after it was sent, and after what the environment did to the medium that carries it.
 */
export function shiviz({ composition, trace, carriers }: ShownRun): string {
  const log = new ClockedLog();
  const hostOf = (component: string) => processOf(composition, component);
  const happenings = seenIn(trace, messagesOf(composition, trace, carriers));
  trace.forEach(({ component, choice, occurrences }, i) => {
    log.event(hostOf(component), choiceText(component, choice));
    occurrences.forEach((occurrence, n) => {
      for (const line of occurrence.prints) log.event(hostOf(occurrence.component), line);
      for (const happening of happenings[i]?.[n] ?? []) log.message(happening, hostOf);
    });
  });
  return [PARSER, '', ...log.lines, ''].join('\n');
}

class ClockedLog {
  readonly lines: string[] = [];
  readonly #clocks = new Map<string, Clock>();
  readonly #sentAt = new Map<Sent, Clock>();

  /** Something happens at a host, after its own last event and what the other clocks come after. */
  event(process: string, text: string, ...others: readonly (Clock | undefined)[]): Clock {
    const host = inOneLine(process);
    // A host may have the name of something that every object has.
    const clock = Object.create(null) as Record<string, number>;
    for (const other of [this.#clocks.get(host), ...others]) {
      for (const [name, time] of Object.entries(other ?? {})) clock[name] = Math.max(time, clock[name] ?? 0);
    }
    clock[host] = (clock[host] ?? 0) + 1;
    this.#clocks.set(host, clock);
    this.lines.push(inOneLine(text), `${host} ${JSON.stringify(clock)}`);
    return clock;
  }

  /** What is lost has no effect, so it is no event. */
  message(happening: Happening, hostOf: (component: string) => string): void {
    const { message, what } = happening;
    const { process, text } = seen(happening);
    if (what === 'sent') {
      this.#sentAt.set(message, this.event(process, text));
      if (arrivesAtOnce(message)) this.message({ ...happening, what: 'arrived' }, hostOf);
    } else if (what !== 'lost') {
      this.event(
        process,
        text,
        this.#sentAt.get(message),
        message.via === null ? undefined : this.#clocks.get(inOneLine(hostOf(message.via))),
      );
    }
  }
}
