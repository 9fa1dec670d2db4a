import { ModelError } from '../errors.ts';
import type { End, ExploreOptions } from '../exploration.ts';
import type { Locals } from '../property/condition.ts';
import { type Observer, observerFor } from '../property/observer.ts';
import type { Check } from '../property/property.ts';
import { StepMemo, type WatchedStep } from '../search/step-memo.ts';
import type { Choice, Composition, Occurrence } from '../system/compose.ts';
import type { LocalState } from '../system/table/table.ts';
import { elementsOf, generatorsOf } from './group.ts';
import { Images } from './images.ts';
import { refuseUneven } from './even.ts';
import { Mirror } from './mirror.ts';
import { badStates, enabledIn, type Hit, keyOf, type Orbit, whileHolds } from './orbit.ts';
import { RealRuns } from './real-runs.ts';

/** What the search up to symmetry finds; a run is null where a check is not hit. */
export interface OrbitExploration {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly end: End;
  readonly memory: number;
  readonly runs: readonly (readonly Choice[] | null)[];
}

/** About what an orbit takes, in bytes, beside its components. */
const ORBIT_BYTES = 200;

/**
 * Explores a system breadth first, one state of each orbit: of those that become each other when alike components change
 * places. `Mirror` checks along the way that they are alike. A check is asked about every image of a state and of a
 * transition, so it need not be symmetric itself; one that remembers must not tell the members apart.
 *
 * Each step from a state has its image from each image of the state. So an orbit is reached in as many steps as any of its
 * states, and the shortest runs are as long as those of the search through all states.
 *
 * @throws {ModelError} if the components are not alike, or a check cannot be decided so
 */
export class OrbitSearch {
  readonly #composition: Composition;
  readonly #checks: readonly Check[];
  readonly #ids: readonly string[];
  readonly #options: ExploreOptions;
  readonly #observers: readonly Observer[];
  readonly #memo: StepMemo;
  readonly #mirror: Mirror;
  readonly #images: Images;
  readonly #orbits: Orbit[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #hits: (Hit | null)[];
  /** Per check that looks at states: whether it is violated where the components are so. */
  readonly #badStates: (((locals: Locals) => boolean) | null)[];
  /** Per check: the images of a transition that match it, by number of the permutation. */
  readonly #matches: Map<Occurrence, readonly number[]>[];
  readonly #learned = new Set<WatchedStep>();
  #transitions = 0;
  #end: End | null = null;

  /** @param ids the property of each check, for what is refused */
  constructor(composition: Composition, checks: readonly Check[], ids: readonly string[], options: ExploreOptions) {
    this.#composition = composition;
    this.#checks = checks;
    this.#ids = ids;
    this.#options = options;
    this.#observers = checks.map(observerFor);
    this.#memo = new StepMemo(composition, []);
    const generators = generatorsOf(composition);
    this.#mirror = new Mirror(composition, generators);
    this.#images = new Images(elementsOf(composition.spec.name, generators), this.#mirror);
    this.#hits = checks.map(() => null);
    this.#matches = checks.map(() => new Map());
    this.#badStates = checks.map((check) => badStates(composition, check));
    const lively = checks.findIndex(({ kind }) => kind === 'leadsTo');
    if (lively < 0) return;
    throw new ModelError(
      `${composition.spec.name}: symmetric: ${ids[lively]} is about what happens in the end, which is not decided up to symmetry; search it without`,
    );
  }

  run(): OrbitExploration {
    const memories = this.#begin();
    this.#add({ states: this.#composition.initial, memories, parent: -1, depth: 0, isByFault: false, faults: 0 });
    let depth = 0;
    for (let from = 0; ; depth += 1) {
      const to = this.#orbits.length;
      this.#expandLevel(from, to);
      if (this.#end === null && this.#options.stopWhenHit && this.#hits.some(Boolean)) this.#end = 'hit';
      if (this.#end !== null || this.#orbits.length === to) {
        if (this.#orbits.length > to) depth += 1;
        break;
      }
      from = to;
    }
    refuseUneven(this.#composition, this.#mirror, this.#checks, this.#ids);
    const real = new RealRuns(this.#composition, this.#checks, this.#images, this.#memo, this.#options.faults);
    return {
      states: this.#orbits.length,
      transitions: this.#transitions,
      depth,
      end: this.#end ?? 'exhausted',
      memory: this.#memory,
      runs: this.#hits.map((hit, check) => hit && real.to(check, hit, this.#pathTo(hit.orbit))),
    };
  }

  get #memory(): number {
    return this.#orbits.length * (ORBIT_BYTES + 8 * this.#composition.components.length);
  }

  /** What the checks remember of the start, which is one for all. */
  #begin(): number[] {
    const { initial, start } = this.#composition;
    return this.#checks.map((check, i) => {
      let memory = 0;
      for (const occurrence of start.occurrences) {
        const seen = (this.#observers[i] as Observer).observe(memory, occurrence);
        memory = seen.memory;
        if (seen.hit && whileHolds(this.#composition, check, (one) => initial[one] as LocalState)) {
          this.#hits[i] = { orbit: 0, isByStep: false, isByFault: false, faults: 0 };
        }
      }
      return memory;
    });
  }

  #expandLevel(from: number, to: number): void {
    // Among equally long runs, those with fewer faults come first.
    const level = Array.from({ length: to - from }, (_, i) => from + i);
    level.sort((a, b) => (this.#orbits[a] as Orbit).faults - (this.#orbits[b] as Orbit).faults || a - b);
    for (const orbit of level) {
      if (this.#end !== null) return;
      this.#expand(orbit, to);
      this.#end = this.#bound();
    }
  }

  #bound(): End | null {
    const { isInterrupted, maxMemory, maxStates } = this.#options;
    if (maxStates !== undefined && this.#orbits.length >= maxStates) return 'max-states';
    if (maxMemory !== undefined && this.#memory >= maxMemory) return 'max-memory';
    return isInterrupted?.() ? 'interrupted' : null;
  }

  #expand(number: number, isNewFrom: number): void {
    const orbit = this.#orbits[number] as Orbit;
    let isDeadEnd = true;
    for (const step of this.#stepsFrom(orbit.states)) {
      const isByFault = step.choice.fault !== null;
      const faults = orbit.faults + (isByFault ? 1 : 0);
      const states = orbit.states.map((state, i) => step.writes.get(i) ?? state);
      const isMoving = states.some((state, i) => state !== orbit.states[i]);
      if (isMoving) isDeadEnd = false;
      const memories = this.#observe(number, step, states, orbit.memories, { isByFault, faults });
      if (!isMoving && memories.every((memory, i) => memory === orbit.memories[i])) continue;
      this.#transitions += 1;
      const canonical = this.#images.canonical(states);
      const depth = orbit.depth + 1;
      const next = { states: canonical, memories, parent: number, depth, isByFault, faults };
      const known = this.#numbers.get(keyOf(next));
      if (known === undefined) this.#add(next);
      else if (known >= isNewFrom && faults < (this.#orbits[known] as Orbit).faults) this.#orbits[known] = next;
    }
    this.#judge(number, orbit, isDeadEnd);
  }

  #add(orbit: Orbit): void {
    this.#numbers.set(keyOf(orbit), this.#orbits.length);
    this.#orbits.push(orbit);
  }

  /** The steps of a state, each with its images made sure of. */
  #stepsFrom(states: readonly LocalState[]): WatchedStep[] {
    const steps = enabledIn(this.#composition, states, this.#options.faults).flatMap((choice) =>
      this.#memo.steps(choice, (component) => states[component] as LocalState),
    );
    for (const step of steps) {
      if (this.#learned.has(step)) continue;
      this.#learned.add(step);
      this.#mirror.learn(step.occurrences);
    }
    return steps;
  }

  /** Runs the checks over a step; what they remember then. */
  #observe(
    orbit: number,
    { occurrences }: WatchedStep,
    states: readonly LocalState[],
    before: readonly number[],
    fault: Pick<Hit, 'faults' | 'isByFault'>,
  ): number[] {
    return before.map((given, i) => {
      const check = this.#checks[i] as Check;
      const observer = this.#observers[i] as Observer;
      let memory = given;
      for (const occurrence of occurrences) {
        const matches = this.#matchesOf(i, occurrence);
        if (matches.length > 0 && this.#isHit(check, observer, memory, occurrence, matches, states)) {
          this.#hit(i, { orbit, isByStep: true, ...fault });
        }
        if (observer.size > 1) ({ memory } = observer.observe(memory, occurrence));
      }
      return memory;
    });
  }

  /** The permutations under which the image of a transition matches what a check looks for. */
  #matchesOf(i: number, occurrence: Occurrence): readonly number[] {
    const known = this.#matches[i]?.get(occurrence);
    if (known) return known;
    const check = this.#checks[i] as Check;
    const elements = [...this.#images.elements.keys()];
    const matches =
      'what' in check && typeof check.what === 'function'
        ? elements.filter((element) =>
            (check.what as (one: Occurrence) => boolean)(this.#images.occurrence(element, occurrence)),
          )
        : [];
    this.#matches[i]?.set(occurrence, matches);
    return matches;
  }

  #isHit(
    check: Check,
    observer: Observer,
    memory: number,
    occurrence: Occurrence,
    matches: readonly number[],
    states: readonly LocalState[],
  ): boolean {
    const first = this.#images.occurrence(matches[0] as number, occurrence);
    if (!observer.observe(memory, first).hit) return false;
    return matches.some((element) => whileHolds(this.#composition, check, this.#images.locals(element, states)));
  }

  #hit(check: number, hit: Hit): void {
    const before = this.#hits[check];
    const isAsNear = before?.isByStep && this.#orbits[before.orbit]?.depth === this.#orbits[hit.orbit]?.depth;
    if (!before || (isAsNear && hit.faults < before.faults)) this.#hits[check] = hit;
  }

  /** Asks the checks that look at states about a state and all its images. */
  #judge(number: number, { faults, states }: Orbit, isDeadEnd: boolean): void {
    for (const [i, check] of this.#checks.entries()) {
      const isBad = this.#badStates[i];
      if (!isBad || this.#hits[i] || (check.kind === 'deadlock' && !isDeadEnd)) continue;
      const elements = [...this.#images.elements.keys()];
      if (elements.some((element) => isBad(this.#images.locals(element, states)))) {
        this.#hits[i] = { orbit: number, isByStep: false, isByFault: false, faults };
      }
    }
  }

  /** The orbits on the way to one, from the first on. */
  #pathTo(orbit: number): Orbit[] {
    const path: Orbit[] = [];
    for (let at = this.#orbits[orbit]; at; at = this.#orbits[at.parent]) path.push(at);
    return path.reverse();
  }
}
