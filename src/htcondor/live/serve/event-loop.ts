import { SECOND } from '../../conform/schedule.ts';
import type { Connection } from './connection.ts';
import type { Time } from '../time.ts';

/** After so many turns the kernel is asked again for what has arrived. */
const TURNS = 32;

/**
 * The event loop of a daemon with one thread (DaemonCore::Driver()): while a read on one connection waits, every other
 * connection waits too. Which of several connections it turns to is open in select(): here to one that has sent all that will
 * be read, if there is one, for such a one blocks nobody.
 */
export class EventLoop {
  readonly #time: Time;
  readonly #blockedSeconds: number;
  readonly #blocksTooLong: (connection: Connection) => void;
  /** Those that something has happened to. */
  readonly #woken = new Set<Connection>();
  readonly #timers = new Map<Connection, { readonly at: number; readonly cancel: () => void }>();
  #blocker: Connection | null = null;
  #blockedSince = 0;
  #isSoon = false;

  constructor(time: Time, blockedSeconds: number, blocksTooLong: (connection: Connection) => void) {
    this.#time = time;
    this.#blockedSeconds = blockedSeconds;
    this.#blocksTooLong = blocksTooLong;
  }

  /** Something has happened to a connection. */
  wake(connection: Connection): void {
    this.#woken.add(connection);
    this.#goRoundSoon();
  }

  /** It is closed. */
  forget(connection: Connection): void {
    this.#woken.delete(connection);
    this.#timers.get(connection)?.cancel();
    this.#timers.delete(connection);
    if (this.#blocker !== connection) return;
    this.#blocker = null;
    // Whoever has waited for it comes next.
    this.#goRoundSoon();
  }

  #goRoundSoon(): void {
    if (this.#isSoon) return;
    this.#isSoon = true;
    this.#time.soon(() => {
      this.#isSoon = false;
      this.#goRound();
    });
  }

  #goRound(): void {
    const blocker = this.#blocker;
    if (blocker && this.#woken.delete(blocker)) {
      blocker.readable();
      this.#after(blocker);
    }
    for (let turns = 0; turns < TURNS; turns++) {
      const next = this.#next();
      if (!next) return;
      this.#woken.delete(next);
      next.select();
      this.#after(next);
    }
    this.#goRoundSoon();
  }

  /** A connection to turn to: rather one that cannot block. */
  #next(): Connection | undefined {
    if (this.#blocker) return undefined;
    let mayBlock: Connection | undefined;
    for (const connection of this.#woken) {
      if (!connection.isDue) this.#woken.delete(connection);
      else if (!connection.mayBlock) return connection;
      else mayBlock ??= connection;
    }
    return mayBlock;
  }

  /** What has become of a connection that was turned to. */
  #after(connection: Connection): void {
    const isBlocker = this.#blocker === connection;
    if (connection.isBlocking) {
      if (!isBlocker) this.#blockedSince = this.#time.now();
      this.#blocker = connection;
      const ends = this.#blockedSince + this.#blockedSeconds * SECOND;
      if (this.#time.now() >= ends) return this.#blocksTooLong(connection);
    } else {
      if (isBlocker) this.#blocker = null;
      if (connection.isDue) this.#woken.add(connection);
    }
    this.#wakeAt(connection, connection.dueAt);
  }

  #wakeAt(connection: Connection, at: number): void {
    const timer = this.#timers.get(connection);
    if (timer?.at === at) return;
    timer?.cancel();
    this.#timers.delete(connection);
    if (at === Infinity) return;
    const cancel = this.#time.at(at, () => this.#due(connection, at));
    this.#timers.set(connection, { at, cancel });
  }

  #due(connection: Connection, at: number): void {
    this.#timers.delete(connection);
    // While another one blocks the daemon, a deadline is not looked at; a timer may also come early.
    const early = this.#time.now() < at;
    const blocked = this.#blocker !== null && this.#blocker !== connection;
    if (early) return this.#wakeAt(connection, at);
    if (blocked) return this.#wakeAt(connection, this.#time.now() + SECOND / 10);
    // What has arrived by now wakes select(), however late that is noticed.
    if (this.#woken.delete(connection) && connection === this.#blocker) connection.readable();
    else connection.due();
    this.#after(connection);
    this.#goRoundSoon();
  }
}
