import type { MessageDecoder } from '../../../../machines/condor-io/alive-message.ts';
import { ModelError } from '../../../checker/errors.ts';
import { Clock } from '../clock.ts';
import { Run } from '../run.ts';
import type { Schedd } from '../schedd.ts';
import type { Schedule } from '../schedule.ts';

/** From when to when the schedd is stopped, in microseconds. */
export type Stop = readonly [number, number];

/**
 * One schedd and several connections: a read on one of them blocks it for all, and while it is stopped it does nothing. What
 * arrives meanwhile is there when it goes on; select() looks at what is readable before it looks at the time.
 */
export class Thread {
  readonly clock: Clock;
  readonly runs: readonly Run[];
  readonly #stops: readonly Stop[];
  /** Something has arrived on them that the schedd has not seen; those that it turns to first come first. */
  readonly #unseen: Run[] = [];
  readonly #turns: ReadonlyMap<Run, number>;
  #now = 0;

  /** @param turns the place of each connection in the order in which the event loop turns to them */
  constructor(
    schedd: Schedd,
    decoder: () => MessageDecoder,
    schedules: readonly Schedule[],
    stops: readonly Stop[],
    phase: number,
    turns: readonly number[],
  ) {
    const moments = [...schedules.flatMap(({ arrivals }) => arrivals.map(({ at }) => at)), ...stops.flat()];
    this.clock = new Clock(phase, moments);
    this.runs = schedules.map((schedule) => new Run(schedd, schedule, decoder(), phase, null, this.clock));
    this.#turns = new Map(this.runs.map((run, i) => [run, turns[i] as number]));
    this.#stops = stops;
  }

  play(): void {
    for (;;) {
      const open = this.runs.filter((run) => !run.isClosed);
      if (open.length === 0) return;
      const blocking = open.find((run) => run.isBlocking);
      const arrival = soonest(open, (run) => run.nextArrival);
      const timer = soonest(blocking ? [blocking] : open, (run) => run.nextTimer);
      const seen = this.#next(blocking);
      const wakes = seen ? this.#running(this.#now) : Infinity;
      const fires = this.#running(timer.at);
      if (arrival.at <= Math.min(wakes, fires)) this.#land(arrival);
      else if (seen && wakes <= fires) this.#wake(seen, wakes);
      else if (fires < Infinity) this.#fire(timer.run, fires);
      else throw new ModelError('the schedd waits for ever');
    }
  }

  /** The connection that the schedd turns to next. */
  #next(blocking: Run | undefined): Run | undefined {
    if (blocking) return this.#unseen.find((run) => run === blocking);
    return this.#unseen.toSorted((a, b) => (this.#turns.get(a) ?? 0) - (this.#turns.get(b) ?? 0))[0];
  }

  #land({ run, at }: Soonest): void {
    if (at === Infinity) throw new ModelError('the schedd waits for ever');
    this.#now = Math.max(this.#now, at);
    run.land();
    if (!this.#unseen.includes(run)) this.#unseen.push(run);
  }

  #wake(run: Run, at: number): void {
    this.#now = at;
    this.#unseen.splice(this.#unseen.indexOf(run), 1);
    run.wake(at);
  }

  #fire(run: Run, at: number): void {
    this.#now = Math.max(this.#now, at);
    run.fire(this.#now);
  }

  /** A moment, or when the schedd goes on if it is stopped then. */
  #running(moment: number): number {
    return this.#stops.find(([from, to]) => from <= moment && moment < to)?.[1] ?? moment;
  }
}

interface Soonest {
  readonly run: Run;
  readonly at: number;
}

function soonest(runs: readonly Run[], when: (run: Run) => number): Soonest {
  return runs.map((run) => ({ run, at: when(run) })).reduce((best, one) => (one.at < best.at ? one : best));
}
