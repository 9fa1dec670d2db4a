import type { StartdName } from '../grammar/startd.ts';
import { type Fact, type Line, secondsBetween } from '../line.ts';
import type { JobRun, StarterExit } from './claim.ts';

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
  readonly #known = new Map<string, JobRun | null>();
  /** The jobs that run, and those of them that run on a slot that has a name. */
  readonly #running = new Set<JobRun>();
  readonly #bySlot = new Map<string, JobRun>();

  /** A slot's starter has this pid. */
  expect(pid: string, run: JobRun | null): void {
    this.#known.set(pid, run);
  }

  begin(run: JobRun, slot: string | null): void {
    this.#running.add(run);
    if (slot !== null) this.#bySlot.set(slot, run);
  }

  end(run: JobRun): void {
    this.#running.delete(run);
  }

  /** The startd kills a starter: that with this pid, or on this slot, or where neither is named, the only one that runs. */
  killed({ params, slot, line }: Fact<StartdName>, why: string): void {
    const pid = params['pid'];
    const named = (pid === undefined ? undefined : this.#known.get(pid)) ?? this.#on(slot ?? '');
    const [only] = pid === undefined && slot === null && this.#running.size === 1 ? this.#running : [];
    const run = named ?? only;
    if (run) run.killed ??= { line, why };
  }

  #on(slot: string): JobRun | undefined {
    const run = this.#bySlot.get(slot);
    return run && this.#running.has(run) ? run : undefined;
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
    this.#running.clear();
    this.#bySlot.clear();
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
