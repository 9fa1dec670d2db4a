/** The periods that a claim's timers are set to, in the clock's units. */
export interface Periods {
  /** Claim::startLeaseTimer(): c_lease_duration. */
  readonly lease: number;
  /** c_sendalive_tid: a third of the lease. */
  readonly aliveInterval: number;
  /** ALIVE_BAILOUT. */
  readonly retry: number;
  /** Claim::sendAlive(): the connect, and in 2011 the reply as well. */
  readonly attempt: number;
  /** startCommand(ALIVE): how long it waits for the schedd's answer, where it asks for one. */
  readonly command: number;
}

/** ALIVE_BAILOUT: seconds until the next ALIVE. */
export const RETRY = 5;
/** Claim::sendAlive(): how long the connect may take at the least, in 2011 the reply as well; and startCommand(). */
export const CONNECT_TIMEOUT = 20;

/** TCP_KEEPALIVE_INTERVAL: seconds that a connection is silent before TCP sends its first probe. */
export const TCP_KEEPALIVE_INTERVAL = 360;
/**
 * Sock::set_keepalive() of HEAD: seconds until TCP gives up a connection on which nothing is acknowledged, whether something was
 * sent (TCP_USER_TIMEOUT, Linux) or not: TCP_KEEPALIVE_INTERVAL, and five probes, 5 s apart.
 */
export const TCP_USER_TIMEOUT = TCP_KEEPALIVE_INTERVAL + 5 * 5;

/** Linux's own pause between two probes (tcp_keepalive_intvl), in seconds, where a build of HTCondor leaves TCP_KEEPINTVL alone. */
const PROBE_INTERVAL = 75;
/** Linux rounds a timer of minutes up, by an eighth at the most. */
const ROUNDED_UP = 9 / 8;

/**
 * After how many seconds at the latest Linux gives up a connection on which it hears nothing. The daemons that were recorded do not
 * set TCP_KEEPINTVL: they gave up a silent connection after 437 s, and one with unacknowledged data after 387 s (properties/logs/waits).
 */
export const TCP_USER_TIMEOUT_AT_THE_LATEST = (TCP_KEEPALIVE_INTERVAL + PROBE_INTERVAL) * ROUNDED_UP;

/** TCP_RTO_MAX of Linux: a retransmission timer backs off no further, in seconds. */
export const RETRANSMISSION_MAX = 120;

/** STARTER_UPDATE_INTERVAL: how often a starter calls its shadow, in seconds, if it has nothing else to call it for. */
export const STARTER_UPDATE_INTERVAL = 300;
/** STARTER_UPLOAD_TIMEOUT, as the starter's remote system calls have it if nobody sets it: JICShadow::JICShadow(). */
export const SYSCALL_TIMEOUT = 300;
/** RemoteResource::locateReconnectStarter(): how long the shadow's connect may take. */
export const LOCATE_TIMEOUT = 20;
/** RECONNECT_BACKOFF_CEILING. */
const RECONNECT_CEILING = 300;

/** Scheduler::RegisterTimers(): seconds from the start of a schedd to its first checkClaimLeases(). */
export const FIRST_LEASE_CHECK = 10;

/** match_rec::~match_rec(): how many seconds a session is valid when its record has gone. */
export const SESSION_LINGERS = 600;
/** check_session_cache(): how often, in seconds, expired sessions are removed. */
export const SESSIONS_CHECKED = 300;

/**
 * A lease's periods in units of so many seconds. One that ends between two ticks ends at the second: a timer that is due is
 * served when its daemon next looks. With units of one second every period is exact; with 5 s only the attempt's is not
 * (397 s of a lease of 1200 s).
 *
 * What is shorter than a second is left out: whatever travels arrives at once, or not before an outage is over; a reply comes
 * whole. How long its read may take is another system's matter (machines/systems/deadlines.ts).
 */
export function periodsOf(lease: number, unit: number): Periods {
  const units = (seconds: number) => Math.ceil(seconds / unit);
  const third = Math.floor(lease / 3);
  return {
    lease: units(lease),
    aliveInterval: units(third),
    retry: units(RETRY),
    attempt: units(Math.max(CONNECT_TIMEOUT, third - 3)),
    command: units(CONNECT_TIMEOUT),
  };
}

/**
 * A time that need not be whole ticks: with coarse units it is over at the tick before or at the one after, either way. So a coarse clock
 * finds all that a fine one does: what is safe by it is safe.
 */
export interface Span {
  readonly seconds: number;
  readonly earliest: number;
  readonly latest: number;
}

export const spanOf = (seconds: number, unit: number): Span => ({
  seconds,
  earliest: Math.floor(seconds / unit),
  latest: Math.ceil(seconds / unit),
});

/** BaseShadow::nextReconnectDelay(), by the attempts that have been made, up to the first that waits for the ceiling. */
export const RECONNECT_DELAYS: readonly number[] = [
  0,
  ...[1, 2, 3, 4, 5, 6, 7].map((attempts) => Math.min(2 ** (attempts + 2), RECONNECT_CEILING)),
];
