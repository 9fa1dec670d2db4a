import type { Composition } from '../system/compose.ts';
import { Fields } from './fields.ts';
import { type Observer, observerFor } from '../property/observer.ts';
import type { Check } from '../property/property.ts';
import { StepMemo } from './step-memo.ts';
import type { LocalState } from '../system/table/table.ts';

/** What has been learned of the steps of a system, whatever the layout of its states. */
export class StepCache {
  readonly composition: Composition;
  readonly checks: readonly Check[];
  readonly observers: readonly Observer[];
  readonly memo: StepMemo;
  fields: Fields;
  /** What each check remembers before the first choice. */
  readonly initialMemories: readonly number[];
  /** The checks that are hit by what the components do at their start, by number. */
  readonly initialHits: ReadonlySet<number>;
  /** Per check and group: how many steps that change the memory of the check touch the group. */
  readonly #votes: number[][];

  constructor(composition: Composition, checks: readonly Check[]) {
    this.composition = composition;
    this.checks = checks;
    this.observers = checks.map(observerFor);
    this.memo = new StepMemo(composition, this.observers);
    const began = begin(composition, checks, this.observers);
    this.initialMemories = began.map(({ memory }) => memory);
    this.initialHits = new Set([...checks.keys()].filter((check) => began[check]?.hit));
    this.fields = this.#fields(checks.map(() => -1));
    this.#votes = checks.map(() => []);
  }

  #fields(homes: readonly number[]): Fields {
    return new Fields(this.composition, this.observers, homes, this.initialMemories);
  }

  /** A step that touches these groups changes the memory of a check. */
  vote(check: number, groups: Iterable<number>): void {
    const votes = this.#votes[check] as number[];
    for (const group of groups) votes[group] = (votes[group] ?? 0) + 1;
  }

  /** How many values each group has been seen to have; groups of the same machines come to the same, sooner or later. */
  sizes(): number[] {
    const shape = (members: readonly number[]) =>
      members.map((component) => this.composition.components[component]?.table);
    const isAlike = (one: readonly number[], other: readonly number[]) => {
      const tables = shape(other);
      return one.length === other.length && shape(one).every((table, i) => table === tables[i]);
    };
    const { groups } = this.fields;
    return groups.map(({ members }) =>
      Math.max(...groups.filter((other) => isAlike(members, other.members)).map(({ values }) => values.length)),
    );
  }

  /** Puts each memory into the group where an earlier search had it. */
  restore(homes: readonly number[]): void {
    this.fields = this.#fields(homes);
  }

  /** Puts each memory into the group with which it has changed most often: much of it follows from the group's state. */
  settle(): void {
    const homes = this.#votes.map((votes) =>
      votes.reduce((best, count, group) => (count > (votes[best] ?? 0) ? group : best), -1),
    );
    this.fields = this.#fields(homes);
  }
}

/** What each check makes of what the components do at their start. */
function begin(composition: Composition, checks: readonly Check[], observers: readonly Observer[]) {
  const { occurrences } = composition.start;
  const { initial } = composition;
  return observers.map((observer, i) => {
    const check = checks[i] as Check;
    let memory = 0;
    let hit = false;
    for (const occurrence of occurrences) {
      const seen = observer.observe(memory, occurrence);
      memory = seen.memory;
      hit ||= seen.hit;
    }
    const where = 'while' in check ? check.while : undefined;
    const holds = () => where?.is((initial[composition.indexOf(where.component)] as LocalState).snapshot) ?? true;
    return { memory, hit: hit && holds() };
  });
}
