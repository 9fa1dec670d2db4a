import type { Composition, Occurrence } from '../../checker/system/compose.ts';
import { choiceText, type Trace } from '../../checker/replay/trace.ts';
import { processOf } from '../story/log.ts';
import { messageText } from '../messages/message-text.ts';

/** How many events of each host an event comes after, itself included. */
type Clock = Readonly<Record<string, number>>;

/** ShiViz' own default. A file has it in its first line; the second would tell several executions apart. */
const PARSER = '(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})';

/**
 * A trace as a log with vector clocks for ShiViz (https://bestchai.bitbucket.io/shiviz/). Its hosts are the processes;
 * their events are what the environment does to them, what they log, and each message that they take from another: that
 * comes after the last event of its sender.
 */
export function shiviz(composition: Composition, trace: Trace): string {
  const log = new ClockedLog(composition);
  for (const { component, choice, occurrences } of trace) {
    log.event(processOf(composition, component), choiceText(component, choice));
    log.follow([...occurrences]);
  }
  return [PARSER, '', ...log.lines, ''].join('\n');
}

class ClockedLog {
  readonly lines: string[] = [];
  readonly #composition: Composition;
  readonly #clocks = new Map<string, Clock>();

  constructor(composition: Composition) {
    this.#composition = composition;
  }

  /** Something happens at a host, after what its own last event and that of the other host come after. */
  event(host: string, text: string, other = host): void {
    const own = this.#clocks.get(host) ?? {};
    const clock = { ...own };
    for (const [name, time] of Object.entries(this.#clocks.get(other) ?? {})) {
      clock[name] = Math.max(time, own[name] ?? 0);
    }
    clock[host] = (own[host] ?? 0) + 1;
    this.#clocks.set(host, clock);
    this.lines.push(text, `${host} ${JSON.stringify(clock)}`);
  }

  /** The first of these transitions, and what follows from it: that comes right behind, message by message. */
  follow(transitions: Occurrence[]): void {
    const { component, prints, sends } = transitions.shift() as Occurrence;
    const host = processOf(this.#composition, component);
    for (const line of prints) this.event(host, line);
    for (const { to, message } of sends) {
      const receiver = processOf(this.#composition, to);
      if (receiver !== host) this.event(receiver, `${to} takes ${messageText(message)} from ${component}`, host);
      this.follow(transitions);
    }
  }
}
