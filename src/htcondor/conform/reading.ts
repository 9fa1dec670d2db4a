import { asksForTime, type CondorReadContext, selectEndsIn } from '../../../machines/condor-io/condor-read.ts';
import type { Message } from '../../checker/system/message.ts';
import type { LocalState } from '../../checker/system/table/table.ts';
import type { Clock } from './clock.ts';
import type { Daemon, Reaction } from './daemon.ts';

/** condor_read()'s machine in one run of a daemon: the run tells it how much time has passed, and asks when it times out. */
export class Reading {
  readonly #daemon: Daemon;
  readonly #component: number;
  readonly #clock: Clock;
  /** When the read under way began. */
  #began = 0;
  /** Up to when it has been told how much time has passed, in ticks. */
  #told = 0;

  constructor(daemon: Daemon, component: number, clock: Clock) {
    this.#daemon = daemon;
    this.#component = component;
    this.#clock = clock;
  }

  /** When the read under way times out unless something arrives before; Infinity if there is none. */
  ends(state: LocalState): number {
    const left = selectEndsIn(contextOf(state));
    return left === null ? Infinity : this.#clock.moment(this.#told + left);
  }

  /** The state in which it takes an event. While it reads nothing, it need not know the time. */
  at(now: number, state: LocalState, event: Message): LocalState {
    if (selectEndsIn(contextOf(state)) !== null) {
      if (asksForTime(event)) this.#clock.secondsBetween(this.#began, now);
    } else if (event.type === 'RECV') this.#began = now;
    else return state;
    const ticks = this.#clock.ticks(now);
    if (ticks === this.#told) return state;
    const passed = tick(ticks - this.#told);
    this.#told = ticks;
    return (this.#daemon.reaction(this.#component, state, passed) as Reaction).to;
  }
}

const contextOf = (state: LocalState) => state.snapshot.context as unknown as CondorReadContext;

const TICKS = new Map<number, Message>();

/** Equal events are one object: the tables are asked by object. */
function tick(ticks: number): Message {
  let event = TICKS.get(ticks);
  if (!event) TICKS.set(ticks, (event = { type: 'TICK', ticks }));
  return event;
}
