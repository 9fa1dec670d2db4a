import { hostsOf } from '../address.ts';
import type { ScheddName } from '../grammar/schedd.ts';
import { type Fact, type Line, secondsBetween } from '../line.ts';
import { own } from './kept.ts';
import type { Fate } from './match-record.ts';

export const SHUTS_DOWN = 'the schedd shuts down';

/** A reason is logged at most so long before what it is for. */
const TOGETHER = 1;

/** Lines that say why something ends and do not name it: it is what ends next. */
export class ScheddReasons {
  #stopping: { readonly line: Line; readonly why: string } | null = null;
  #dedicated: Line | null = null;
  #givingUp: { readonly line: Line; readonly hosts: readonly string[] } | null = null;

  /** The schedd is going to stop jobs. */
  stops({ params, line }: Fact<ScheddName>): void {
    if (params['limit']) this.#stopping = { line, why: 'more jobs run than MAX_JOBS_RUNNING allows' };
    else if (params['shutdown']) this.#stopping = { line, why: SHUTS_DOWN };
    else if (this.#stopping && !isTogether(this.#stopping.line, line)) this.#stopping = null;
  }

  /** Why a job is stopped now; null if the log does not tell. */
  whyStopped(line: Line): string | null {
    const stopping = this.#stopping;
    return stopping && isTogether(stopping.line, line) ? stopping.why : null;
  }

  /** The dedicated scheduler releases a claim of a job that has ended badly: the next one that goes. */
  dedicatedEnds(line: Line): void {
    this.#dedicated = line;
  }

  takeDedicated(line: Line): Line | null {
    const dedicated = this.#dedicated;
    this.#dedicated = null;
    return dedicated && isTogether(dedicated, line) ? dedicated : null;
  }

  /** A startd says that it has ended a claim. */
  givesUp({ params, line }: Fact<ScheddName>): void {
    this.#givingUp = { line, hosts: hostsOf(params['peer']) };
  }

  /** Where the startd said so of the record that is deleted now. */
  takeGivenUp(startd: string, line: Line): Line | null {
    const giving = this.#givingUp;
    if (!giving || !isTogether(giving.line, line)) return null;
    const hosts = hostsOf(startd);
    if (!giving.hosts.some((host) => hosts.includes(host))) return null;
    this.#givingUp = null;
    return giving.line;
  }
}

const reason = (why: string | undefined): string => (why ? ` (${own(why)})` : '');

/** What the schedd does with a job that it stops (`Vacate-Fast`), where the log names it. */
export const actionOf = ({ action }: Fact['params']): string | null => (action ? `action: ${own(action)}` : null);

/** What a line about a job says that the schedd does with it. */
export function fateOf({ why, removes, removedWhy, cools, late }: Fact['params'], line: Line): Fate {
  const fate = (what: string, isWanted = true, isKnownBy: readonly number[] = []) => ({
    line,
    what,
    isWanted,
    isKnownBy,
  });
  if (removes !== undefined)
    return fate(`its schedd removed it from the queue${reason(removedWhy)}`, true, removedWhy ? [] : [REMOVED]);
  if (cools !== undefined) return fate('its schedd lets it wait before it runs again', false);
  if (late !== undefined) return fate('it missed the time at which it was to start', true, [LATE]);
  return fate(`its schedd put it on hold${reason(why)}`, true, why ? [] : [HELD]);
}

/** JOB_SHOULD_HOLD, JOB_SHOULD_REMOVE, JOB_MISSED_DEFERRAL_TIME (exit.h). */
const [HELD, REMOVED, LATE] = [112, 113, 114];

const isTogether = (a: Line, b: Line): boolean => Math.abs(secondsBetween(a.at, b.at)) <= TOGETHER;
