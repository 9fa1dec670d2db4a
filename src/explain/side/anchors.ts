import type { Line } from '../line.ts';

/** A moment that both logs know: the last line of each that says so. */
export class Anchors {
  readonly #at = new Map<string, Line>();

  set(key: string, line: Line): void {
    this.#at.set(key, line);
  }

  get(key: string): Line | undefined {
    return this.#at.get(key);
  }

  *entries(): Iterable<readonly [string, Line]> {
    yield* this.#at;
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
} as const;

export const isConnection = (key: string): boolean => key.startsWith('connection ');

/** Whether both ends of an anchor are written within a second or so of each other. */
export const isPrecise = (key: string): boolean => !key.startsWith('started ');
