import type { Choice, Composition, Occurrence, Step } from './compose.ts';
import type { Observer } from './observer.ts';
import type { LocalState } from './table.ts';

/** A transition of a step that a check cares for. */
export interface Watched {
  readonly check: number;
  readonly occurrence: Occurrence;
}

/** A step, and which of its transitions the checks care for. */
export interface WatchedStep extends Step {
  readonly watched: readonly Watched[];
}

interface Fork {
  readonly component: number;
  readonly next: Map<number, Fork | WatchedStep>;
}

/**
 * The steps of a composition, each run once for all states of the components that it reads: what a choice does depends
 * on few of them. The blocking rule is left to the caller.
 */
export class StepMemo {
  readonly #composition: Composition;
  readonly #observers: readonly Observer[];
  readonly #roots: (Fork | WatchedStep | undefined)[] = [];
  readonly #concerned = new Map<Occurrence, readonly number[]>();

  constructor(composition: Composition, observers: readonly Observer[]) {
    this.#composition = composition;
    this.#observers = observers;
  }

  /** What a choice does, which must be one that its component handles in its present state. */
  step(choice: Choice, read: (component: number) => LocalState): WatchedStep {
    let node = this.#roots[choice.index];
    while (node && 'next' in node) node = node.next.get(read(node.component).id);
    return node ?? this.#run(choice, read);
  }

  #run(choice: Choice, read: (component: number) => LocalState): WatchedStep {
    const path: LocalState[] = [];
    const components: number[] = [];
    const step = this.#composition.step(
      choice,
      (component) => {
        const local = read(component);
        if (!components.includes(component)) path[components.push(component) - 1] = local;
        return local;
      },
      neverBlocked,
    ) as Step;
    const watched = { ...step, watched: this.#watchedOf(step) };
    this.#hang(choice.index, components, path, watched);
    return watched;
  }

  #hang(choice: number, components: readonly number[], path: readonly LocalState[], step: WatchedStep): void {
    let put = (node: Fork | WatchedStep) => {
      this.#roots[choice] = node;
    };
    let node = this.#roots[choice] as Fork | undefined;
    components.forEach((component, i) => {
      if (!node) put((node = { component, next: new Map() }));
      const { next } = node;
      const { id } = path[i] as LocalState;
      put = (child) => next.set(id, child);
      node = next.get(id) as Fork | undefined;
    });
    put(step);
  }

  #watchedOf({ occurrences }: Step): Watched[] {
    return occurrences.flatMap((occurrence) => this.#concernedBy(occurrence).map((check) => ({ check, occurrence })));
  }

  /** The observers that a transition concerns at all: asked once per transition. */
  #concernedBy(occurrence: Occurrence): readonly number[] {
    const known = this.#concerned.get(occurrence);
    if (known) return known;
    const concerned = [...this.#observers.keys()].filter((i) => this.#observers[i]?.concerns(occurrence));
    this.#concerned.set(occurrence, concerned);
    return concerned;
  }
}

const neverBlocked = () => false;
