import type { Composition } from '../system/compose.ts';
import { Fields } from './fields.ts';
import { type Observer, observerFor } from '../property/observer.ts';
import type { Check } from '../property/property.ts';
import { StepMemo } from './step-memo.ts';

/** What has been learned of the steps of a system, whatever the layout of its states. */
export class Learned {
  readonly composition: Composition;
  readonly checks: readonly Check[];
  readonly observers: readonly Observer[];
  readonly memo: StepMemo;
  fields: Fields;
  /** Per check and lump: how many steps that change the memory of the check touch the lump. */
  readonly #votes: number[][];

  constructor(composition: Composition, checks: readonly Check[]) {
    this.composition = composition;
    this.checks = checks;
    this.observers = checks.map(observerFor);
    this.memo = new StepMemo(composition, this.observers);
    this.fields = new Fields(
      composition,
      this.observers,
      checks.map(() => -1),
    );
    this.#votes = checks.map(() => []);
  }

  /** A step that touches these lumps changes the memory of a check. */
  vote(check: number, lumps: Iterable<number>): void {
    const votes = this.#votes[check] as number[];
    for (const lump of lumps) votes[lump] = (votes[lump] ?? 0) + 1;
  }

  /** How many values each lump has been seen to have; lumps of the same machines come to the same, sooner or later. */
  sizes(): number[] {
    const shape = (members: readonly number[]) =>
      members.map((component) => this.composition.components[component]?.table);
    const isAlike = (one: readonly number[], other: readonly number[]) => {
      const tables = shape(other);
      return one.length === other.length && shape(one).every((table, i) => table === tables[i]);
    };
    const { lumps } = this.fields;
    return lumps.map(({ members }) =>
      Math.max(...lumps.filter((other) => isAlike(members, other.members)).map(({ values }) => values.length)),
    );
  }

  /** Puts each memory into the lump with which it has changed most often: much of it follows from the lump's state. */
  settle(): void {
    const homes = this.#votes.map((votes) =>
      votes.reduce((best, count, lump) => (count > (votes[best] ?? 0) ? lump : best), -1),
    );
    this.fields = new Fields(this.composition, this.observers, homes);
  }
}
