import { EventEmitter, on } from 'node:events';
import type { Choice } from '../../checker/system/compose.ts';
import type { Session } from './session.ts';

/** Steps that are chosen by hand, by whoever is first: the page or the terminal. */
export class Hand {
  readonly #emitter = new EventEmitter();
  #offered: readonly Choice[] = [];

  /** Takes the choice with this index of the composition. */
  take(index: number): void {
    this.#emitter.emit('take', index);
  }

  /** Takes the n-th of those offered, from 1. */
  takeNth(n: number): void {
    this.take(this.#offered[n - 1]?.index ?? -1);
  }

  end(): void {
    this.#emitter.emit('end');
  }

  /** What is chosen, one after the other; `offer` is told of what there is to choose from, also after a wrong choice. */
  async *choices(session: Session, offer: (choices: readonly Choice[]) => void): AsyncGenerator<Choice> {
    const taken = on(this.#emitter, 'take', { close: ['end'] });
    this.#offer(session, offer);
    for await (const [index] of taken) {
      const choice = this.#offered.find((offered) => offered.index === index);
      if (choice) yield choice;
      this.#offer(session, offer);
    }
  }

  #offer(session: Session, offer: (choices: readonly Choice[]) => void): void {
    this.#offered = session.enabled;
    offer(this.#offered);
  }
}
