import type { Composition } from '../../checker/system/compose.ts';
import type { Property, While } from '../../checker/property/property.ts';
import { Names } from '../formats/names.ts';
import { Checks } from './checks.ts';
import type { Places, Reached } from './reached.ts';
import { States } from './states.ts';

/** How a system and its properties are spoken of in Promela. */
export class Vocabulary {
  readonly names = new Names();
  /** Asserted where a message comes for which no run of ours has a row. */
  readonly noGap = this.names.give('no_gap');
  readonly checks: Checks;
  readonly #composition: Composition;
  readonly #states: readonly States[];

  constructor(reached: Reached, properties: readonly Property[]) {
    this.#composition = reached.composition;
    this.#states = reached.composition.components.map(
      ({ spec }, i) => new States(spec.name, reached.statesOf(i), this.names),
    );
    this.checks = new Checks(properties, this.names);
  }

  declarations(): string[] {
    const states = this.#states.flatMap((component) => component.declarations());
    return [...states, '', ...this.checks.declarations(), `bit ${this.noGap};`];
  }

  nameOf(component: number): string {
    return this.#composition.components[component]?.spec.name as string;
  }

  statesOf(component: number): States {
    return this.#states[component] as States;
  }

  /** Whether a component is where a check wants it to be at the end of a step. */
  holds({ component, is }: While): string {
    return this.statesOf(this.#composition.indexOf(component)).isLike(({ snapshot }) => is(snapshot)) ?? 'false';
  }

  /** Whether the components are where nothing need happen any more; null if that is nowhere. */
  isOver(ends: readonly Places[]): string | null {
    const tests = ends.map((places) => {
      return `(${[...places].map(([component, state]) => this.statesOf(component).isIn([state])).join(' && ')})`;
    });
    return tests.length > 0 ? tests.join(' || ') : null;
  }

  /** Each other component of the same process that may block it, and does. */
  blockersOf(component: number): string[] {
    const { components } = this.#composition;
    return components.flatMap(({ process }, other) => {
      if (other === component || process !== components[component]?.process) return [];
      return this.statesOf(other).isLike(({ blocking }) => blocking) ?? [];
    });
  }
}
