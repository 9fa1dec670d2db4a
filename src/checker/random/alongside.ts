import type { AnyMachineSnapshot } from 'xstate';
import { LiveSystem } from '../replay/live-actors.ts';
import { everyWay } from '../system/draw.ts';
import { choiceText } from '../replay/trace.ts';
import type { Choice, Composition } from '../system/compose.ts';
import type { LocalState } from '../system/table/table.ts';

/** The live actors that take the steps of a walk as well. What has not changed since it was compared is not compared again. */
export class Alongside {
  readonly #composition: Composition;
  readonly #faults: readonly string[] | undefined;
  readonly #live: LiveSystem;
  readonly #compared: { snapshot?: AnyMachineSnapshot; timers?: string; state?: LocalState }[];
  #failed: string | null = null;

  /** @param faults the fault classes that are on; all, if not given */
  constructor(composition: Composition, faults: readonly string[] | undefined) {
    this.#composition = composition;
    this.#faults = faults;
    this.#live = new LiveSystem(composition);
    this.#compared = composition.components.map(() => ({}));
  }

  take(choice: Choice): void {
    try {
      this.#live.take(choice);
    } catch (error) {
      this.#failed = `the live actors cannot take ${this.#text(choice)}: ${(error as Error).message}`;
    }
  }

  /** What the live actors do otherwise, in words; null if they agree on the states and on what may be taken. */
  difference(states: readonly LocalState[], enabled: readonly Choice[]): string | null {
    if (this.#failed !== null) return this.#failed;
    const { snapshots, timers } = this.#live;
    for (const [i, state] of states.entries()) {
      const snapshot = snapshots[i] as AnyMachineSnapshot;
      const armed = (timers[i] as readonly string[]).join();
      const before = this.#compared[i];
      if (before?.snapshot === snapshot && before.state === state && before.timers === armed) continue;
      if (!this.#live.isIn(i, state)) {
        return `the live actor ${this.#name(i)} is in another state than the composition says`;
      }
      this.#compared[i] = { snapshot, state, timers: armed };
      const missing = this.#missing(i, snapshot, states, enabled);
      if (missing) return `the live actor would take ${this.#text(missing)}, and the composition says that it cannot`;
    }
    return null;
  }

  /** A choice that is declared and that the live actor would take, though it is said not to be enabled. */
  #missing(
    component: number,
    snapshot: AnyMachineSnapshot,
    states: readonly LocalState[],
    enabled: readonly Choice[],
  ): Choice | undefined {
    if (snapshot.status !== 'active') return undefined;
    if (this.#composition.isBlocked(component, (other) => states[other] as LocalState)) return undefined;
    return this.#composition.undrawn.find(
      (choice) =>
        choice.component === component &&
        !this.#composition.isInner(choice) &&
        (choice.fault === null || (this.#faults?.includes(choice.fault) ?? true)) &&
        !enabled.includes(choice) &&
        everyWay(() => snapshot.can(choice.event)).some(({ result }) => result),
    );
  }

  #name(component: number): string {
    return this.#composition.components[component]?.spec.name as string;
  }

  #text(choice: Choice): string {
    return choiceText(this.#name(choice.component), choice);
  }
}
