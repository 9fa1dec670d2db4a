import type { Resumption } from '../../../../machines/condor-io/alive-message.ts';
import { SESSION_DURATION } from '../../../../machines/condor-io/alive-message.ts';
import { matchSessionMachine } from '../../../../machines/schedd/match-session.ts';
import { printable } from '../../../files/input.ts';
import { SECOND } from '../../conform/schedule.ts';
import { Actors, type Delivered } from './actors.ts';
import type { Time } from '../time.ts';

/** So many sessions are kept; the oldest one goes for a new one. */
const MOST = 65_536;

const SESSION = 'session';
const UNMATCHED = { valid: 0, latest: 0 };

/** The security sessions that a schedd has given: what is in its cache is resumed, and nothing else. */
export class Sessions {
  readonly #time: Time;
  readonly #print: (text: string) => void;
  /** When each is over, in the order in which they were given. */
  readonly #over = new Map<string, number>();
  /** All that are there are alike, and so are all that are not. */
  readonly #kept: Actors;
  readonly #gone: Actors;
  #peer = '';
  #asked: Resumption = { sid: '', returnAddress: null };
  #isResumed = false;

  /** @param sids sessions that are there from the start, and last */
  constructor(sids: readonly string[], time: Time, print: (text: string) => void) {
    this.#time = time;
    this.#print = print;
    for (const sid of sids) this.#over.set(sid, Infinity);
    this.#kept = this.#actor('CLAIM_STARTD');
    this.#gone = this.#actor('CLAIM_STARTD', 'RESTART_WITHOUT_QUEUE');
  }

  give(sid: string): void {
    const now = this.#time.now();
    for (const [oldest, over] of this.#over) {
      if (over > now && this.#over.size < MOST) break;
      this.#over.delete(oldest);
    }
    this.#over.set(sid, now + SESSION_DURATION * SECOND);
  }

  /** Whether a session is resumed; if not, the log says whose it was. */
  resume(asked: Resumption, peer: string): boolean {
    this.#asked = asked;
    this.#peer = peer;
    this.#isResumed = false;
    const isKept = (this.#over.get(asked.sid) ?? 0) > this.#time.now();
    (isKept ? this.#kept : this.#gone).deliver({ to: SESSION, message: { type: 'RESUME_SESSION' }, sender: 'client' });
    return this.#isResumed;
  }

  #actor(...messages: readonly string[]): Actors {
    const component = { name: SESSION, process: 'schedd', machine: matchSessionMachine, input: UNMATCHED };
    const elsewhere = ({ message }: Delivered) => void (this.#isResumed ||= message.type === 'SESSION_RESUMED');
    const actor = new Actors([component], { elsewhere, print: (text) => this.#print(this.#filledIn(text)) });
    for (const type of messages) actor.deliver({ to: SESSION, message: { type }, sender: SESSION });
    return actor;
  }

  #filledIn(text: string): string {
    const { sid, returnAddress } = this.#asked;
    const address = returnAddress === null ? '(none)' : printable(returnAddress);
    const known: Readonly<Record<string, string>> = { '{session}': printable(sid), '{peer}': this.#peer };
    return text.replace(/address \{peer\}|\{(?:session|peer)\}/g, (place) => known[place] ?? `address ${address}`);
  }
}
