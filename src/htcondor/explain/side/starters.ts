import type { StartdName } from '../grammar/startd.ts';
import { type Fact, type Line, secondsBetween } from '../line.ts';
import type { StarterExit } from './claim.ts';

/** A starter's exit is logged at most so long before the slot says that its starter has exited (HEAD waits for the job's processes). */
const SOON = 30;
/** More than so many at a time are not followed. */
const MOST_WAITING = 256;

/**
 * Ends of starters. `Starter pid 123 exited with status 0` names no slot: the slot's own line follows (reaper(),
 * Claim::starterExited()). HEAD names the pid when a claim is activated; where it is not known, and several starters with
 * different ends wait for their slots, nothing is said.
 */
export class Starters {
  /** Ends that no slot has taken. */
  #waiting: { readonly pid: string; readonly exit: StarterExit }[] = [];
  /** The pids that are known to be a slot's. */
  readonly #known = new Set<string>();

  /** A slot's starter has this pid. */
  expect(pid: string): void {
    this.#known.add(pid);
  }

  exited({ params, line }: Fact<StartdName>): void {
    const exit = { line, status: numberIn(params['status']), signal: numberIn(params['signal']) };
    this.#waiting = this.#waiting.filter((other) => secondsBetween(other.exit.line.at, line.at) <= SOON);
    this.#waiting.push({ pid: params['pid'] ?? '', exit });
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
  }

  /** How the starter ended of a slot that says that it has; null if it cannot be told. */
  take(pid: string | null, line: Line): StarterExit | null {
    const mine = pid === null ? this.#unclaimed(line) : this.#waiting.filter((other) => other.pid === pid);
    const [first] = mine;
    if (!first || mine.some(({ exit }) => !isAlike(exit, first.exit))) return null;
    this.#waiting = this.#waiting.filter((other) => other !== first);
    if (pid !== null) this.#known.delete(pid);
    return first.exit;
  }

  forget(): void {
    this.#waiting = [];
    this.#known.clear();
  }

  #unclaimed(line: Line): { readonly pid: string; readonly exit: StarterExit }[] {
    return this.#waiting.filter(
      ({ pid, exit }) => !this.#known.has(pid) && secondsBetween(exit.line.at, line.at) <= SOON,
    );
  }
}

const numberIn = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

const isAlike = (a: StarterExit, b: StarterExit): boolean => a.status === b.status && a.signal === b.signal;
