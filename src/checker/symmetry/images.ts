import type { Locals } from '../property/condition.ts';
import type { Occurrence } from '../system/compose.ts';
import type { LocalState } from '../system/table/table.ts';
import type { Element } from './group.ts';
import type { Mirror } from './mirror.ts';

/** What states and transitions become by every permutation of a system, found when it is asked for. */
export class Images {
  readonly elements: readonly Element[];
  readonly #mirror: Mirror;
  /** Per permutation and component, by the number of a local state: what it becomes. */
  readonly #states: (LocalState | undefined)[][][];
  readonly #occurrences: Map<Occurrence, Occurrence>[];

  constructor(elements: readonly Element[], mirror: Mirror) {
    this.elements = elements;
    this.#mirror = mirror;
    this.#states = elements.map(({ to }) => to.map(() => []));
    this.#occurrences = elements.map(() => new Map());
  }

  /** What a local state of a component becomes, which is one of the component that this one becomes. */
  state(element: number, component: number, state: LocalState): LocalState {
    const { before, generator } = this.elements[element] as Element;
    if (before < 0) return state;
    const known = this.#states[element]?.[component] as (LocalState | undefined)[];
    const place = (this.elements[before] as Element).to[component] as number;
    return (known[state.id] ??= this.#mirror.mate(generator, place, this.state(before, component, state)));
  }

  occurrence(element: number, occurrence: Occurrence): Occurrence {
    const { before, generator } = this.elements[element] as Element;
    if (before < 0) return occurrence;
    const known = this.#occurrences[element] as Map<Occurrence, Occurrence>;
    const image = known.get(occurrence) ?? this.#mirror.image(generator, this.occurrence(before, occurrence));
    known.set(occurrence, image);
    return image;
  }

  /** Where the components are in the image of a state. */
  locals(element: number, states: readonly LocalState[]): Locals {
    const { from } = this.elements[element] as Element;
    return (component) => {
      const source = from[component] as number;
      return this.state(element, source, states[source] as LocalState);
    };
  }

  /** The state that stands for all that a state becomes: the least of them, by the numbers of the local states. */
  canonical(states: readonly LocalState[]): readonly LocalState[] {
    let best = states;
    for (let element = 1; element < this.elements.length; element++) {
      const locals = this.locals(element, states);
      let image: LocalState[] | null = null;
      for (let i = 0; i < states.length; i++) {
        const local = locals(i);
        const least = (best[i] as LocalState).id;
        if (image) image.push(local);
        else if (local.id > least) break;
        else if (local.id < least) image = [...best.slice(0, i), local];
      }
      if (image) best = image;
    }
    return best;
  }
}
