import type { Choice, Composition } from '../system/compose.ts';
import type { Property } from '../property/property.ts';
import { stepsFrom } from '../replay/trace.ts';
import type { LocalState } from '../system/table/table.ts';
import { Alongside } from './alongside.ts';
import { Watch } from './watch.ts';

/** What is wrong after the steps that have been taken. */
export type Wrong =
  /** A property is violated. */
  | { readonly kind: 'violation'; readonly property: Property }
  /** The live actors do something else than the composition says, in words. */
  | { readonly kind: 'difference'; readonly text: string };

/** What a walk may do, and what it is compared with. */
export interface WalkOptions {
  readonly properties: readonly Property[];
  /** The fault classes that are on; all, if not given. */
  readonly faults?: readonly string[] | undefined;
}

/**
 * Walks through a composition, step by step, and judges each step. It knows nothing of the search: states are not packed, and
 * live actors that take the same steps must be in the same states, and must not be able to do more.
 */
export class Walk {
  readonly #composition: Composition;
  readonly #options: WalkOptions;
  readonly #watch: Watch;
  /** Per component and local state: what it may take there. */
  readonly #known: (readonly Choice[])[][];
  #states: readonly LocalState[] = [];
  #enabled: readonly Choice[] | null = null;
  #alongside: Alongside | null = null;
  #wrong: Wrong | null = null;

  constructor(composition: Composition, options: WalkOptions) {
    this.#composition = composition;
    this.#options = options;
    this.#watch = new Watch(composition, options.properties);
    this.#known = composition.components.map(() => []);
  }

  /** What is wrong after the last step; nothing more is to be taken then. */
  get wrong(): Wrong | null {
    return this.#wrong;
  }

  /** Goes back to the start. @param isLive whether live XState actors take every step as well */
  begin(isLive: boolean): void {
    const { start, initial } = this.#composition;
    this.#watch.reset();
    this.#arrive(initial);
    this.#alongside = isLive ? new Alongside(this.#composition, this.#options.faults) : null;
    this.#judge(start.occurrences);
  }

  /** What may happen now, in the order of the components and of what each declares; `ways` says how it may come out. */
  get enabled(): readonly Choice[] {
    this.#enabled ??= this.#states.flatMap((state, component) => {
      if (this.#composition.isBlocked(component, this.#read)) return [];
      return ((this.#known[component] as (readonly Choice[])[])[state.id] ??= this.#choices(component, state.id));
    });
    return this.#enabled;
  }

  /** An enabled choice with all that may be drawn in its step; itself, where nothing is. */
  ways(choice: Choice): readonly Choice[] {
    return this.#composition.steps(choice, this.#read).map((taken) => taken.choice);
  }

  /** Takes a step that is enabled: one of the ways of a choice. */
  take(choice: Choice): void {
    const step = this.#composition.step(choice, this.#read);
    if (!step) throw new Error(`${choice.event.type} is not enabled`);
    this.#arrive(this.#states.map((state, component) => step.writes.get(component) ?? state));
    this.#alongside?.take(choice);
    this.#judge(step.occurrences);
  }

  readonly #read = (component: number): LocalState => this.#states[component] as LocalState;

  #arrive(states: readonly LocalState[]): void {
    this.#states = states;
    this.#enabled = null;
  }

  #judge(occurrences: Parameters<Watch['step']>[0]): void {
    const property = this.#watch.step(occurrences, this.#read, () => this.#isDeadEnd());
    const text = property ? null : (this.#alongside?.difference(this.#states, this.enabled) ?? null);
    this.#wrong = property ? { kind: 'violation', property } : text === null ? null : { kind: 'difference', text };
  }

  #choices(component: number, state: number): Choice[] {
    const { faults } = this.#options;
    const all = [
      ...this.#composition.choicesOf(component, state),
      ...this.#composition.stillChoicesOf(component, state),
    ];
    return all
      .filter(({ fault }) => fault === null || !faults || faults.includes(fault))
      .toSorted((one, other) => this.#composition.order(one, other));
  }

  /** Whether no step changes anything. */
  #isDeadEnd(): boolean {
    return this.enabled.every((choice) => {
      return stepsFrom(this.#composition, choice, this.#states).every(({ writes }) =>
        [...writes].every(([component, state]) => state === this.#states[component]),
      );
    });
  }
}
