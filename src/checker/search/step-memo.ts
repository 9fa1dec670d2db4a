import type { Choice, Composition, Occurrence, TakenStep } from '../system/compose.ts';
import type { Observer } from '../property/observer.ts';
import type { LocalState } from '../system/table/table.ts';

/** A transition of a step that a check cares for. */
export interface Watched {
  readonly check: number;
  readonly occurrence: Occurrence;
  /** What the check makes of it, by what it remembers before; as far as that has been asked. */
  readonly seen: ReturnType<Observer['observe']>[];
}

/** A step, and which of its transitions the checks care for. */
export interface WatchedStep extends TakenStep {
  readonly watched: readonly Watched[];
}

/** The ways in which a step may come out: one, where nothing is drawn in it. */
type Ways = readonly WatchedStep[];

interface Fork {
  readonly component: number;
  readonly next: Map<number, Fork | Ways>;
}

/**
 * The steps of a composition, each run once for all states of the components that it reads: what a choice does depends
 * on few of them. The blocking rule is left to the caller.
 */
export class StepMemo {
  readonly #composition: Composition;
  readonly #observers: readonly Observer[];
  readonly #roots: (Fork | undefined)[] = [];
  readonly #concerned = new Map<Occurrence, readonly Watched[]>();
  /** The checks that have cared for any transition so far. */
  readonly watchers = new Set<number>();

  constructor(composition: Composition, observers: readonly Observer[]) {
    this.#composition = composition;
    this.#observers = observers;
  }

  /** What a choice may do, which must be one that its component handles in its present state. */
  steps(choice: Choice, read: (component: number) => LocalState): Ways {
    let node: Fork | Ways | undefined = this.#roots[choice.index];
    while (node && 'next' in node) node = node.next.get(read(node.component).id);
    return node ?? this.#run(choice, read);
  }

  #run(choice: Choice, read: (component: number) => LocalState): Ways {
    const path: LocalState[] = [];
    const components: number[] = [];
    const noted = (component: number) => {
      const local = read(component);
      if (!components.includes(component)) path[components.push(component) - 1] = local;
      return local;
    };
    const taken = this.#composition.steps(choice, noted, neverBlocked);
    const ways = taken.map((step) => ({ ...step, watched: this.#watchedOf(step.occurrences) }));
    this.#hang(choice.index, components, path, ways);
    return ways;
  }

  #hang(choice: number, components: readonly number[], path: readonly LocalState[], ways: Ways): void {
    const last = components.length - 1;
    let fork = (this.#roots[choice] ??= { component: components[0] as number, next: new Map() }) as Fork;
    for (let i = 0; i < last; i++) {
      const { id } = path[i] as LocalState;
      let below = fork.next.get(id) as Fork | undefined;
      if (!below) fork.next.set(id, (below = { component: components[i + 1] as number, next: new Map() }));
      fork = below;
    }
    fork.next.set((path[last] as LocalState).id, ways);
  }

  #watchedOf(occurrences: readonly Occurrence[]): readonly Watched[] {
    let watched = UNWATCHED;
    for (const occurrence of occurrences) {
      const concerned = this.concernedBy(occurrence);
      if (concerned.length > 0) watched = watched.length > 0 ? [...watched, ...concerned] : concerned;
    }
    return watched;
  }

  /** The observers that a transition concerns at all: asked once per transition. */
  concernedBy(occurrence: Occurrence): readonly Watched[] {
    const known = this.#concerned.get(occurrence);
    if (known) return known;
    const checks = [...this.#observers.keys()].filter((i) => this.#observers[i]?.concerns(occurrence));
    const concerned = checks.map((check) => ({ check, occurrence, seen: [] }));
    this.#concerned.set(occurrence, concerned);
    for (const check of checks) this.watchers.add(check);
    return concerned;
  }
}

const neverBlocked = () => false;
const UNWATCHED: readonly Watched[] = [];
