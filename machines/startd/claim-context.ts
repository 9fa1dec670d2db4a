import type { Periods } from '../periods.ts';
import type { Connection, Item, Path, Revision } from '../vocabulary.ts';

export interface ClaimContext {
  readonly path: Path;
  readonly revision: Revision;
  /** c_alive_inprogress_sock: the connection of the ALIVE in flight. */
  readonly sock: Connection | null;
  /** What rcv_int() has read, until its end_of_message() is answered. */
  readonly reply: number | null;
  /** How many more ALIVEs are looked at; null for as many as there may be. A bound on the model, not of the daemon. */
  readonly roundsLeft: number | null;
  readonly starterHandlesAlives: boolean;
  readonly clearsSockFirst: boolean | null;
  readonly diesAtAnyTime: boolean;
  /** What the timers are set to; null for an untimed claim, whose timers may fire whenever they run. */
  readonly periods: Periods | null;
  /** How many ticks each timer still has to go; null while it does not run. */
  readonly timers: Timers;
}

/** The timers of a claim: c_sendalive_tid, c_lease_tid, and the deadline of the socket (Sock::set_deadline_timeout()). */
export interface Timers {
  readonly alive: number | null;
  readonly lease: number | null;
  readonly deadline: number | null;
}

export interface ClaimInput {
  readonly path: Path;
  readonly revision?: Revision;
  readonly rounds?: number;
  /** c_starter_handles_alives (#4491): while a starter runs, the lease is refreshed without an ALIVE. */
  readonly starterHandlesAlives?: boolean;
  /**
   * Whether c_alive_inprogress_sock is cleared before finishKillClaim(), which deletes a claim without a starter, or after
   * it (#1349). If not given, it is before, and of the claim's deletion nothing is modelled.
   */
  readonly clearsSockFirst?: boolean;
  /** Whether the death of the startd is looked at when no ALIVE is in flight as well. */
  readonly diesAtAnyTime?: boolean;
  readonly periods?: Periods;
}

export type ClaimEvent =
  | { type: 'REQUEST_CLAIM' }
  | { type: 'ACTIVATE_CLAIM' }
  | { type: 'STARTER_EXITS' }
  | { type: 'RELEASE_CLAIM' }
  | { type: 'VACATE_CLAIM' }
  | { type: 'PREEMPT' }
  | { type: 'SCHEDD_CLOSED_CLAIM' }
  | { type: 'DELETE' }
  | { type: 'STARTD_DIES' }
  | { type: 'ALIVE_TIMER' }
  | { type: 'LEASE_TIMER' }
  | { type: 'ESTABLISHED' }
  | { type: 'CONNECT_FAILED' }
  | { type: 'SELECT' }
  | { type: 'REPLY_DEADLINE' }
  | { type: 'CONNECTED' }
  | { type: 'BUSY' }
  | { type: 'PUT_DONE' }
  | { type: 'PUT_FAILED' }
  | { type: 'READY'; ready: boolean }
  | { type: 'GOT'; item: Item }
  | { type: 'GET_FAILED' }
  | { type: 'EOM'; result: boolean }
  | { type: 'RENEWED' }
  | { type: 'DISOWNED' }
  | { type: 'SOCK_CLEARED' }
  | { type: 'LEASE_EXPIRED' }
  | { type: 'IS_ANYTHING_DUE' }
  | { type: 'TICK' };

/** Sets a timer, or stops it with null; in an untimed claim none is ever set. */
export const reset = ({ timers, periods }: ClaimContext, timer: keyof Timers, period: keyof Periods | null) =>
  periods ? { timers: { ...timers, [timer]: period && periods[period] } } : {};

export const countDown = (ticks: number | null): number | null => ticks && ticks - 1;
