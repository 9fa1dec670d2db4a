import type { Composition } from '../system/compose.ts';
import { conditionOn, type Locals } from '../property/condition.ts';
import type { Part } from './parts.ts';
import type { Check } from '../property/property.ts';
import type { LocalState } from '../system/table/table.ts';

/** The dead ends of a product of two parts, each judged by every check of dead ends. */
export class DeadEnds {
  count = 0;
  /** The checks that one of them violates, by number. */
  readonly violated = new Set<number>();
  readonly #checks: readonly { readonly check: number; readonly isEnd: (locals: Locals) => boolean }[];

  constructor(composition: Composition, checks: readonly Check[]) {
    this.#checks = checks.flatMap((check, i) => {
      if (check.kind !== 'deadlock') return [];
      return [{ check: i, isEnd: check.except ? conditionOn(composition, check.except) : () => false }];
    });
  }

  /** Takes note of a dead end: the states that the two parts are in. */
  add(one: Part, state: number, other: Part, itsState: number): void {
    this.count += 1;
    const locals: Locals = (component) =>
      (one.local(state, component) ?? other.local(itsState, component)) as LocalState;
    for (const { check, isEnd } of this.#checks) if (!isEnd(locals)) this.violated.add(check);
  }
}
