import { addressOf } from '../address.ts';
import type { StartdName } from '../grammar/startd.ts';
import { type Fact, type Line, secondsBetween } from '../line.ts';
import { Anchors, anchor } from './anchors.ts';
import type { Attempt } from './claim.ts';

/** A connect that has not been seen by now has not been logged. */
const RECENT = 2;
/** With two of them it is uncertain which one a connect is for. */
const MOST = 2;

/**
 * Which connection an ALIVE goes out on. The startd's lines about a claim name no connection, but Sock's lines (D_NETWORK)
 * do: `CONNECT started` follows `Sending alive` at once, and `CONNECT bound` has the same descriptor. Where lines of
 * several claims are mixed so that this is not certain, nothing is said.
 */
export class Connects {
  /** ALIVEs begun of which the connect has not been seen, by the schedd's address. */
  readonly #begun = new Map<string, Attempt[]>();
  readonly anchors = new Anchors();
  readonly #byDescriptor = new Map<string, Attempt>();

  begin(attempt: Attempt, schedd: string, now: Line): void {
    const recent = (this.#begun.get(schedd) ?? []).filter(({ facts }) => isRecent(facts[0]?.line, now));
    this.#begun.set(schedd, [...recent, attempt].slice(-MOST));
  }

  take({ name, params, line }: Fact<StartdName>): void {
    const peer = addressOf(params['peer']) ?? '';
    const descriptor = `${params['fd']} ${peer}`;
    if (name === 'connect-started') this.#started(peer, descriptor);
    if (name === 'connect-bound') this.#bound(descriptor, addressOf(params['local']), line);
  }

  #started(peer: string, descriptor: string): void {
    const [attempt, ...others] = this.#begun.get(peer) ?? [];
    this.#byDescriptor.delete(descriptor);
    if (attempt && others.length === 0) this.#byDescriptor.set(descriptor, attempt);
    this.#begun.delete(peer);
  }

  #bound(descriptor: string, local: string | null, line: Line): void {
    const attempt = this.#byDescriptor.get(descriptor);
    this.#byDescriptor.delete(descriptor);
    if (!attempt || local === null) return;
    attempt.local = local;
    this.anchors.add(anchor.connection(local), line);
  }
}

const isRecent = (line: Line | undefined, now: Line): boolean =>
  line !== undefined && Math.abs(secondsBetween(line.at, now.at)) <= RECENT;
