import { ModelError } from '../errors.ts';
import { MAX_WAYS } from './draw.ts';

/** Goes through all ways in which a step may come out, as the cells in which something is drawn are met: depth first. */
export class Picks {
  #path: { readonly at: number; readonly of: number }[] = [];
  #at = 0;
  #turns = 0;

  /** Which of so many ways the next such cell comes out in. */
  next(of: number): number {
    const known = (this.#path[this.#at] ??= { at: 0, of });
    this.#at += 1;
    return known.at;
  }

  /** In which way the first of them comes out this time. */
  get first(): number {
    return this.#path[0]?.at ?? 0;
  }

  /** Turns to the next way; false if there is none. */
  turn(): boolean {
    this.#at = 0;
    this.#turns += 1;
    if (this.#turns > MAX_WAYS) throw new ModelError(`oneOf has more than ${MAX_WAYS} outcomes in one step`);
    for (let last = this.#path.pop(); last; last = this.#path.pop()) {
      if (last.at + 1 === last.of) continue;
      this.#path.push({ at: last.at + 1, of: last.of });
      return true;
    }
    return false;
  }
}
