/** What the periods of a search are: all in seconds. */
export interface Scale {
  /** JobLeaseDuration. */
  readonly lease: number;
  /** The schedd's alive_interval; only a schedd that is restarted looks at it. */
  readonly aliveInterval: number;
  /** What a tick of the clock is worth. */
  readonly unit: number;
}

/** How long is safe, and one unit more, which is not: null if nothing is, or if nothing that was looked at can lose the claim. */
export interface Bound {
  readonly safe: number | null;
  readonly loses: number | null;
}

/** What is on record of one kind of outage. */
export interface RecordedBounds {
  /** Measured by others on a model of their own, in steps of 5 s. */
  readonly elsewhere?: Bound;
  /** What `claimcheck outage` finds; the first is at the scale that it has if none is given. */
  readonly searched: readonly (Scale & Bound)[];
  /** At which of these scales the bound is a registered system, small enough to be explored for every mutant. */
  readonly registered: number;
}

const LEASE_1200 = { lease: 1200, aliveInterval: 300 };
/** ALIVE_INTERVAL and JOB_DEFAULT_LEASE_DURATION as they are if nobody sets them (param_info.in). */
const DEFAULTS = { lease: 2400, aliveInterval: 300 };
/** The defaults in proportion, twenty times as fast; the 5 s of a retry and the 10 s to the first check stay what they are. */
const FAST_DEFAULTS = { lease: 120, aliveInterval: 15 };
/** The pool of logs/restart-claimed-expiry-3312. */
const SHORT_INTERVAL = { lease: 90, aliveInterval: 2 };
/** One in which the same happens, in fewer states. */
const SHORTER_INTERVAL = { lease: 30, aliveInterval: 1 };

/** The bounds, by the kind of the outage. */
export const OUTAGE_BOUNDS: Readonly<Record<string, RecordedBounds>> = {
  hangs: {
    elsewhere: { safe: 400, loses: 405 },
    searched: [
      { ...LEASE_1200, unit: 5, safe: 400, loses: 405 },
      { ...LEASE_1200, unit: 1, safe: 401, loses: 402 },
    ],
    registered: 0,
  },
  'goes-on': {
    searched: [
      { ...LEASE_1200, unit: 5, safe: 795, loses: 800 },
      { ...LEASE_1200, unit: 1, safe: 798, loses: 799 },
    ],
    registered: 0,
  },
  'goes-on-resent': {
    elsewhere: { safe: 790, loses: 795 },
    searched: [
      { ...LEASE_1200, unit: 5, safe: 790, loses: 795 },
      { ...FAST_DEFAULTS, unit: 5, safe: 70, loses: 75 },
    ],
    registered: 1,
  },
  'goes-on-backed-off': {
    searched: [
      { ...LEASE_1200, unit: 5, safe: 675, loses: 680 },
      { lease: 300, aliveInterval: 100, unit: 5, safe: 100, loses: 105 },
    ],
    registered: 1,
  },
  'tcp-gives-up': {
    searched: [
      { ...LEASE_1200, unit: 5, safe: 400, loses: 405 },
      { ...DEFAULTS, unit: 20, safe: 800, loses: 820 },
      { lease: 600, aliveInterval: 200, unit: 5, safe: 200, loses: 205 },
      { lease: 585, aliveInterval: 195, unit: 5, safe: null, loses: 0 },
    ],
    registered: 1,
  },
  'closed-by-schedd': {
    searched: [
      { ...LEASE_1200, unit: 5, safe: 400, loses: 405 },
      { ...LEASE_1200, unit: 1, safe: 401, loses: 402 },
      { lease: 390, aliveInterval: 130, unit: 5, safe: 130, loses: 135 },
      { lease: 195, aliveInterval: 65, unit: 5, safe: 65, loses: 70 },
      { lease: 180, aliveInterval: 60, unit: 5, safe: null, loses: 0 },
    ],
    registered: 2,
  },
  'payload-lost': {
    searched: [
      { ...LEASE_1200, unit: 5, safe: 400, loses: 405 },
      { ...LEASE_1200, unit: 1, safe: 401, loses: 402 },
      { lease: 465, aliveInterval: 155, unit: 5, safe: 155, loses: 160 },
      { lease: 450, aliveInterval: 150, unit: 5, safe: null, loses: 0 },
    ],
    registered: 2,
  },
  starter: {
    searched: [
      { ...LEASE_1200, unit: 20, safe: 1200, loses: null },
      { ...FAST_DEFAULTS, unit: 5, safe: 120, loses: null },
    ],
    registered: 1,
  },
  'schedd-hangs': {
    searched: [
      { ...LEASE_1200, unit: 5, safe: 790, loses: 795 },
      { ...LEASE_1200, unit: 1, safe: 794, loses: 795 },
    ],
    registered: 0,
  },
  'no-deadline': {
    elsewhere: { safe: 0, loses: 5 },
    searched: [
      { ...LEASE_1200, unit: 5, safe: null, loses: 0 },
      { ...LEASE_1200, unit: 1, safe: null, loses: 0 },
    ],
    registered: 0,
  },
  'disconnected-job': {
    searched: [
      { ...LEASE_1200, unit: 20, safe: 560, loses: 580 },
      { ...LEASE_1200, unit: 10, safe: 570, loses: 580 },
      { ...DEFAULTS, unit: 20, safe: 1760, loses: 1780 },
      { lease: 600, aliveInterval: 200, unit: 20, safe: 60, loses: 80 },
      { lease: 600, aliveInterval: 200, unit: 10, safe: 90, loses: 100 },
    ],
    registered: 3,
  },
  'restart-starter': {
    searched: [
      { ...DEFAULTS, unit: 20, safe: 1500, loses: 1520 },
      { ...FAST_DEFAULTS, unit: 5, safe: 75, loses: 80 },
    ],
    registered: 1,
  },
  'restart-starter-repaired': {
    searched: [
      { ...DEFAULTS, unit: 20, safe: 2380, loses: null },
      { ...FAST_DEFAULTS, unit: 5, safe: 115, loses: null },
    ],
    registered: 1,
  },
  'restart-startd': {
    searched: [
      { ...FAST_DEFAULTS, unit: 5, safe: 115, loses: null },
      { lease: 480, aliveInterval: 60, unit: 5, safe: 475, loses: null },
    ],
    registered: 0,
  },
  'restart-short': {
    searched: [
      { ...SHORT_INTERVAL, unit: 1, safe: 10, loses: 11 },
      { ...SHORTER_INTERVAL, unit: 1, safe: 9, loses: 10 },
    ],
    registered: 1,
  },
  'restart-short-repaired': {
    searched: [
      { ...SHORT_INTERVAL, unit: 1, safe: 89, loses: null },
      { ...SHORTER_INTERVAL, unit: 1, safe: 29, loses: null },
    ],
    registered: 1,
  },
  'restart-disk': {
    searched: [
      { ...DEFAULTS, unit: 20, safe: 2080, loses: 2100 },
      { ...FAST_DEFAULTS, unit: 5, safe: 100, loses: 105 },
    ],
    registered: 1,
  },
};
