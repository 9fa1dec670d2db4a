import type { StartdName } from '../grammar/startd.ts';
import type { Fact } from '../line.ts';
import type { Attempt, StartdClaim } from './claim.ts';
import { kept } from './kept.ts';

/** An ALIVE has fewer lines than this; more are a flood, and cut into several, so that none grows without bound. */
const MOST_LINES = 24;

/** The ALIVEs of one slot: one at a time, since the startd sends no other while one is in flight. */
export class Attempts {
  #current: Attempt | null = null;
  readonly #onAttempt: (attempt: Attempt) => void;

  /** @param onAttempt called with each ALIVE once all its lines have been seen */
  constructor(onAttempt: (attempt: Attempt) => void) {
    this.#onAttempt = onAttempt;
  }

  /** The ALIVE that a line belongs to: a new one where the one before is over. */
  of(claim: StartdClaim, { name }: Fact<StartdName>): Attempt {
    const isFull = (this.#current?.facts.length ?? 0) >= MOST_LINES;
    const isOver = name === 'alive-sending' || this.isAnswered || isFull || this.#current?.claim !== claim;
    if (isOver) this.close();
    this.#current ??= { claim, facts: [], local: null };
    return this.#current;
  }

  /** The ALIVE to which a claim has just been answered; without D_PROTOCOL nothing of it is logged. */
  answered(claim: StartdClaim): Attempt {
    if (this.#current?.claim !== claim) this.close();
    this.#current ??= { claim, facts: [], local: null };
    return this.#current;
  }

  /** Whether the reply has been read. */
  get isAnswered(): boolean {
    return this.#current?.facts.at(-1)?.name === 'alive-response';
  }

  /** The ALIVE is over. */
  close(): void {
    const over = this.#current;
    this.#current = null;
    if (!over) return;
    over.facts = over.facts.map(kept);
    this.#onAttempt(over);
  }
}
