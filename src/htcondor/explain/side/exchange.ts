import type { ScheddName } from '../grammar/schedd.ts';
import type { Fact, Line } from '../line.ts';
import type { LogProfile } from './log-profile.ts';

/** One ALIVE, as the schedd saw it: a connection, and the run of receive_startd_alive() on it. */
export interface Exchange {
  /** The log that tells of it. */
  readonly log: LogProfile;
  facts: Fact<ScheddName>[];
  /** The startd's end of the connection, `host:port`; null where the log does not tell. */
  readonly peer: string | null;
  /** Without D_COMMAND, the addresses of all reads that failed at that time: one of them, if any, was this one's. */
  readonly failedReads: readonly string[];
  /** The claim id with which it was answered -1; '' if none was named; null if it was not, as far as the log tells. */
  unknown: string | null;
  /** Whether the handler was called, and whether it has returned. */
  called: boolean;
  returned: boolean;
  /** The handler was called when its payload came: 27896. */
  waitedForPayload: boolean;
  /** A read in the handler failed. */
  readFailed: boolean;
  /** The reply could not be written. */
  writeFailed: boolean;
}

export function newExchange(peer: string | null, log: LogProfile, failedReads: readonly string[] = []): Exchange {
  return {
    log,
    facts: [],
    peer,
    failedReads,
    unknown: null,
    called: false,
    returned: false,
    waitedForPayload: false,
    readFailed: false,
    writeFailed: false,
  };
}

/** Answered -1, as far as the log tells. */
export const isNegative = (exchange: Exchange): boolean => exchange.unknown !== null;

/** Answered -1 without naming a claim: nobody has read a claim id. One that is named has been read whole. */
export const isSpurious = ({ unknown }: Exchange): boolean => unknown === '';

/** Whether a line says that an ALIVE was answered -1. */
export const isRefusal = (name: ScheddName): boolean => name === 'unknown-claim' || name === 'unknown-nobody';

/** The line to go by: the refusal, or else the last. */
export function decisive({ facts }: Exchange): Line {
  const fact = facts.find(({ name }) => isRefusal(name)) ?? facts.at(-1);
  return (fact as Fact).line;
}
