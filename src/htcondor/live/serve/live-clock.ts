import { type CondorReadContext, selectEndsIn } from '../../../../machines/condor-io/condor-read.ts';
import { type Stopwatch, ticksUntil } from '../../../../machines/condor-io/stopwatch.ts';
import { type Deadlines, givenUpAfter } from '../../../../machines/daemon-core/daemon-core.ts';
import { READ } from '../../../../machines/systems/deadlines.ts';
import type { CommandRead } from '../../../../machines/vocabulary.ts';
import type { Message } from '../../../checker/system/message.ts';
import { SECOND } from '../../conform/schedule.ts';
import type { Actors } from './actors.ts';
import type { Time } from '../time.ts';

/** condor_read()'s clock ticks once a microsecond, that of DaemonCore's deadlines once a second. */
export const TICKS = { condorRead: SECOND, daemonCore: 1 };

export const DAEMON_CORE = 'first.daemonCore';
export const SOCK = 'first.scheddSock';
export const CONDOR_READ = READ;

interface DaemonCoreContext {
  readonly watch: Stopwatch | null;
  readonly deadlines: Deadlines | null;
  readonly commandRead: CommandRead;
}

/** Which of DaemonCore's deadlines counts in which of its states. */
const WAITS: Readonly<Record<string, 'command' | 'payload'>> = {
  waitingForCommand: 'command',
  waitingForPayload: 'payload',
};

/** Tells the two machines of a connection that have a clock how much time has passed, and asks when they are due. */
export class LiveClock {
  readonly #actors: Actors;
  readonly #time: Time;
  /** Up to which moment each has been told. */
  readonly #told: Record<typeof DAEMON_CORE | typeof CONDOR_READ, number>;

  constructor(actors: Actors, time: Time) {
    this.#actors = actors;
    this.#time = time;
    // A machine begins at the turn of a second.
    const turn = Math.floor(time.now() / SECOND) * SECOND;
    this.#told = { [DAEMON_CORE]: turn, [CONDOR_READ]: turn };
  }

  /** A machine is about to take a message: if the time counts for it, it is told what has passed. */
  before(name: string, message: Message): void {
    if (message.type === 'TICK') return;
    if (name === CONDOR_READ) this.#beforeRead(message);
    else if (name === DAEMON_CORE) this.#beforeWait(message);
  }

  #beforeRead({ type }: Message): void {
    if (type !== 'RECV' && selectEndsIn(this.#readContext) === null) return;
    const ticks = this.#time.now() - this.#told[CONDOR_READ];
    if (ticks <= 0) return;
    this.#told[CONDOR_READ] += ticks;
    this.#actors.deliver({ to: CONDOR_READ, message: { type: 'TICK', ticks }, sender: 'clock' });
  }

  /** DaemonCore counts whole seconds, one by one, and only a deadline asks how many have gone by. */
  #beforeWait({ type }: Message): void {
    const isWaiting = this.#waitContext.watch?.elapsed !== null;
    if (!isWaiting) this.#told[DAEMON_CORE] = this.#time.now();
    if (!isWaiting || type !== 'DEADLINE') return;
    for (; this.#told[DAEMON_CORE] + SECOND <= this.#time.now(); this.#told[DAEMON_CORE] += SECOND) {
      this.#actors.deliver({ to: DAEMON_CORE, message: { type: 'TICK' }, sender: 'clock' });
    }
  }

  /** When one of them does something though nothing arrives; Infinity if never. */
  get dueAt(): number {
    const left = selectEndsIn(this.#readContext);
    if (left !== null) return this.#told[CONDOR_READ] + left;
    const { watch, deadlines, commandRead } = this.#waitContext;
    const wait = WAITS[String(this.#actors.snapshot(DAEMON_CORE).value)];
    if (!wait || !watch || !deadlines) return Infinity;
    const seconds = ticksUntil(watch, givenUpAfter(deadlines, commandRead)[wait]);
    return seconds === null ? Infinity : this.#told[DAEMON_CORE] + seconds * SECOND;
  }

  get #waitContext(): DaemonCoreContext {
    return this.#actors.snapshot(DAEMON_CORE).context as unknown as DaemonCoreContext;
  }

  get #readContext(): CondorReadContext {
    return this.#actors.snapshot(CONDOR_READ).context as unknown as CondorReadContext;
  }
}
