import type { Line } from '../line.ts';

/** The first and the last line of a log that name the same thing: a port comes again in the course of time. */
export interface Anchor {
  readonly first: Line;
  last: Line;
}

/** Moments that both logs may know. */
export class Anchors {
  readonly #anchors = new Map<string, Anchor>();

  add(key: string, line: Line): void {
    const known = this.#anchors.get(key);
    if (known) known.last = line;
    else this.#anchors.set(key, { first: line, last: line });
  }

  get(key: string): Anchor | undefined {
    return this.#anchors.get(key);
  }

  *entries(): Iterable<readonly [string, Anchor]> {
    yield* this.#anchors;
  }
}

/** The keys under which the two logs name the same moment. Ports come again, so that their number is bounded. */
export const anchor = {
  /** An ALIVE is sent, and received, from this address. */
  connection: (local: string) => `connection ${local}`,
  /** A claim is accepted. */
  claimed: (claimId: string) => `claimed ${claimId}`,
  /** A claim is disowned. */
  disowned: (claimId: string) => `disowned ${claimId}`,
  /** A claim is released. */
  released: (claimId: string) => `released ${claimId}`,
  /** A job starts on a claim, or on a slot where the claim id is not logged: the shadow some time before the starter. */
  started: (claimOrSlot: string, job: string) => `started ${claimOrSlot} ${job}`,
  /** The same of a slot, where the startd logs claim ids and the schedd does not. */
  startedUnnamed: (slot: string, job: string) => `started on ${slot} ${job}`,
} as const;

export const isConnection = (key: string): boolean => key.startsWith('connection ');

/** Whether both ends of an anchor are written within a second or so of each other. */
export const isPrecise = (key: string): boolean => !key.startsWith('started ');
